"""What the data files of the knowledge may hold: the shape of every entry, checked when it is read."""

from datetime import date
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

ItemId = Annotated[
    str,
    StringConstraints(pattern=r"^(challenge-\d+|lesson-\d+\.\d+|case-[a-z0-9-]+|concept-[a-z-]+)$"),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=60, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Intent = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Kind = Literal["challenge", "lesson", "case", "concept"]
RoleId = Literal["parent", "youth_worker", "teacher", "police", "council", "volunteer", "trainer", "trainee"]


class Entry(BaseModel):
    """Base of every entry: unknown fields are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Link(Entry):
    """A link that the paper gives."""

    label: Text
    url: Url


class Place(Entry):
    """Where in the paper an item stands."""

    section: Text
    number: str | None = None


class Item(Entry):
    """A challenge, lesson, case study or concept of the paper, in our own words."""

    id: ItemId
    kind: Kind
    title: Title
    names: list[Text] = Field(default=[], description="what people call it; 'open' and a name opens it")
    says: list[Text] = Field(min_length=2, description="what the paper says, a point each")
    steps: list[Text] = Field(min_length=2, max_length=6, description="what to do, imperative")
    why: Text
    audience: list[RoleId] = Field(alias="for", min_length=1, description="who can act on it")
    related: list[ItemId] = Field(min_length=1, max_length=6, description="closest first")
    example: ItemId | None = Field(default=None, description="the case study that shows it")
    place: Place
    links: list[Link] = []

    @property
    def number(self) -> str:
        """The paper's own number ("2.5"), or an empty string for cases and concepts."""
        return self.place.number or ""


class Reference(Entry):
    """A work that the paper cites."""

    label: Text
    url: Url | None = None


class Paper(Entry):
    """The paper itself: who, when, where, and what it cites."""

    id: Literal["paper"]
    title: Text
    publisher: Text
    says: list[Text] = Field(min_length=1)
    questions: list[Text] = []
    references: list[Reference] = []
    links: list[Link] = []


class Situation(Entry):
    """A situation that people describe: an intent of the bot, and the items that answer it."""

    intent: Intent
    title: Title
    items: list[ItemId] = Field(min_length=1, max_length=5, description="best first")
    acknowledge: list[Text] = Field(min_length=3, description="openings of a reply, in turn")


class Role(Entry):
    """Who the person is to the people they write about, as they say themselves."""

    role: RoleId
    title: Text
    words: list[Text] = Field(min_length=1, description="what people call themselves, lower case")
    phrases: list[Text] = Field(default=[], description="what gives the role away unnamed, lower case")
    openings: list[Text] = Field(min_length=2, description="leads from the answer to the steps, in turn")
    audience: Text = Field(description="names the role in 'is written with … in mind'")


class StepLeads(Entry):
    """What leads to the steps of an item, by its kind."""

    lesson: list[Text] = Field(min_length=1)
    challenge: list[Text] = Field(min_length=1)
    case: list[Text] = Field(min_length=1)
    concept: list[Text] = Field(min_length=1)


def _with(*names: str) -> AfterValidator:
    """A sentence that must hold each of `names` in braces, and nothing else in braces."""

    def check(text: str) -> str:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        if found != set(names):
            wanted = " and ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"this sentence must hold {wanted} and nothing else in braces")
        return text

    return AfterValidator(check)


class Phrases(Entry):
    """The sentences that hold an answer together; lists take turns."""

    steps: StepLeads
    example: list[Annotated[Text, _with("title", "says")]] = Field(min_length=1)
    sources: list[Annotated[Text, _with("sources")]] = Field(min_length=1)
    other_audience: Annotated[Text, _with("audience")]
    another_angle: list[Text] = Field(min_length=1)
    nothing_more: Text
    refocus: list[Text] = Field(min_length=1)
    refocus_same: Text
    clarify: list[Text] = Field(min_length=1)
    why: Annotated[Text, _with("why")]
    role_known: Annotated[Text, _with("role")]
    after_safety: Text


class Service(Entry):
    """A support service, its contact and the source that it was seen in."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Text
    phone: Text | None = None
    web: Text | None = None
    email: Text | None = None
    purpose: Literal[
        "emergency",
        "emotional_support",
        "children",
        "missing_children",
        "worry_about_someone",
        "police",
    ] = Field(alias="for")
    hours: Text
    languages: Text | None = None
    run_by: Text
    source: Text
    last_checked: date
    check_every_days: int = Field(gt=0, le=730)


class Country(Entry):
    """A country whose services are listed, and the names people use for it."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Text
    names: list[Text] = []
