"""What the data files of the knowledge may hold: the shape of every entry, checked when it is read."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from knowledge.places import with_places

ItemId = Annotated[
    str,
    StringConstraints(pattern=r"^(challenge-\d+|lesson-\d+\.\d+|case-[a-z0-9-]+|concept-[a-z-]+)$"),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=60, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Intent = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Kind = Literal["challenge", "lesson", "case", "concept"]
Audience = Literal["public", "invitation", "professional"]  # who a text is written for
RoleId = Literal["parent", "youth_worker", "teacher", "police", "council", "volunteer", "trainer", "trainee"]


class Entry(BaseModel):
    """Base of every entry: unknown fields are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Link(Entry):
    """A link that the paper gives."""

    label: Text
    url: Url


Terms = Annotated[list[Text], Field(description="words of the paper, a name or a quotation that this entry must use")]


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
    terms: Terms = []

    @property
    def number(self) -> str:
        """The paper's own number ("2.5"), or an empty string for cases and concepts."""
        return self.place.number or ""


class Reference(Entry):
    """A work that the paper cites."""

    label: Text
    url: Url | None = None


class PaperQuestions(Entry):
    """What people ask about the paper, by what answers it."""

    story: list[Text] = Field(min_length=1, description="answered by the points of `says` that come nearest")
    references: list[Text] = Field(min_length=1, description="answered by the works that it cites")
    where_to_read: list[Text] = Field(min_length=1, description="answered by the words of that name")


class Paper(Entry):
    """The paper itself: who, when, where, and what it cites."""

    id: Literal["paper"]
    title: Text
    publisher: Text
    says: list[Text] = Field(min_length=1)
    questions: PaperQuestions
    where_to_read: Text
    references: list[Reference] = Field(min_length=1, description="those that people ask for most come first")
    terms: Terms = []


class Situation(Entry):
    """A situation that people describe: an intent of the bot, and the items that answer it."""

    intent: Intent
    title: Title
    items: list[ItemId] = Field(min_length=1, max_length=5, description="best first")
    acknowledge: list[Text] = Field(min_length=3, description="openings of a reply, in turn")
    terms: Terms = []


class Role(Entry):
    """Who the person is to the people they write about, as they say themselves."""

    role: RoleId
    title: Text
    words: list[Text] = Field(min_length=1, description="what people call themselves, lower case")
    phrases: list[Text] = Field(default=[], description="what gives the role away unnamed, lower case")
    openings: list[Text] = Field(min_length=2, description="leads from the answer to the steps, in turn")
    audience: Text = Field(description="names the role in 'is written mainly for …'")


class Worry(Entry):
    """What an item means for somebody who worries about one person."""

    item: ItemId
    audience: list[RoleId] = Field(default=[], alias="for", description="everybody, if it is empty")
    says: list[Text] = Field(min_length=1, max_length=2, description="what the paper says")
    steps: list[Text] = Field(min_length=2, max_length=4, description="what to do, between two people")
    terms: Terms = []

    def is_for(self, role: str | None) -> bool:
        """Whether somebody of a role can act on it; of nobody in particular, if the role is not known."""
        return not self.audience or role in self.audience


def _not_to_come(day: date) -> date:
    if day > date.today():
        raise ValueError("this day is still to come; put the day on which the entry was confirmed")
    return day


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
    last_checked: Annotated[date, AfterValidator(_not_to_come)]
    check_every_days: int = Field(gt=0, le=730)

    @property
    def by_police(self) -> bool:
        """Whether the police answer there: many people fear that."""
        return "police" in self.run_by.lower()


class Language(Entry):
    """A language other than English, and what is said in it to somebody who writes it."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: Text
    checked_by_native: bool = Field(description="whether a native speaker has read the sentence")
    says: Annotated[Text, with_places("number")]


class Country(Entry):
    """A country that people may say they are in, and the names they use for it."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    eu: bool = Field(default=False, description="whether it is a member of the EU, whose 116 numbers hold there")
    names: list[Text] = Field(min_length=1)
