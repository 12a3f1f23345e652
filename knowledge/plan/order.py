"""The order in which the steps of a plan stand (`plan_order.yml`), checked when it is read."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.entries import EntryReader
from knowledge.library import Library
from knowledge.schema import Entry, Item, ItemId, RoleId, Text

FILE = Path("knowledge") / "plan_order.yml"
FieldName = Literal["says", "steps", "why"]


class Usual(Entry):
    """A sentence of any item, by its first words."""

    item: ItemId
    begins: Text


class OnlyFor(Entry):
    """A step that is for some roles only."""

    begins: Text
    roles: list[RoleId] = Field(min_length=1)


class Placed(Entry):
    """An item in its stage; sentences are given by their first words, that of its case study too."""

    item: ItemId
    because: Text
    words: list[Text] = []
    watch: list[Text] = []
    only_for: list[OnlyFor] = []
    case: Text | None = None


class Stage(Entry):
    """Items that belong to the same part of a plan, in order."""

    stage: Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
    reason: Text
    rests_on: list[ItemId] = Field(min_length=1)
    items: list[Placed] = Field(min_length=1)


class PlanOrder(Entry):
    """Everything that `plan_order.yml` holds."""

    usual_words: list[Usual] = Field(min_length=1)
    worry_words: list[Usual] = Field(min_length=1, description="by steps of worries.yml")
    stages: list[Stage] = Field(min_length=1)

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        return {row.item: (s, n) for s, stage in enumerate(self.stages) for n, row in enumerate(stage.items)}

    def place(self, item: str) -> tuple[int, int]:
        """Numbers of the stage and of the row of an item; what has no place comes last."""
        return self._places.get(item, (len(self.stages), 0))

    def stage_of(self, item: str) -> Stage | None:
        """The stage of an item."""
        found = self._places.get(item)
        return self.stages[found[0]] if found else None

    def placed(self, item: str) -> Placed | None:
        """What is said of an item here."""
        found = self._places.get(item)
        return self.stages[found[0]].items[found[1]] if found else None


def sentences(item: Item) -> Iterator[tuple[str, str]]:
    """Every sentence of an item that a plan may hold, with its id: `lesson-2.5.steps.0`."""
    for field in ("says", "steps"):
        for number, text in enumerate(getattr(item, field)):
            yield f"{item.id}.{field}.{number}", text
    yield f"{item.id}.why", item.why


def beginning(item: Item, begins: str) -> list[tuple[str, str]]:
    """Those of them that begin so."""
    return [(name, text) for name, text in sentences(item) if text.startswith(begins)]


def case_of(item: Item) -> str | None:
    """The case study that goes with an item: the one that shows it, else the closest."""
    return item.example or next((other for other in item.related if other.startswith("case-")), None)


def read_order(library: Library, reader: EntryReader) -> PlanOrder | None:
    """Reads the order and checks it against the items; faults are left with `reader`."""
    order = reader.single(reader.root / FILE, PlanOrder)
    if order is None:
        return None
    seen: set[str] = set()
    for n, usual in enumerate(order.usual_words):
        _check_sentence(library, reader, usual.item, usual.begins, "usual_words", n)
    for n, usual in enumerate(order.worry_words):
        worry = library.worries.get(usual.item)
        if sum(step.startswith(usual.begins) for step in (worry.steps if worry else ())) != 1:
            message = f"no one step of {usual.item} in worries.yml begins with “{usual.begins}”"
            reader.fault_at(PlanOrder, "", message, "worry_words", n, "begins")
    for s, stage in enumerate(order.stages):
        for n, name in enumerate(stage.rests_on):
            if name not in library.items:
                reader.fault_at(PlanOrder, "", f"there is no item '{name}'", "stages", s, "rests_on", n)
        for i, row in enumerate(stage.items):
            at: tuple[str | int, ...] = ("stages", s, "items", i)
            if row.item in seen:
                reader.fault_at(PlanOrder, "", f"'{row.item}' has a place already", *at, "item")
            seen.add(row.item)
            for field in ("words", "watch"):
                for n, begins in enumerate(getattr(row, field)):
                    _check_sentence(library, reader, row.item, begins, *at, field, n)
            for n, only in enumerate(row.only_for):
                _check_sentence(library, reader, row.item, only.begins, *at, "only_for", n, step=True)
            if (item := library.items.get(row.item)) is None:
                reader.fault_at(PlanOrder, "", f"there is no item '{row.item}'", *at, "item")
            elif row.case is not None:
                if case := case_of(item):
                    _check_sentence(library, reader, case, row.case, *at, "case")
                else:
                    reader.fault_at(PlanOrder, "", f"no case study goes with {row.item}", *at, "case")
    for missing in library.items.keys() - seen:
        reader.fault_at(PlanOrder, "", f"'{missing}' has no place in any stage", "stages")
    return order


def _check_sentence(
    library: Library, reader: EntryReader, item: str, begins: str, *at: str | int, step: bool = False
) -> None:
    """Exactly one sentence must begin so: if somebody rewrites it, a plan must not quietly say something else."""
    known = library.items.get(item)
    if known is None:
        reader.fault_at(PlanOrder, "", f"there is no item '{item}'", *at)
        return
    found = [name for name, _ in beginning(known, begins) if not step or ".steps." in name]
    if len(found) != 1:
        count = "no" if not found else "more than one"
        what = "step" if step else "sentence"
        reader.fault_at(PlanOrder, "", f"{count} {what} of {item} begins with “{begins}”", *at)
