"""What is built: there, whole, and made from what lies here now."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.build import STATE, Step, read_state, steps
from bot.doctor.finding import Finding, broken, look, ok
from bot.environment import MODEL, relative
from bot.settings import ROOT, load_settings

BUILD = "Run 'python -m bot build'."


def findings() -> Iterator[Finding]:
    """A line for each step of the build."""
    kept = read_state(STATE)
    for step in steps(load_settings()):
        yield of(step, kept, WHOLE.get(step.name))


def of(step: Step, kept: Mapping[str, str], load: Callable[[], object] | None, root: Path = ROOT) -> Finding:
    """What there is to say of a step.

    Args:
        step: that makes something, or only checks.
        kept: fingerprints of what was built.
        load: reads what the step made, and raises if it is not whole; None for a step that only checks.
        root: the project's folder.
    """
    check = f"build: {step.name}"
    if missing := [path for path in step.outputs if not path.exists()]:
        return broken(check, f"{relative(missing[0])} is missing", BUILD)
    if load is not None:
        try:
            load()
        except Exception as error:  # whatever it is: what cannot be read cannot be served
            says = (str(error).splitlines() or [""])[0].rstrip(".") or type(error).__name__
            return broken(check, f"cannot be used ({says})", f"Remove {relative(step.outputs[0])}. {BUILD}")
    if step.name not in kept:
        return look(check, "not known to have been done", BUILD)
    if kept[step.name] != step.fingerprint(root):
        return look(check, "older than what it is made from", BUILD)
    return ok(check, "whole and fresh" if step.outputs else "done, and nothing has changed since")


def _encoder() -> str:
    from knowledge.encoder import Encoder

    return Encoder(STATE.parent / "encoder").sha256


def _index() -> None:
    from knowledge.encoder import Encoder
    from knowledge.index import PassageIndex
    from knowledge.library import load
    from knowledge.passages import passages

    PassageIndex.load(STATE.parent / "index", passages(load()), Encoder(STATE.parent / "encoder"))


def _ways() -> None:
    from knowledge.library import load as load_library
    from training.question_files import load_questions
    from training.vectors import load, texts

    wanted = texts(load_questions(load_library()).values())
    known = load(STATE.parent / "training", _encoder())
    if missing := sum(text not in known for text in wanted):
        raise ValueError(f"{missing} of {len(wanted)} embeddings are missing or of another encoder")


def _moves() -> None:
    from knowledge.library import load
    from training.move_classifier import MoveClassifier
    from training.practice_files import load_practice

    MoveClassifier.load(STATE.parent / "moves", load_practice(load(), search=False).moves, _encoder())


def _model() -> None:
    import tarfile

    with tarfile.open(MODEL) as model:
        names = [Path(member.name).name for member in model]  # reads it to its end, and so its checksum
    if "metadata.json" not in names:
        raise ValueError("it is no model of Rasa's")


WHOLE: Mapping[str, Callable[[], object]] = {
    "encoder": _encoder, "index": _index, "ways": _ways, "moves": _moves, "model": _model,
}  # fmt: skip
