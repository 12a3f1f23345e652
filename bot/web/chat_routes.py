"""Talking: the chat API of the page, and Rasa's own REST shape for clients made for Rasa."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.settings import Country
from bot.web.chat import ChatDoor
from bot.web.errors import answers
from bot.web.limits import address_of
from bot.web.typed import Typed

OF_REST = "rest-"  # begins the ids of conversations that are named after a sender
Conversation = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:-]+$")]


class ChatRequest(BaseModel):
    """Body of `POST /api/chat`: text, or the payload of a button that was offered.

    Attributes:
        learner: key that a training page was made with.
        turn: a name for this message, new for each; whoever sends one again, not knowing whether it arrived, gives the
            same, and is told what was said.
    """

    model_config = ConfigDict(extra="forbid")
    conversation: Conversation
    text: Typed = ""
    payload: str | None = Field(default=None, min_length=1, max_length=500)
    country: Country | None = None
    learner: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    turn: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")] | None = None


def _number_as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


# Clients made for Rasa may name themselves by a number.
Plain = Annotated[Typed, BeforeValidator(_number_as_text, json_schema_input_type=str | float)]


class RasaRequest(BaseModel):
    """Body of Rasa's own REST channel; further fields of such clients are ignored."""

    sender: Annotated[Plain, Field(max_length=255)] | None = None
    message: Plain

    @property
    def who(self) -> str:
        """The sender, or Rasa's name for a client that gives none."""
        return "default" if self.sender is None else self.sender

    @property
    def conversation(self) -> str:
        """An id of ours for the sender, who may be named by anything, an e-mail address among them."""
        return f"{OF_REST}{hashlib.sha256(self.who.encode()).hexdigest()[:32]}"


def chat_routes(door: ChatDoor) -> APIRouter:
    """Routes that take messages through `door`."""
    router = APIRouter()

    @router.post("/api/chat", responses=answers(409, 429, 503, 504))
    async def chat(body: ChatRequest, request: Request) -> dict[str, Any]:
        turn = await door.answer(
            body.conversation, address_of(request), body.text, body.payload, body.country, body.learner, body.turn
        )
        messages = [{k: v for k, v in m.items() if k != "recipient_id"} for m in turn.messages]
        return {"messages": messages, **({"with": "person"} if turn.with_person else {})}

    @router.post("/webhooks/rest/webhook", responses=answers(409, 429, 503, 504))
    async def rest(body: RasaRequest, request: Request) -> list[dict[str, Any]]:
        payload = body.message if door.offered(body.conversation, body.message) else None
        turn = await door.answer(body.conversation, address_of(request), body.message, payload)
        return [{**message, "recipient_id": body.who} for message in turn.messages]

    return router
