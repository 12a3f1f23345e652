"""After the training: what was written to somebody else than it is answered as it would be anywhere."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.about_paper import AboutPaper
from actions.another_angle import AnotherAngle
from actions.by_intent import action_for
from actions.change_plan import ChangePlan
from actions.check_wording import CheckWording
from actions.choose_option import ChooseOption
from actions.cite_source import CiteSource
from actions.conversation import Event
from actions.go_on import GoOn, RememberCountry
from actions.guide import Guide
from actions.intake_slots import FORM as INTAKE
from actions.make_plan import MakeHandout, MakePlan
from actions.offer_person import Comfort, OfferOthersThanPolice, OfferPerson
from actions.open_item import OpenItem
from actions.practice import MODE as PRACTICE
from actions.refocus import Refocus
from actions.remember_role import RememberRole
from actions.rephrase import Rephrase
from actions.resources import chat_phrases
from actions.safety import Safety
from actions.show_example import ShowExample
from actions.start_again import StartAgain
from actions.training_words import button
from actions.why import Why
from helpline.urgency import Urgency

ACTIONS: dict[str, type[Action]] = {
    action().name(): action
    for action in (
        AboutPaper, AnotherAngle, ChangePlan, CheckWording, ChooseOption, CiteSource, Comfort, GoOn, Guide, MakeHandout,
        MakePlan, OfferOthersThanPolice, OfferPerson, OpenItem, Refocus, RememberCountry, RememberRole, Rephrase,
        Safety, ShowExample, StartAgain, Why,
    )
}  # fmt: skip


class AfterTraining(Action):
    """Answers the message that ended the training, unless that was answered already; offers to go on."""

    def name(self) -> str:
        return "action_after_training"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        if tracker.slots.get("training_left") != "elsewhere":
            return []
        if (tracker.latest_message.get("intent") or {}).get("name") == "start_intake":
            return [FollowupAction(INTAKE)]
        name = action_for(tracker.latest_message)
        action = ACTIONS.get(name)
        events: list[Event] = []
        if action is None:
            dispatcher.utter_message(response=name)
        else:
            events = action().run(dispatcher, tracker, domain)
        urgency = next((e["value"] for e in events if e.get("name") == "urgency"), tracker.slots.get("urgency"))
        if urgency != Urgency.EMERGENCY:  # nothing leads away from help
            last = dispatcher.messages[-1]
            last["buttons"] = [*(last.get("buttons") or []), _resume(tracker)]
        return events


def _resume(tracker: Tracker) -> dict[str, str]:
    titles = chat_phrases().buttons
    if tracker.slots.get("training_mode") == PRACTICE:
        return button(titles.go_on_practice, "/start_practice")
    return button(titles.go_on_quiz, "/start_quiz")
