"""What holds plans and handouts together (`plan_phrases.yml`), checked when it is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from knowledge.places import with_places
from knowledge.schema import Entry, Text, Title

FILE = Path("knowledge") / "plan_phrases.yml"


class PlanHeadings(Entry):
    """Headings of the parts of a plan."""

    steps: Title
    who: Title
    words: Title
    watch: Title
    case: Title
    sources: Title


class PlanTexts(Entry):
    """What a plan says of its own."""

    kind: Title
    about: Annotated[Text, with_places("situation")]
    also: Annotated[Text, with_places("situation")]
    for_role: Annotated[Text, with_places("audience")]
    for_anyone: Text
    order: Annotated[Text, with_places("reason")]
    order_then: Annotated[Text, with_places("reason")]
    headings: PlanHeadings
    who: Text
    who_too: Text
    case_shows: Annotated[Text, with_places("title")]
    case_near: Annotated[Text, with_places("title")]


class WorryTexts(Entry):
    """What a plan says of its own to somebody who worries about one person."""

    title: Title
    about: Text
    who: Text
    watch: Text


class HandoutHeadings(Entry):
    """Headings of the parts of a handout."""

    lessons: Title
    questions: Title
    case: Title
    sources: Title


class HandoutTexts(Entry):
    """What a handout says of its own."""

    kind: Title
    about: Annotated[Text, with_places("situation")]
    headings: HandoutHeadings
    questions: list[Annotated[Text, with_places("sentence")]] = Field(min_length=3, max_length=3)


class PlanPhrases(Entry):
    """Everything that `plan_phrases.yml` holds."""

    plan: PlanTexts
    worry: WorryTexts
    handout: HandoutTexts
    source: Annotated[Text, with_places("number")]


def said(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of an entry, with its path in the file."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from said(part, (*at, number))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from said(getattr(value, name), (*at, name))
