"""'Where does all this come from?': the paper itself."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.resources import library, search


class AboutPaper(Action):
    """Answers from the entry of the paper: what comes nearest to the question, then its name."""

    def name(self) -> str:
        return "action_about_paper"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return describe_paper(dispatcher, Conversation.of(tracker).text)


POINTS = 3


def describe_paper(dispatcher: CollectingDispatcher, question: str = "") -> list[Event]:
    """Names the paper and says what of its story answers `question`."""
    paper = library().paper
    points = search().nearest(question, paper.says)[:POINTS] if question else paper.says[:POINTS]
    lines = [f"- {link.label}: {link.url}" for link in paper.links]
    dispatcher.utter_message(
        text="\n\n".join(
            [
                f"All advice here comes from one paper: “{paper.title}” ({paper.publisher}).",
                " ".join(points),
                *(["\n".join(["You can read it here:", *lines])] if lines else []),
            ]
        ),
        json_message={"type": "about"},
    )
    return []
