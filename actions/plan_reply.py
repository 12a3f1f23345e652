"""Shows a plan or a handout in the chat, and keeps it as ids in a slot."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Event, remember
from actions.guidance import open_payload
from actions.offer_person import person_button
from actions.resources import library, plan_book
from actions.speech import Button, say
from actions.worry import INTENT
from knowledge.plan import Draft, PlanError
from knowledge.plan.text import as_text
from knowledge.speech_schema import Reply


def show(dispatcher: CollectingDispatcher, draft: Draft, reply: Reply) -> list[Event]:
    """Says `reply` and the whole sheet, which the page shows with ways to take it away."""
    sheet = draft.sheet(library(), plan_book())
    custom: dict[str, Any] = {
        "type": "guidance",
        "intent": INTENT if sheet.recipe.worry else sheet.recipe.situations[0],
        "sources": list(sheet.recipe.items),
        "plan": {"kind": draft.kind, "recipe": sheet.to_json(), "page": sheet.page.as_json()},
    }
    say(dispatcher, reply, custom, _buttons(draft), after=as_text(sheet.page))
    return remember(plan=draft.to_json(), misses=0, clarified=False)


def shown(data: object) -> Draft | None:
    """The sheet that a slot holds; None where there is none, or it cannot be made any more."""
    if not data:
        return None
    try:
        draft = Draft.from_json(data)
        draft.sheet(library(), plan_book())
    except PlanError:
        return None
    return draft


def _buttons(draft: Draft) -> list[Button]:
    titles = library().phrases.buttons
    undo = [{"title": titles.undo, "payload": "/change_plan"}] if draft.earlier else []
    other = {
        "plan": {"title": titles.handout, "payload": "/make_handout"},
        "handout": {"title": titles.plan, "payload": "/make_plan"},
    }
    return [
        *undo,
        *([] if draft.recipe.worry else [other[draft.kind]]),
        {"title": titles.more, "payload": open_payload(draft.recipe.items[0])},
        person_button(),
    ]
