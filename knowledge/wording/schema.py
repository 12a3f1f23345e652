"""What the data files of the language guidance may hold."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from knowledge.schema import Audience, Entry, Terms, Text, Url

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Family = Literal[
    "labels-on-people",
    "labels-on-places",
    "religion-or-origin-and-threat",
    "us-and-them",
    "disease-war-and-vermin",
    "security-frame",
    "condescension",
    "young-people-as-informants",
    "blame-on-families",
    "dehumanising-names",
    "jargon-and-euphemism",
]
Severity = Literal["fault", "caution"]


class ByNumber(Entry):
    """A wording that differs for one and for several."""

    one: Text
    many: Text


Wording = Text | ByNumber


class Rule(Entry):
    """One rule: what to find, what it does to a reader, what to say instead, and where that stands.

    `find`, `unless` and lists are phrases; docs/editing-wording.md tells how they are written.
    """

    id: Name
    family: Family
    find: list[Text] = Field(default=[], description="phrases; any of them")
    tokens: list[list[dict[str, Any]]] = Field(default=[], description="patterns of spaCy's Matcher; any of them")
    unless: list[Text] = Field(default=[], description="phrases around the place that make it harmless")
    unless_sentence: list[Text] = Field(default=[], description="phrases anywhere in the sentence that do so")
    why: Text = Field(description="what it does to a reader, a sentence")
    say: list[Wording] = Field(default=[], description="what can stand in the place of what was found, best first")
    instead: list[Text] = Field(default=[], description="what to write where no exchange of words helps")
    source: list[Text] = Field(min_length=1, description="item ids, or ids of knowledge/wording/sources.yml")
    severity: Severity = "fault"
    audiences: list[Audience] = Field(default=[], description="readers to whom it matters; all if empty")
    match: list[Text] = Field(min_length=2, description="texts in which the rule must find something")
    leave: list[Text] = Field(min_length=2, description="texts in which it must find nothing")
    terms: Terms = []

    @model_validator(mode="after")
    def _is_whole(self) -> "Rule":
        if not self.find and not self.tokens:
            raise ValueError("a rule needs 'find' or 'tokens'")
        if len(self.say) + len(self.instead) < 2:
            raise ValueError("a rule needs two or more of 'say' and 'instead' together")
        return self


class Source(Entry):
    """A public rule on wording that a rule may cite."""

    id: Name
    title: Text
    publisher: Text
    year: int
    says: Text = Field(description="what it asks for, in our words")
    url: Url | None = None


class WordList(Entry):
    """Words that several rules name as {id}."""

    id: Name
    words: list[Text] = Field(min_length=1)
    note: Text | None = None


class Kept(Entry):
    """What is left alone everywhere."""

    names: list[Text] = Field(description="names of bodies, laws and titles, as they are written")
    heads: list[Text] = Field(description="last words of a name in capitals, such as Network")
    documents: list[Text] = Field(description="those of them that also open a line about something: Report on …")
    about_words: list[Text] = Field(description="words of a sentence that speaks about words")
    refusals: list[Text] = Field(description="what says that something is not done, or should not be")
    refused: list[Family] = Field(description="families of which what is refused so is no fault: deeds, not names")
    invitation: list[Text] = Field(description="phrases of a text that invites people")
    professional: list[Text] = Field(description="phrases of a text among professionals")
