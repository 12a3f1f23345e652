"""What a person's page asks for around a case: the staff's words as they come, and the form for contact details."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.settings import Settings
from bot.web.case_stream import CaseStreams, no_case
from bot.web.chat_routes import OF_REST, Conversation
from bot.web.contact import ContactFields
from bot.web.errors import ApiError, answers, gives
from bot.web.event_stream import EventStream
from bot.web.helpline import Helpline
from bot.web.limits import RateLimit, address_of
from bot.web.shared import shared
from helpline.trail import UnknownCaseError

log = logging.getLogger(__name__)

CONTACTS_A_MINUTE = 20


class EventsRequest(BaseModel):
    """Body of `POST /api/chat/events`; the number of the last line that the page has."""

    model_config = ConfigDict(extra="forbid")
    conversation: Conversation
    after: Annotated[int, Field(ge=0, le=2**53)] = 0


class ContactRequest(BaseModel):
    """Body of `POST /api/case/contact`."""

    model_config = ConfigDict(extra="forbid")
    conversation: Conversation
    how: str
    detail: str
    when_safe: str = ""
    consent: bool


def person_routes(helpline: Helpline, settings: Settings) -> APIRouter:
    """Routes of the person's page, for services with a helpline."""
    router = APIRouter()
    streams = CaseStreams(helpline.cases, settings.unlimited_addresses)
    limit = RateLimit(
        "contact", CONTACTS_A_MINUTE, CONTACTS_A_MINUTE, settings.unlimited_addresses, shared(settings.redis_url)
    )

    @router.post(
        "/api/chat/events",
        response_class=Response,
        responses={**gives("What the staff say, as it comes.", "text/event-stream"), **answers(404, 429, 503)},
    )
    async def events(body: EventsRequest, request: Request) -> EventStream:
        return await streams.open(_private(body.conversation), address_of(request), body.after)

    @router.post("/api/case/contact", responses=answers(404, 429, 503))
    async def contact(body: ContactRequest, request: Request) -> dict[str, Any]:
        limit.check(address_of(request))
        conversation = _private(body.conversation)
        fields = ContactFields(body.how, body.detail, body.when_safe, body.consent)
        for name, fault in fields.faults().items():
            raise ApiError(422, f"contact_{name}", fault)

        def keep() -> None:
            case = helpline.cases.find(conversation)
            if case is None:
                raise no_case()
            helpline.cases.keep_contact(case.id, fields.how, fields.detail, fields.when_safe)

        try:
            await run_in_threadpool(keep)
        except UnknownCaseError:
            raise no_case() from None
        except SQLAlchemyError as error:
            log.error("Contact details could not be kept: %s", type(error).__name__)
            message = "This could not be kept just now. Please try again in a moment."
            raise ApiError(503, "not_kept", message, 5) from None
        return {"kept": True}

    return router


def _private(conversation: str) -> str:
    """The id of a conversation that our page made, at random. Others may be guessed from what a client is called."""
    if conversation.startswith(OF_REST):
        raise no_case()
    return conversation
