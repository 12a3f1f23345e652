"""A question of each kind, short enough to be seen through, and an encoder that needs no model."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from training.question import Question, Short

ITEM = "lesson-2.1"


def question(number: int, asks: str, difficulty: int = 2, **answer: Any) -> Question:
    """A question on ITEM."""
    row = {"id": f"{ITEM}-q{number}", "item": ITEM, "difficulty": difficulty, "asks": asks, "answer": answer}
    return Question.model_validate(row)


def option(text: str, right: bool = False) -> dict[str, Any]:
    """An option with a reason, traced if it is right."""
    row: dict[str, Any] = {"text": text, "why": f"A reason about {text}."}
    return {**row, "right": True, "trace": "says 2"} if right else row


def course(text: str, worth: int) -> dict[str, Any]:
    """A course with a reason, traced."""
    return {"text": text, "why": f"A reason about {text}.", "worth": worth, "trace": "says 3"}


@cache
def of_each_kind() -> Mapping[str, Question]:
    """By kind."""
    return {
        "one": question(
            1,
            "Which tree?",
            kind="one",
            options=[option("the old oak"), option("the young birch", True), option("a red cherry"), option("no tree")],
        ),
        "several": question(
            2,
            "Which birds?",
            kind="several",
            options=[
                *(option("a grey heron", True), option("the wet duck", True), option("one blue tit")),
                *(option("two black crows"), option("a robin there", True)),
            ],
        ),
        "best": question(
            3,
            "What first?",
            difficulty=3,
            kind="best",
            options=[
                course("Listen to her", 3),
                course("Ask for tea", 2),
                course("Wait a day", 1),
                course("Walk off", 0),
            ],
        ),
        "order": question(
            4,
            "In which order?",
            kind="order",
            parts=[{"text": text, "trace": "says 1"} for text in ("Morning", "Noon", "Evening")],
            why="The sun goes that way.",
        ),
        "match": question(
            5,
            "What belongs together?",
            kind="match",
            pairs=[
                {"left": left, "right": right, "why": f"{left} and {right}.", "trace": "says 2"}
                for left, right in (("Cow here", "Calf"), ("Hen here", "Chick"), ("Ewe here", "Lamb"))
            ],
        ),
        "short": question(
            6,
            "Why a first mother?",
            difficulty=1,
            kind="short",
            points=[
                {
                    "point": "She knows others",
                    "trace": "says 3",
                    "missing": "She may know other mothers.",
                    "ways": [
                        "she knows other mothers",
                        "other mothers know her well",
                        "she has contact with other mothers",
                        "through her we meet other mothers",
                        "she can find other mothers",
                    ],
                },
                {
                    "point": "She can invite them",
                    "trace": "says 3",
                    "missing": "She may invite them to come.",
                    "ways": [
                        "she can invite people to come",
                        "her invitation makes people come along",
                        "people come along if she asks",
                        "she persuades people to come",
                        "people join when invited by her",
                    ],
                },
            ],
            misconceptions=[
                {
                    "idea": "She keeps watch",
                    "why": "Nobody is there to keep watch.",
                    "ways": [
                        "she keeps watch on families",
                        "she reports on families to the office",
                        "she watches what families do",
                        "she tells the office about families",
                    ],
                }
            ],
            model="She knows other mothers and can invite them.",
        ),
        "mend": question(
            7,
            "Put this in better words.",
            kind="mend",
            sentence="Find us a mother from a problem family who can bring in the others.",
            better=[
                "Do you know a mother who would invite other mothers?",
                "Could you introduce us to a mother who might want to reach others?",
                "We are looking for a mother who might like to bring in others.",
            ],
            why="The words put a mark on her family.",
            trace="says 2",
        ),
    }


def short_answer() -> Short:
    """What can be answered to the short one."""
    answer = of_each_kind()["short"].answer
    assert isinstance(answer, Short)
    return answer
