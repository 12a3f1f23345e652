"""What the files of replies and phrases may hold: all that is said and is no item's."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from knowledge.places import check_places, with_places
from knowledge.schema import Entry, Text, Title


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
    plan_worry_ready: Annotated[Reply, _each_with()]
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
    safety_concern: Annotated[Reply, _each_with("services", "number")]
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


class WorryPhrases(Entry):
    """What leads to the advice for somebody who worries about one person, and to its source written for others."""

    careful: Text
    more: list[Text] = Field(min_length=1)
    nothing_more: Text
    whole: Text


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
    worry: WorryPhrases
    service: Annotated[Text, with_places("name", "run_by", "contact", "hours")]
    wording: WordingPhrases
    helpline: HelplinePhrases
    unconfirmed: Text
    number_elsewhere: Annotated[Text, with_places("number")]
