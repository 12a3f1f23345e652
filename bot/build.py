"""Builds what the service needs, each step only when what it depends on changed."""

import contextlib
import fcntl
import hashlib
import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.children import die_with_parent
from bot.environment import MAIN_PYTHON, MODEL, RASA_PYTHON, child_environment, relative
from bot.settings import ROOT, Settings

STATE = ROOT / "build" / "state.json"
LAST_LINES = 15  # of a failed step's output
INDEXED = ("items", "questions", "situations")  # folders of the knowledge
# Those whose versions decide what the encoder computes: others may change without minutes of waiting.
ENCODER_PACKAGES = ("torch", "transformers", "sentence-transformers", "tokenizers", "onnx", "onnxruntime", "numpy")
PROGRESS = "... "  # begins a line of a step's output that is for people


class BuildError(Exception):
    """A step failed; the message holds the step's own last words."""


@dataclass(frozen=True)
class Step:
    """One thing to build.

    Attributes:
        name: for the state file.
        title: for people, as in "Training the Rasa model".
        command: what builds it.
        inputs: glob patterns of the files that it depends on, from the project's folder.
        outputs: files that it makes; a step without any is run when its inputs change.
        extra: whatever else it depends on.
    """

    name: str
    title: str
    command: Sequence[str]
    inputs: Sequence[str]
    outputs: Sequence[Path] = ()
    extra: str = ""

    def fingerprint(self, root: Path) -> str:
        """Hash of all that the step depends on."""
        digest = hashlib.sha256("\0".join([*self.command, self.extra]).encode())
        for path in sorted(set(_files(root, self.inputs))):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def steps(settings: Settings, model: Path = MODEL) -> list[Step]:
    """All steps, in their order; the last one trains `model`, a file of the folder models/."""
    main, rasa, build = str(MAIN_PYTHON), str(RASA_PYTHON), ROOT / "build"
    encoder = [build / "encoder" / name for name in ("model.onnx", "tokenizer.json", "encoder.json")]
    code = "knowledge/*.py"
    train = [
        "-m",
        "rasa",
        "train",
        "--fixed-model-name",
        model.name.removesuffix(".tar.gz"),
        "--out",
        "models",
    ]
    return [
        Step(
            "encoder",
            "Adapting and exporting the sentence encoder (some minutes)",
            [
                main, "-m", "knowledge", "encoder", "--model", settings.encoder,
                "--adapt" if settings.adapt_encoder else "--no-adapt",
            ],
            # Not the examples that it is adapted to: an encoder adapted to somewhat older ones is as good, and a
            # trainer who mends one of them shall not wait. `python -m bot train --encoder` adapts it anew.
            ["knowledge/encoder_*.py", "requirements/weights.lock", "requirements/torch*.lock"],
            encoder,
            extra=pins(ROOT / "requirements" / "main.lock", ENCODER_PACKAGES),
        ),
        Step(
            "knowledge",
            "Checking the knowledge",
            [main, "-m", "knowledge", "validate"],
            ["knowledge/**/*.yml", code],
        ),
        Step(
            "lists",
            "Checking the intake, the lists of names and the signs of danger",
            [main, "-m", "bot", "validate"],
            [
                "helpline/intake.yml", "helpline/intake_script.py", code,
                "bot/redaction/*.yml", "bot/redaction/name_lists.py",
                "bot/nlu/safety_rules.*", "bot/safety_examples.py",
            ],
        ),
        Step(
            "index",
            "Building the search index",
            [main, "-m", "knowledge", "index"],
            ["knowledge/*.yml", *(f"knowledge/{part}/*.yml" for part in INDEXED), code, "build/encoder/encoder.json"],
            [build / "index" / "passages.faiss", build / "index" / "manifest.json"],
        ),
        Step(
            "own",
            "Taking in your own documents",
            [main, "-m", "knowledge", "update"],
            ["knowledge/own/*.yml", "knowledge/store/*.py", "build/encoder/encoder.json"],
        ),
        Step(
            "training",
            "Checking the training",
            [main, "-m", "training", "validate", "--quick"],
            ["training/**/*.yml", "training/*.py", "knowledge/items/*.yml", "knowledge/wording/*"],
        ),
        Step(
            "ways",
            "Preparing the questions of the training",
            [main, "-m", "training", "vectors"],
            [
                "training/questions/*.yml", "training/question*.py", "training/free_answers.py", "training/vectors.py",
                "build/encoder/encoder.json",
            ],
            [build / "training" / "ways.npz"],
        ),
        Step(
            "moves",
            "Learning what is done in practice conversations",
            [main, "-m", "training", "moves"],
            ["training/moves.yml", "training/move*.py", "build/encoder/encoder.json"],
            [build / "moves" / "moves.json"],
        ),
        Step(
            "model",
            "Training the Rasa model (a minute or two)",
            [rasa, *train],
            [
                "config.yml", "domain.yml", "data/**/*.yml", "bot/nlu/*", "requirements/rasa.lock",
                "knowledge/roles.yml", "knowledge/services.yml", "build/encoder/encoder.json",
            ],
            [model],
        ),
    ]  # fmt: skip


