"""Says a whole reply of knowledge/replies.yml."""

import random
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge.speech_schema import Reply

Button = dict[str, str]


def say(
    dispatcher: CollectingDispatcher,
    reply: Reply,
    custom: dict[str, Any] | None,
    buttons: Sequence[dict[str, str]] = (),
    after: str = "",
    **places: str,
) -> None:
    """Says one of the texts of a reply, with its buttons.

    Args:
        dispatcher: where the reply goes.
        reply: what is said.
        custom: of the contract; None where another message of the same turn carries it.
        buttons: that come after those of the reply.
        after: a paragraph that comes after the text.
        places: what stands for the names in braces; those that the text does not hold are left out.
    """
    text = random.choice(reply.text).format(**places)
    dispatcher.utter_message(
        text=f"{text}\n\n{after}" if after else text,
        buttons=[*(button.model_dump() for button in reply.buttons), *buttons],
        json_message=custom,
    )
