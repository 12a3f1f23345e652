"""Replies of the training, with what the widget needs to show them well (`custom` of type "training")."""

from collections.abc import Sequence
from typing import Any

from actions.resources import chat_phrases, marker, training_phrases
from training.asking import Asked
from training.feedback import Feedback
from training.marked import Marked, Tone
from training.quiz import Quiz

Button = dict[str, str]
SIGNS = {Tone.RIGHT: "✓ ", Tone.WRONG: "✗ ", Tone.MISSING: "+ ", Tone.UNSURE: "? "}


def button(title: str, payload: str | None = None) -> Button:
    """A button; without a payload, what stands on it is what it says."""
    return {"title": title, "payload": payload or title}


def quiz_custom(quiz: Quiz, step: str, **more: Any) -> dict[str, Any]:
    """`custom` of a reply in a round of questions."""
    where = {"number": quiz.place + 1, "of": len(quiz.questions), "answered": len(quiz.scores)}
    return {"type": "training", "mode": "quiz", "step": step, "score": quiz.score, **where, **more}


def question_custom(asked: Asked) -> dict[str, Any]:
    """A question as the widget shows it."""
    rows = [{"label": label, "text": row} for label, row in zip(asked.labels, asked.rows, strict=True)]
    kind = asked.question.answer.kind
    hint = training_phrases().hints[kind]
    of = {"id": asked.question.id, "kind": kind, "asks": asked.asks, "hint": hint}
    return {**of, "rows": rows, "lefts": list(asked.lefts)}


def choices(asked: Asked) -> list[Button]:
    """Buttons to answer with, where one is chosen."""
    if asked.question.answer.kind not in ("one", "best"):
        return []
    return [button(f"{label}) {row}", label) for label, row in zip(asked.labels, asked.rows, strict=True)]


def feedback_custom(marked: Marked) -> dict[str, Any]:
    """Feedback as the widget shows it."""
    verdict, *lines = marked.lines
    rows = [{"tone": str(line.tone), "text": line.text} for line in lines]
    return {"verdict": verdict.text, "lines": rows, "source": marker().source_line(marked)}


def feedback_text(marked: Marked) -> str:
    """The same as plain text."""
    lines = [f"{SIGNS.get(line.tone, '')}{line.text}" for line in marked.lines]
    return "\n".join([*lines, marker().source_line(marked)])


def turn_custom(feedback: Feedback | None) -> dict[str, Any]:
    """Feedback on a turn of a practice conversation, as the widget shows it."""
    if feedback is None:
        return {}
    fields = ("kind", "head", "better", "source", "phase")
    shown: dict[str, Any] = {name: getattr(feedback, name) for name in fields}
    shown |= {"says": list(feedback.says), "wordings": list(feedback.wordings)}
    return {"feedback": shown, "sources": [feedback.lesson] if feedback.lesson else []}


def paragraphs(*texts: str | Sequence[str]) -> str:
    """Texts below each other, those left out that say nothing."""
    rows = [row for text in texts for row in ([text] if isinstance(text, str) else text)]
    return "\n\n".join(row for row in rows if row)


def stop_button() -> Button:
    """The way out."""
    return button(chat_phrases().buttons.stop, "stop")