def pins(lock: Path, packages: Sequence[str]) -> str:
    """The lines of a lock file that pin `packages`."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.split("==")[0] in packages)


def build(
    todo: Sequence[Step],
    environment: dict[str, str],
    say: Callable[[str], None],
    root: Path = ROOT,
    state_file: Path = STATE,
    force: Sequence[str] = (),
) -> list[str]:
    """Runs the steps whose inputs changed, whose outputs are missing, or which are forced.

    Args:
        todo: steps, in order.
        environment: variables of the steps' processes.
        say: is given one line for each step begun and ended.
        root: folder that the commands run in.
        state_file: where the fingerprints of what was built are kept.
        force: names of steps to run in any case.

    Returns:
        Names of the steps that ran.

    Raises:
        BuildError: if a step fails; those before it are remembered as done.
    """
    state = read_state(state_file)
    done: list[str] = []
    for step in todo:
        fingerprint = step.fingerprint(root)  # after the steps before it: their outputs may be its inputs
        whole = all(path.exists() for path in step.outputs)
        if state.get(step.name) == fingerprint and whole and step.name not in force:
            continue
        say(f"{step.title} ...")
        started = time.monotonic()
        state.pop(step.name, None)
        write_state(state_file, state)
        failed, output = run_step(step.command, root, environment, say)
        if failed or not all(path.exists() for path in step.outputs):
            raise BuildError(f"{step.title} failed:\n{last_words(output)}")
        state[step.name] = fingerprint
        write_state(state_file, state)
        say(f"  done in {time.monotonic() - started:.0f} s")
        done.append(step.name)
    return done


def run_step(
    command: Sequence[str], root: Path, environment: dict[str, str], say: Callable[[str], None]
) -> tuple[int, str]:
    """Exit code and output of a step; lines of progress, which begin with `PROGRESS`, are said as they come."""
    lines: list[str] = []
    with subprocess.Popen(
        list(command), cwd=root, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=die_with_parent,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(PROGRESS):
                say(f"  {line.removeprefix(PROGRESS).rstrip()}")
            else:
                lines.append(line)
    return process.returncode, "".join(lines)


def build_service(settings: Settings, say: Callable[[str], None], force: Sequence[str] = ()) -> list[str]:
    """Builds all that the service needs; see `build`."""
    for python in (MAIN_PYTHON, RASA_PYTHON):
        if not python.exists():
            raise BuildError(f"{relative(python)} is missing; run 'make setup' first.")
    with only_one(STATE.parent, say):
        return build(steps(settings), child_environment(settings), say, force=force)


@contextlib.contextmanager
def only_one(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Lets one build at a time write to `folder`; a second one says that it waits, and waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another build is at work; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _files(root: Path, patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        yield from (p for p in root.glob(pattern) if p.is_file() and "__pycache__" not in p.parts)


def read_state(path: Path) -> dict[str, str]:
    """Fingerprints of what was built, by the names of the steps; nothing where that is not known."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # nothing is known to be built: build it
    return data if isinstance(data, dict) else {}


def write_state(path: Path, state: Mapping[str, str]) -> None:
    """Keeps the fingerprints of what was built."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(dict(state), indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def last_words(output: str) -> str:
    """The last lines of a step's output, without progress bars and tracebacks' middles."""
    lines = [line.split("\r")[-1].rstrip() for line in output.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("  File ", "    "))]
    return "\n".join(f"  {line}" for line in lines[-LAST_LINES:])
