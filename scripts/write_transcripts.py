"""Lets the scripted trainees practise, and writes the talks with feedback and debrief to docs/practice_transcripts.md.

    python scripts/write_transcripts.py

Engine and classifier are the real ones; `python -m training moves` must have been run.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.encoder import Encoder  # noqa: E402
from knowledge.library import load  # noqa: E402
from knowledge.schema import Item  # noqa: E402
from training.debrief import DebriefWriter  # noqa: E402
from training.feedback import FeedbackWriter  # noqa: E402
from training.move_classifier import MoveClassifier  # noqa: E402
from training.practice import Practice, Talk  # noqa: E402
from training.practice_files import load_practice  # noqa: E402
from training.practice_phrases import PracticePhrases, load_practice_phrases  # noqa: E402

TRAINEES = ROOT / "tests" / "training" / "scripted_trainees.yml"
DOCUMENT = ROOT / "docs" / "practice_transcripts.md"
HEAD = """# Practice conversations, as they run

Written by `scripts/write_transcripts.py` with the engine and the classifier that trainees meet; everybody in them is
invented. Behind each message stands how it was read, and where the person stands after it.
"""


def practised(
    practice: Practice, classifier: MoveClassifier, encoder: Encoder, talk: Talk, says: Sequence[str]
) -> Talk:
    """The talk after a trainee has sent these messages, or those up to its end."""
    for message in says:
        if talk.over:
            break
        talk = practice.turn(talk, message, classifier.read(message, encoder.encode))
    return talk


def transcript(practice: Practice, talk: Talk, items: Mapping[str, Item], phrases: PracticePhrases) -> list[str]:
    """A talk in Markdown, with feedback and debrief."""
    name = practice.scenario.name
    feedback = FeedbackWriter(practice, items, phrases)
    lines = [f"**{name}:** {talk.opening}", ""]
    for number, turn in enumerate(talk.turns, 1):
        numbers = ", ".join(f"{value} {size}" for value, size in turn.numbers._asdict().items())
        lines += [f"**Trainee:** {turn.message}", ""]
        lines += [f"*Turn {number}: `{turn.move}` ({turn.chance:.2f}); {numbers}*", ""]
        lines += [f"> {line}" if line else ">" for line in _spaced(feedback.of_turn(talk, number).lines())]
        lines += ["", f"**{name}:** {turn.says}", ""]
    for headline, texts in DebriefWriter(practice, items, phrases).of(talk).sections(phrases):
        lines += [f"### {headline}", "", *(f"- {text}" for text in texts), ""]
    return lines


def _spaced(lines: Sequence[str]) -> list[str]:
    """Lines with an empty one between, as Markdown needs it."""
    return [line for pair in zip(lines, [""] * len(lines), strict=True) for line in pair][:-1]


def main() -> None:
    """Writes the document."""
    library = load()
    data = load_practice(library)
    encoder = Encoder(ROOT / "build" / "encoder")
    classifier = MoveClassifier.load(ROOT / "build" / "moves", data.moves, encoder.sha256)
    script = yaml.safe_load(TRAINEES.read_text(encoding="utf-8"))
    practice, phrases = Practice(data.scenarios[script["scenario"]], data.moves), load_practice_phrases()
    lines = [HEAD]
    for trainee in script["trainees"]:
        talk = practised(practice, classifier, encoder, practice.start(script["seed"]), trainee["says"])
        lines += [f"## The {trainee['id']} trainee", "", trainee["about"], ""]
        lines += transcript(practice, talk, library.items, phrases)
        _print(trainee["id"], talk)
        if again := trainee.get("again"):
            back = practice.back_to(talk, again["back_to"])
            talk = practised(practice, classifier, encoder, back, again["says"])
            lines += [f"## The {trainee['id']} trainee, second try", ""]
            lines += transcript(practice, talk, library.items, phrases)
            _print(f"{trainee['id']}, again", talk)
    DOCUMENT.write_text("\n".join(lines), encoding="utf-8")


def _print(name: str, talk: Talk) -> None:
    moves = " ".join(f"{turn.move} {turn.chance:.2f}" for turn in talk.turns)
    print(f"{name}: {moves}; {talk.turns[-1].end or 'no end'}; {talk.turns[-1].numbers}; told {', '.join(talk.told)}")


if __name__ == "__main__":
    main()
