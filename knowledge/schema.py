"""What the data files of the knowledge may hold: the shape of every entry, checked when it is read."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from knowledge.places import check_places, with_places

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


class StepLeads(Entry):
    """What leads to the steps of an item, by its kind."""

    lesson: list[Text] = Field(min_length=1)
    challenge: list[Text] = Field(min_length=1)
    case: list[Text] = Field(min_length=1)
    concept: list[Text] = Field(min_length=1)


def _each_with(*names: str) -> AfterValidator:
    """A reply each text of which must hold each of `names` in braces, and nothing else in braces."""

    def check(reply: Reply) -> Reply:
        for text in reply.text:
            check_places(text, names)
        return reply

    return AfterValidator(check)


class Button(Entry):
    """What a person may press, and what that means."""

    title: Title
    payload: Annotated[str, StringConstraints(pattern=r"^/[a-z][a-z0-9_]*$")]


class Reply(Entry):
    """A whole reply: one of its texts, and buttons."""

    text: list[Text] = Field(min_length=1)
    buttons: list[Button] = []


class Replies(Entry):
    """Whole replies that actions give. Those `_unlisted` stand in where no service can be named."""

    ask_for_situation: Annotated[Reply, _each_with()]
    first_help: Annotated[Reply, _each_with("number")]
    out_of_scope: Annotated[Reply, _each_with()]
    which_situation: Annotated[Reply, _each_with()]
    which_one: Annotated[Reply, _each_with()]
    which_number: Annotated[Reply, _each_with("asked")]
    wording_found: Annotated[Reply, _each_with("places", "flags")]
    wording_clean: Annotated[Reply, _each_with()]
    wording_ask: Annotated[Reply, _each_with()]
    plan_ready: Annotated[Reply, _each_with()]
    handout_ready: Annotated[Reply, _each_with()]
    plan_changed: Annotated[Reply, _each_with()]
    plan_ask: Annotated[Reply, _each_with()]
    plan_none: Annotated[Reply, _each_with()]
    plan_unclear: Annotated[Reply, _each_with()]
    plan_not_so: Annotated[Reply, _each_with("why")]
    rephrase: Annotated[Reply, _each_with()]
    not_understood: Annotated[Reply, _each_with("services", "number")]
    not_understood_unlisted: Annotated[Reply, _each_with("number")]
    lost_thread: Annotated[Reply, _each_with()]
    start_again: Annotated[Reply, _each_with()]
    withheld: Annotated[Reply, _each_with()]
    trouble: Annotated[Reply, _each_with("number")]
    offer_person: Annotated[Reply, _each_with("services", "number")]
    offer_person_unlisted: Annotated[Reply, _each_with("number")]
    not_police: Annotated[Reply, _each_with("services", "number")]
    not_police_unlisted: Annotated[Reply, _each_with("number")]
    outside_after_danger: Annotated[Reply, _each_with("services", "number")]
    outside_after_danger_unlisted: Annotated[Reply, _each_with("number")]
    comfort: Annotated[Reply, _each_with("services")]
    comfort_unlisted: Annotated[Reply, _each_with()]
    safety_emergency: Annotated[Reply, _each_with("services", "number", "desk")]
    safety_emergency_unlisted: Annotated[Reply, _each_with("number", "desk")]
    safety_urgent: Annotated[Reply, _each_with("services", "number")]
    safety_urgent_unlisted: Annotated[Reply, _each_with("number")]
    safety_concern: Annotated[Reply, _each_with("services")]
    safety_concern_unlisted: Annotated[Reply, _each_with("number")]


class Cited(Entry):
    """Where something stands in the paper: a line before, a line each item, and the paper's name."""

    lead: Text
    item: Annotated[Text, with_places("item", "section")]
    paper: Annotated[Text, with_places("title", "publisher")]


class AboutPaper(Entry):
    """What is said of the paper itself."""

    lead: Annotated[Text, with_places("title", "publisher")]
    references: Text
    more_references: Annotated[Text, with_places("count")]
    all_references: Text


class WordingPhrases(Entry):
    """What is said of the places of a text that was checked."""

    one_place: Text
    several_places: Annotated[Text, with_places("count")]
    flag: Annotated[Text, with_places("span", "why", "ways")]
    say: Annotated[Text, with_places("ways")]
    instead: Annotated[Text, with_places("ways")]
    rewrite: Annotated[Text, with_places("text")]
    more: Annotated[Text, with_places("count")]


class HelplinePhrases(Entry):
    """What is said of the staff of a helpline: whether they see an emergency, and that they can be told."""

    desk_here: Text
    desk_away: Text
    desk_none: Text
    kept: Annotated[Text, with_places("case", "words")]
    offer: Text


class OwnPhrases(Entry):
    """What leads to words of an organisation's own documents; `{where}` is `paged`, or `unpaged` without pages."""

    beside: Annotated[Text, with_places("where", "quote")]
    alone: Text
    quoted: Annotated[Text, with_places("where", "quote")]
    pointed: Annotated[Text, with_places("where")]
    heading: Annotated[Text, with_places("where")]
    cited: Annotated[Text, with_places("where")]
    paged: Annotated[Text, with_places("source", "page", "title")]
    unpaged: Annotated[Text, with_places("source", "title")]


class Buttons(Entry):
    """Titles of the buttons that follow an answer."""

    read: Annotated[Title, with_places("item")]
    read_unnumbered: Title
    example: Title
    why: Title
    more: Title
    learn: Title
    another_angle: Title
    plan: Title
    handout: Title
    undo: Title
    person: Title
    tell_team: Title
    none_of_these: Title
    about_paper: Title
    references: Title
    all_references: Title
    where_to_read: Title


class Phrases(Entry):
    """The sentences that hold an answer together; lists take turns."""

    buttons: Buttons
    cited: Cited
    about_paper: AboutPaper
    own: OwnPhrases
    steps: StepLeads
    example: list[Annotated[Text, with_places("title", "says")]] = Field(min_length=1)
    sources: list[Annotated[Text, with_places("sources")]] = Field(min_length=1)
    other_audience: Annotated[Text, with_places("audience")]
    another_angle: list[Text] = Field(min_length=1)
    nothing_more: Text
    refocus: list[Text] = Field(min_length=1)
    refocus_same: Text
    why: Annotated[Text, with_places("why")]
    why_source: Annotated[Text, with_places("item")]
    role_known: Annotated[Text, with_places("role")]
    after_safety: Text
    service: Annotated[Text, with_places("name", "run_by", "contact", "hours")]
    wording: WordingPhrases
    helpline: HelplinePhrases
    unconfirmed: Text
    number_elsewhere: Annotated[Text, with_places("number")]


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
