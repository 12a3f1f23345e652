"""Trains while the service runs: a new model is tried before it takes the place of the old, and no turn is lost.

What is new is made beside what is in use. Rasa and the action server then load it while they go on answering; where
one of them cannot, both go on with what they had, and the old model lies in its place again.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.build import STATE, BuildError, build, last_words, only_one, read_state, run_step, steps, write_state
from bot.environment import MODEL, RASA_PYTHON, child_environment, relative
from bot.settings import ROOT, Settings

NEW, OLD = MODEL.with_name("new.tar.gz"), MODEL.with_name("old.tar.gz")
CONVERSATIONS = ROOT / "tests" / "conversations"
LOADING = 120.0  # seconds that a process may take to load; a quarter of a minute is usual
Say = Callable[[str], None]


def train_live(settings: Settings, say: Say) -> None:
    """Builds what changed, trains a new model, tries it on the test conversations, and has the service use it.

    Raises:
        BuildError: if anything of that fails; the service then goes on with what it had.
    """
    if settings.rasa_urls or settings.actions_url:
        raise BuildError("Rasa or the action server runs elsewhere: build there, and start one after the other anew.")
    *others, training = steps(settings, NEW)
    usual = steps(settings)[-1]  # what the build would run for the model in its usual place
    environment = child_environment(settings)
    with only_one(STATE.parent, say):
        encoder = others[0]
        if read_state(STATE).get(encoder.name) != encoder.fingerprint(ROOT):
            raise BuildError("The sentence encoder must be built anew; stop the service and run 'python -m bot build'.")
        done = build(others, environment, say)
        try:
            say(f"{training.title} ...")
            failed, output = run_step(training.command, ROOT, environment, say)
            if failed or not NEW.exists():
                raise BuildError(f"{training.title} failed:\n{last_words(output)}")
            say("Trying the new model on the test conversations (about a minute) ...")
            try_conversations(NEW, environment, say)
            put_in_place(settings, say)
        finally:
            NEW.unlink(missing_ok=True)
        write_state(STATE, {**read_state(STATE), usual.name: usual.fingerprint(ROOT)})
    if "knowledge" in done:
        say("Restart the service when few are there: its pages show the knowledge as it was until then.")


def try_conversations(model: Path, environment: dict[str, str], say: Say) -> None:
    """Has Rasa go through every conversation of tests/conversations with a model.

    Raises:
        BuildError: if one does not go as written, with how it went instead.
    """
    if not any(CONVERSATIONS.glob("test_*.yml")):
        raise BuildError(f"{relative(CONVERSATIONS)} is missing, so the new model cannot be tried.")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(RASA_PYTHON), "-m", "rasa", "test", "core", "--model", str(model), "--stories", str(CONVERSATIONS),
            "--out", folder, "--no-plot", "--fail-on-prediction-errors", "--e2e",
        ]  # fmt: skip
        failed, output = run_step(command, ROOT, environment, say)
        if failed:
            stories = Path(folder) / "failed_test_stories.yml"
            shown = stories.read_text(encoding="utf-8") if stories.exists() else last_words(output)
            raise BuildError(f"The new model fails in test conversations, so the old one stays:\n{shown}")


def put_in_place(settings: Settings, say: Say) -> None:
    """Puts the new model in the place of the old, and has a running service load it.

    Raises:
        BuildError: if the service cannot; the old model is then in its place again, and in use.
    """
    if MODEL.exists():
        MODEL.replace(OLD)
    NEW.replace(MODEL)
    token = settings.shared_token.get_secret_value()
    rasa, actions = f"{settings.rasa_servers[0]}/webhooks/rest/model", f"{settings.action_server}/load_again"
    try:
        if not _load(rasa, token):
            say("Rasa does not run; the next start takes the new model.")
        if not _load(actions, token):
            say("The action server does not run; the next start takes the new index.")
    except BuildError:
        if OLD.exists():
            OLD.replace(MODEL)
            _load(rasa, token)
        raise
    OLD.unlink(missing_ok=True)
    say("The new model is in use.")


def _load(url: str, token: str) -> bool:
    """Has a process load what is new; gives whether it runs.

    Raises:
        BuildError: if it cannot.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        response = httpx.post(url, headers=headers, timeout=LOADING, trust_env=False)
    except httpx.ConnectError:
        return False
    except httpx.HTTPError as error:
        raise BuildError(f"No answer came from {url} ({type(error).__name__}); the old model stays.") from None
    if response.status_code != 200:
        raise BuildError(f"What is new could not be loaded ({url}), so the old stays; the logs say why.")
    return True
