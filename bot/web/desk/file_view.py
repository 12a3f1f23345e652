"""A case as its page shows it: what the person told in order, the conversation, and who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.web.desk import words
from bot.web.desk.words import may
from helpline.states import State
from helpline.tables import Account, AuditEntry, Case, Contact, Line
from knowledge.library import Library

# Steps of the intake in the order of the page. What somebody saw, heard and supposes must not run into one another.
APART: Mapping[str, str] = {
    "seen": "Seen or heard by themselves",
    "heard": "Told by others",
    "supposed": "What they suppose",
}
OTHER_STEPS: Mapping[str, str] = {
    "role": "Who asks",
    "about": "About whom",
    "danger": "Danger now",
    "tried": "What was tried",
    "support": "Who is there to help",
    "wants": "What they want from us",
}
STEPS: Mapping[str, str] = {**OTHER_STEPS, **APART}


@dataclass(frozen=True)
class Told:
    """An answer, under its heading; empty text if it is not known."""

    step: str
    heading: str
    text: str


@dataclass(frozen=True)
class Spoken:
    """A line of the conversation.

    Attributes:
        who: whose it is, in words.
        sources: titles of the items that advice of the bot came from.
    """

    id: int
    by: str
    who: str
    at: datetime
    text: str
    sources: Sequence[str]


@dataclass(frozen=True)
class Signed:
    """A note or an entry of the trail: who, when, what."""

    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class CaseFile:
    """All that the page of a case shows.

    Attributes:
        case: the row itself.
        country: in words.
        holder: shown name of who has it; empty if nobody has.
        mine: whether that is who looks at it.
        leads: whether who looks at it may act on cases of others.
        apart: seen, told by others, supposed; empty text where nothing is known.
        told: the other answers.
        unknown: headings of what was skipped or not reached.
    """

    case: Case
    country: str
    holder: str
    mine: bool
    leads: bool
    apart: Sequence[Told]
    told: Sequence[Told]
    unknown: Sequence[str]
    lines: Sequence[Spoken]
    notes: Sequence[Signed]
    trail: Sequence[Signed]
    contact: Contact | None

    @property
    def ended(self) -> bool:
        """Whether it ended in a way that can be undone."""
        return self.case.state in (State.REFERRED, State.CLOSED)

    @property
    def may_judge(self) -> bool:
        """Whether who looks at it may set the urgency."""
        return self.case.state in (State.NEW, State.WAITING) or self.mine or (self.leads and bool(self.holder))


def case_file(
    case: Case, trail: Sequence[AuditEntry], accounts: Sequence[Account], library: Library, reader: Account
) -> CaseFile:
    """Puts a case in words for `reader`."""
    names = {account.id: account.shown_name for account in accounts}
    given = {answer.step: answer.text.strip() for answer in case.answers}
    further = {step: step.replace("_", " ").capitalize() for step in given if step not in STEPS}
    told = [Told(step, heading, given.get(step, "")) for step, heading in {**STEPS, **further}.items()]
    return CaseFile(
        case=case,
        country=country_in_words(library, case.country),
        holder=case.holder.shown_name if case.holder else "",
        mine=case.taken_by == reader.id,
        leads=may(reader, "lead"),
        apart=[one for one in told if one.step in APART],
        told=[one for one in told if one.step not in APART and one.text],
        unknown=[one.heading for one in told if not one.text],
        lines=[_spoken(line, names, library) for line in case.lines],
        notes=[Signed(_name(names, note.account_id), note.at, note.text) for note in case.notes],
        trail=[_entry(entry, names) for entry in trail],
        contact=case.contact,
    )


def country_in_words(library: Library, code: str) -> str:
    """A country by the name that people use."""
    country = library.countries.get(code.upper())
    if country is None:
        return code
    name = country.names[0]
    return name.upper() if len(name) < 4 else name.title()


def _spoken(line: Line, names: Mapping[int, str], library: Library) -> Spoken:
    staff = _name(names, line.account_id)
    who = {"person": "The person", "bot": "The program", "staff": f"{staff}, from our team"}.get(line.by, "")
    text = words.NOTICES.get(line.text, "{who}").format(who=staff) if line.by == "notice" else line.text
    titles = [library.items[source].title for source in line.sources if source in library.items]
    return Spoken(line.id, line.by, who, line.at, text, titles)


def _entry(entry: AuditEntry, names: Mapping[int, str]) -> Signed:
    who = {"person": "The person", "system": "The program"}.get(entry.actor) or _name(names, entry.account_id)
    change = " → ".join(part for part in (entry.before, entry.after) if part)
    return Signed(who, entry.at, f"{entry.action} ({change})" if change else entry.action)


def _name(names: Mapping[int, str], account_id: int | None) -> str:
    return names.get(account_id or 0, "Somebody whose account is gone")
