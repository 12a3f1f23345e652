"""Reads every data file of the knowledge and checks that they fit together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.entries import EntryReader
from knowledge.faults import Fault, KnowledgeError
from knowledge.schema import Country, Item, Language, Paper, Role, Service, Situation, Worry
from knowledge.speech_schema import Phrases, Replies

ROOT = Path(__file__).resolve().parent.parent

MIN_QUESTIONS = 16  # below this the search is measurably worse


@dataclass(frozen=True)
class Library:
    """All that the bot knows, read-only.

    Attributes:
        items: by id, in the order of the paper's files.
        questions: by item id, what people ask when that item answers best.
        situations: by intent.
        worries: by item id, what the item means for somebody who worries about one person; not of every item.
        roles: by role id.
        services: in file order; see `knowledge.services` for what may be shown.
        countries: by two-letter code, those that are in the list of services.yml.
        languages: other than English, by two-letter code.
    """

    paper: Paper
    items: Mapping[str, Item]
    questions: Mapping[str, list[str]]
    situations: Mapping[str, Situation]
    worries: Mapping[str, Worry]
    roles: Mapping[str, Role]
    services: tuple[Service, ...]
    countries: Mapping[str, Country]
    phrases: Phrases
    replies: Replies
    languages: Mapping[str, Language]

    def situation_of(self, item: str) -> Situation:
        """The situation that `item` answers first; reading the library makes sure that there is one."""
        return next(s for s in self.situations.values() if s.items[0] == item)


def load(root: Path = ROOT) -> Library:
    """Reads the library under `root`/knowledge.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return read_library(root)[0]


def read_library(root: Path = ROOT) -> tuple[Library, EntryReader]:
    """The same, and the reader, which can then name the place of further faults."""
    reader = _Reader(root)
    folder = root / "knowledge"
    items = reader.entries(sorted((folder / "items").glob("*.yml")), Item, "id")
    situations = reader.entries(sorted((folder / "situations").glob("*.yml")), Situation, "intent")
    worries = reader.entries([folder / "worries.yml"], Worry, "item")
    roles = reader.entries([folder / "roles.yml"], Role, "role")
    services = reader.entries([folder / "services.yml"], Service, "id", key="services")
    countries = reader.entries([folder / "services.yml"], Country, "code", key="countries")
    languages = reader.entries([folder / "languages.yml"], Language, "code")
    paper = reader.single(folder / "paper.yml", Paper)
    phrases = reader.single(folder / "phrases.yml", Phrases)
    replies = reader.single(folder / "replies.yml", Replies)
    if reader.unreadable:  # what refers to the entries of that file cannot be judged
        raise KnowledgeError(reader.faults)
    questions = reader.questions(sorted((folder / "questions").glob("*.yml")), items)
    reader.check_references(items, situations, worries, services, countries)
    if reader.faults or paper is None or phrases is None or replies is None:
        raise KnowledgeError(reader.faults)
    listed = tuple(services.values())
    library = Library(
        paper=paper,
        items=items,
        questions=questions,
        situations=situations,
        worries=worries,
        roles=roles,
        services=listed,
        countries=countries,
        phrases=phrases,
        replies=replies,
        languages=languages,
    )
    return library, reader


class _Reader(EntryReader):
    """Knows what the files of the library must have in common."""

    def questions(self, paths: Iterable[Path], items: Mapping[str, Item]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in paths:
            source = self.open(path)
            if source is None:
                continue
            if not isinstance(source.data, dict):
                self.faults.append(source.fault((), "a mapping from item ids to questions is expected"))
                continue
            for item, rows in source.data.items():
                if item in self.broken:
                    continue
                if item not in items:
                    self.faults.append(source.fault((item,), f"there is no item '{item}'"))
                elif not isinstance(rows, list) or not all(isinstance(r, str) and r.strip() for r in rows):
                    self.faults.append(source.fault((item,), "a list of questions is expected"))
                elif len(rows) < MIN_QUESTIONS:
                    message = f"{len(rows)} questions; the search needs {MIN_QUESTIONS} or more"
                    self.faults.append(source.fault((item,), message))
                else:
                    found[item] = [r.strip() for r in rows]
        for item in items.keys() - found.keys():
            self.fault_at(Item, item, "has no questions in knowledge/questions/", "id")
        return found

    def check_references(
        self,
        items: Mapping[str, Item],
        situations: Mapping[str, Situation],
        worries: Mapping[str, Worry],
        services: Mapping[str, Service],
        countries: Mapping[str, Country],
    ) -> None:
        called: dict[str, str] = {}
        for item in items.values():
            for name in item.names:
                if called.setdefault(name.lower(), item.id) != item.id:
                    self.fault_at(Item, item.id, f"'{name}' is a name of {called[name.lower()]} already", "names")
            if not item.id.startswith(item.kind):
                self.fault_at(Item, item.id, f"'{item.kind}' does not fit the id '{item.id}'", "kind")
            self._check_ids(Item, item.id, "related", item.related, items)
            if item.id in item.related:
                self.fault_at(Item, item.id, "an item cannot be related to itself", "related")
            if item.example is not None:
                self._check_ids(Item, item.id, "example", [item.example], items)
                if not item.example.startswith("case-"):
                    self.fault_at(Item, item.id, "the example must be a case study", "example")
        for situation in situations.values():
            self._check_ids(Situation, situation.intent, "items", situation.items, items)
        for name in worries:
            self._check_ids(Worry, name, "item", [name], items)
        if all(worry.audience for worry in worries.values()) and not self.broken:
            message = "one entry at least must be for everybody, without 'for': it is not always known who asks"
            self.faults.append(Fault("knowledge/worries.yml", 1, "for", message))
        answered = {s.items[0] for s in situations.values()}
        for missing in items.keys() - answered if not self.broken else ():
            self.fault_at(Item, missing, "no situation in knowledge/situations/ has this item first", "id")
        if not any(s.country == "EU" and s.purpose == "emergency" for s in services.values()) and not self.broken:
            message = "the EU needs an emergency service: it stands in for countries without one"
            self.faults.append(Fault("knowledge/services.yml", 1, "services", message))
        for service in services.values():
            if service.country not in countries:
                message = f"the country '{service.country}' is not in the list of countries"
                self.fault_at(Service, service.id, message, "country")
            if service.purpose == "emergency" and not service.phone:
                self.fault_at(Service, service.id, "an emergency service needs a phone number", "phone")
            elif not (service.phone or service.web or service.email):
                self.fault_at(Service, service.id, "a phone number, web or e-mail address is needed", "phone")

    def _check_ids(self, model: type, label: str, field: str, ids: Iterable[str], items: Mapping[str, Item]) -> None:
        for unknown in (i for i in ids if i not in items and i not in self.broken):
            self.fault_at(model, label, f"there is no item '{unknown}'", field)
