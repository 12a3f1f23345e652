"""The baseline that Rasa itself offers: its DIET classifier, as `rasa init` sets it up, on the same examples.

It is trained on the same four fifths of the training examples as our pipeline in the section on intents, and answers
as a bot would whose actions go by the intent alone.
"""

from functools import cache
from pathlib import Path

from bot.evaluation.own_examples import own_folds
from bot.evaluation.pipeline import Outcome, Prediction, diet_pipeline, train_and_predict
from bot.evaluation.run import Run
from bot.evaluation.service import Custom

NAME = "Rasa DIET"
DEPTH = 5
RASA_EPOCHS = 100  # of `rasa init`
URGENCY = {"danger_now": "emergency", "danger_soon": "urgent", "worried_about_someone": "concern"}
REFUSED = {"profiling_request": "profiling", "harmful_request": "harmful"}


def folder(run: Run, number: int) -> Path:
    """Where what is trained without part `number` is kept."""
    return run.kept / f"without-part-{number + 1}"


def outcome(run: Run, number: int) -> tuple[Outcome, dict[str, Prediction]]:
    """What DIET, trained without part `number`, makes of that part, and (the first one only) of all messages."""
    rest, held = own_folds()[number]
    others = run.texts() if number == 0 else []
    texts = [text for text, _ in held] + others
    whole = train_and_predict(rest, texts, folder(run, number), diet_pipeline(run.diet_epochs), run.settings, run.say)
    of_others = dict(zip(others, whole.predictions[len(held) :], strict=True))
    return Outcome(whole.predictions[: len(held)], whole.adapting, whole.training, whole.kept), of_others


def title(run: Run) -> str:
    """Its name in tables: DIET gets better with epochs, so their number belongs to it."""
    return f"{NAME}, {run.diet_epochs} epochs"


def items(run: Run, name: str) -> list[list[str]]:
    """The items for the messages of one file: the first one of each situation, the likeliest situation first."""
    situations = run.library.situations
    found = []
    for line in run.lines(name):
        ranking = (situations[intent].items[0] for intent in _all(run)[line.text].ranking if intent in situations)
        found.append(list(dict.fromkeys(ranking))[:DEPTH])
    return found


def replies(run: Run, name: str) -> list[Custom]:
    """The replies to the messages of one file, in the shape of ours, as far as the intent decides them."""
    return [reply(run, _all(run)[line.text]) for line in run.lines(name)]


def note(run: Run) -> str:
    """What has to be said of it beside its figures."""
    said = (
        f"{title(run)}: the default pipeline of `rasa init`, trained on four fifths of our training examples; its"
        " intents stand for the items of their situations and for the replies that belong to them."
    )
    if run.diet_epochs < RASA_EPOCHS:
        said += f" `rasa init` trains {RASA_EPOCHS} epochs, and DIET gets better with them: this is a low bar."
    return said


def reply(run: Run, prediction: Prediction) -> Custom:
    """What the service would say if it went by this intent alone."""
    intent, situations = prediction.intent, run.library.situations
    if intent in situations:
        return {"type": "guidance", "sources": situations[intent].items[:DEPTH]}
    if intent in URGENCY:
        return {"type": "safety", "urgency": URGENCY[intent]}
    if intent in REFUSED:
        return {"type": "refusal", "reason": REFUSED[intent]}
    return {"type": "out_of_scope" if intent == "out_of_scope" else "chitchat"}


@cache
def _all(run: Run) -> dict[str, Prediction]:
    return outcome(run, 0)[1]
