"""Every text of the data files that the service can say, and the check that none of them hurts or puts off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import Library
from knowledge.schema import Item, Link, Paper, Place, Reference, Role, Service, Situation, Worry
from knowledge.speech_schema import Button, Phrases, Replies
from knowledge.wording.checker import Checker, Flag
from knowledge.wording.rulebook import Rulebook
from knowledge.wording.schema import Rule

Loc = tuple[str | int, ...]

# What of an entry is said; of those that are not here, everything.
FIELDS: Mapping[type[BaseModel], tuple[str, ...]] = {
    Item: ("title", "says", "steps", "why", "place", "links"),
    Place: ("section",),
    Link: ("label",),
    Situation: ("title", "acknowledge"),
    Worry: ("says", "steps"),
    Role: ("title", "openings", "audience"),
    Service: ("name", "hours", "languages", "run_by"),
    Paper: ("title", "publisher", "says", "where_to_read", "references"),
    Reference: ("label",),
    Button: ("title",),
    Rule: ("why", "say", "instead"),
}


@dataclass(frozen=True)
class Spoken:
    """A text that the service can say.

    Attributes:
        model: of the entry that it stands in.
        label: of the entry; empty where a file holds one alone.
        field: of the entry, as a path.
        text: it.
        terms: words in it that name the paper, a body or a quoted term, and that it cannot do without.
    """

    model: type[BaseModel]
    label: str
    field: Loc
    text: str
    terms: tuple[str, ...]

    def names(self, flag: Flag) -> bool:
        """Whether `flag`, found in this text or a part of it, is on one of its terms."""
        found = flag.span.lower()
        return any(found in term.lower() for term in self.terms)


def spoken(library: Library, book: Rulebook) -> Iterator[Spoken]:
    """All texts of the data files that the service can say."""
    entries: list[tuple[type[BaseModel], Mapping[str, BaseModel]]] = [
        (Item, library.items),
        (Situation, library.situations),
        (Worry, library.worries),
        (Role, library.roles),
        (Service, {service.id: service for service in library.services}),
        (Paper, {"": library.paper}),
        (Phrases, {"": library.phrases}),
        (Replies, {"": library.replies}),
        (Rule, book.rules),
    ]
    for model, by_label in entries:
        for label, entry in by_label.items():
            terms = tuple(getattr(entry, "terms", ()))
            for field, text in _texts(entry, ()):
                yield Spoken(model, label, field, text, terms)


def check_spoken(library: Library, checker: Checker, reader: EntryReader) -> int:
    """Checks every text for the strictest audience; gives their number.

    Args:
        library: what the service knows.
        checker: of the rules on wording.
        reader: that read the library and the rules.

    Raises:
        KnowledgeError: with every place that a rule speaks of and that is none of the entry's `terms`.
    """
    count = 0
    for said in spoken(library, checker.book):
        count += 1
        for flag in checker.check(said.text, strict=True):
            if not said.names(flag):
                message = (
                    f"the rule on wording '{flag.rule.id}' speaks of “{flag.span}”: {flag.rule.why}"
                    " Choose other words; a term of the paper, a name or a quotation goes under 'terms'."
                )
                reader.fault_at(said.model, said.label, message, *said.field)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return count


def _texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, (*loc, place))
    elif isinstance(value, BaseModel):
        for name in FIELDS.get(type(value), tuple(type(value).model_fields)):
            yield from _texts(getattr(value, name), (*loc, name))
