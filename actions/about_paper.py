"""'Where does all this come from?': the paper itself."""

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.resources import library, search
from knowledge.schema import Reference

POINTS = 3  # of the paper's story
WORKS = 3  # of those that it cites, before the rest is asked for
STORY, REFERENCES, ALL_REFERENCES, WHERE_TO_READ = "story", "references", "all_references", "where_to_read"
# What can be asked for next, after each part.
NEXT = {
    STORY: (REFERENCES, WHERE_TO_READ),
    REFERENCES: (ALL_REFERENCES, WHERE_TO_READ),
    ALL_REFERENCES: (WHERE_TO_READ,),
    WHERE_TO_READ: (REFERENCES,),
}


class AboutPaper(Action):
    """Answers from the entry of the paper: its story, what it cites, or where to read it."""

    def name(self) -> str:
        return "action_about_paper"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        return describe_paper(dispatcher, conversation.text, conversation.item)


def describe_paper(dispatcher: CollectingDispatcher, question: str = "", part: str | None = None) -> list[Event]:
    """Gives the part that a button names, else the one that comes nearest to `question`, else the story."""
    paper = library().paper
    if part not in NEXT:
        part = _part(question) if question else STORY
    lead = library().phrases.about_paper.lead.format(title=paper.title, publisher=paper.publisher)
    if part == REFERENCES:
        text = _works(paper.references, WORKS)
    elif part == ALL_REFERENCES:
        text = _works(paper.references, len(paper.references))
    elif part == WHERE_TO_READ:
        text = f"{lead}\n\n{paper.where_to_read}"
    else:
        points = search().nearest(question, paper.says) if question else paper.says
        text = f"{lead}\n\n{' '.join(points[:POINTS])}"
    titles = library().phrases.buttons
    dispatcher.utter_message(
        text=text,
        buttons=[{"title": getattr(titles, name), "payload": paper_payload(name)} for name in NEXT[part]],
        json_message={"type": "about"},
    )
    return []


def _part(question: str) -> str:
    """The part whose questions hold the one nearest to `question`."""
    asked = library().paper.questions
    part_of = {text: name for name in (STORY, REFERENCES, WHERE_TO_READ) for text in getattr(asked, name)}
    return part_of[search().nearest(question, list(part_of))[0]]


def paper_payload(part: str) -> str:
    """The payload of a button that asks for a part of what is known about the paper."""
    return f'/about_paper{{"item":"{part}"}}'


def _works(works: Sequence[Reference], count: int) -> str:
    phrases = library().phrases.about_paper
    lines = [f"- {work.label}: {work.url}" if work.url else f"- {work.label}" for work in works[:count]]
    if count >= len(works):
        return "\n".join([phrases.all_references, *lines])
    return "\n".join([phrases.references, *lines, f"- {phrases.more_references.format(count=len(works) - count)}"])
