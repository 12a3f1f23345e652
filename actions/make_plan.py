"""'Make me a plan', 'a handout for my training': the advice as a page to take away."""

from collections.abc import Iterable, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, remember
from actions.danger import BEFORE_ADVICE
from actions.go_on import go_on
from actions.plan_reply import show, shown
from actions.question_back import ask_which
from actions.resources import adviser, library, search
from actions.speech import say
from actions.worry import items_for_plan
from knowledge.plan import Draft, Recipe
from knowledge.plan.draft import Kind
from knowledge.plan.recipe import MAX_ITEMS
from knowledge.plan.wish import read_wish

ENOUGH = 3  # items of a plan: more would give each of them a step or two


class MakePlan(Action):
    """A plan for whoever asks."""

    def name(self) -> str:
        return "action_make_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return make(dispatcher, Conversation.of(tracker), "plan")


class MakeHandout(Action):
    """A handout for those whom they train."""

    def name(self) -> str:
        return "action_make_handout"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return make(dispatcher, Conversation.of(tracker), "handout")


def make(dispatcher: CollectingDispatcher, conversation: Conversation, kind: Kind) -> list[Event]:
    """Makes a sheet on the topic that is named, else on what was talked about, or asks what it is to be about."""
    named, topic = _wished(conversation)
    if not named and conversation.urgency in BEFORE_ADVICE:
        return go_on(dispatcher, conversation)
    items = named or _talked_about(conversation)
    if not items and conversation.options:
        return ask_which(dispatcher, conversation)
    if not items:
        say(dispatcher, library().replies.plan_ask, {"type": "clarify", "options": []})
        return []
    role = conversation.role if kind == "plan" else None
    worry = conversation.worry and kind == "plan" and not named
    replies = library().replies
    ready = {"plan": replies.plan_worry_ready if worry else replies.plan_ready, "handout": replies.handout_ready}
    events = show(dispatcher, Draft(kind, Recipe(tuple(items), role=role, worry=worry)), ready[kind])
    if not named:
        return events
    return [
        *remember(
            situation_text=topic,
            ranked_items=items,
            offered_items=items,
            focus_item=items[0],
            answered_items=items,
            options=None,
            worry=None,
        ),
        *events,
    ]


def _wished(conversation: Conversation) -> tuple[list[str], str]:
    """The items of the topic that the message names, and the topic; none where it names none that the paper treats."""
    wish = read_wish(conversation.text, library().items)
    items = list(wish.items) or known([conversation.item])
    if items:
        return items[:MAX_ITEMS], library().situation_of(items[0]).title
    if not wish.topic:
        return [], ""
    ranking = search().rank(wish.topic)
    if ranking.fit < ranking.limits.answer:
        return [], ""
    advice = adviser().advise(ranking, None, 0)
    return _with_near(advice.used, advice.sources), wish.topic


def _talked_about(conversation: Conversation) -> list[str]:
    """The items whose advice was given, else the one that was opened, else those of the sheet on the screen."""
    if conversation.worry:
        return items_for_plan(conversation, ENOUGH)[:MAX_ITEMS]
    draft = shown(conversation.plan)
    given = known(conversation.answered_items) or known([conversation.focus_item])
    given = _with_near(given, conversation.offered_items)
    return (given or list(draft.recipe.items if draft else ()))[:MAX_ITEMS]


def _with_near(items: Sequence[str], sources: Sequence[str]) -> list[str]:
    """`items`, and what goes with the first of them by the knowledge as well as by the search.

    An answer is short and rests on one item or two; a plan has room to show what comes before and after.
    """
    named = library().situation_of(items[0]).items if items else ()
    near = [name for name in named if name in sources and name not in items]
    return [*items, *near[: max(0, ENOUGH - len(items))]]


def known(names: Iterable[str | None]) -> list[str]:
    """Those of the names that are items of the paper."""
    return [name for name in names if name is not None and name in library().items]
