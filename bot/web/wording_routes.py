"""Checking the wording of a text: the API and its page. Nothing that is sent is stored or logged."""

from pathlib import Path
from string import Template
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from bot.settings import Settings
from bot.web.errors import ApiError, answers
from bot.web.limits import RateLimit, address_of
from bot.web.shared import shared
from bot.web.typed import Typed
from bot.web.wording_rules import WordingRules
from knowledge.schema import Audience
from knowledge.wording.checker import Checker, Flag
from knowledge.wording.report import flag_data, source_title
from knowledge.wording.rewrite import exchanges, rewritten_sentences
from knowledge.wording.schema import Family, Severity

PAGE = Path(__file__).parent / "pages" / "wording.html"


class WordingRequest(BaseModel):
    """A text to be checked."""

    model_config = ConfigDict(extra="forbid")
    text: Typed = Field(description="The text, as it will be read.")
    audience: Audience | None = Field(None, description="Who will read it; guessed from the text if it is not said.")


class ExchangeView(BaseModel):
    """A change that would mend the text: what stands from `start` to `end` is exchanged for `text`."""

    start: int = Field(description="Offset of the first character, in Unicode code points.")
    end: int
    text: str


class FlagView(BaseModel):
    """A place in the text that may hurt or put off somebody who reads it."""

    start: int = Field(description="Offset of the first character, in Unicode code points.")
    end: int = Field(description="Offset after the last character.")
    span: str = Field(description="The text between.")
    rule: str = Field(description="Id of the rule.")
    family: Family
    severity: Severity
    why: str = Field(description="What it does to a reader.")
    alternatives: list[str] = Field(description="What to say instead.")
    exchanges: list[ExchangeView] = Field(
        description="For each alternative the change to the text; none if it must be written anew."
    )
    source: list[str] = Field(description="What the rule rests on: passages of the paper, public rules.")


class WordingReply(BaseModel):
    """What was found."""

    audience: Audience = Field(description="Who the text was checked for.")
    flags: list[FlagView]
    sentences: list[ExchangeView] = Field(
        description="Sentences with flags, written anew where the rules determine it."
    )


class WordingDesk:
    """Checks texts one after the other in a thread, so that a long one holds up no conversation.

    Args:
        settings: of the service.
        rules: on wording.
    """

    def __init__(self, settings: Settings, rules: WordingRules) -> None:
        self._rules = rules
        self._limit = settings.wording_limit
        often = settings.wording_per_minute
        self._rate = RateLimit("wording", often, often, settings.unlimited_addresses, shared(settings.redis_url))

    async def check(self, body: WordingRequest, address: str) -> WordingReply:
        """What the rules find.

        Raises:
            ApiError: if the text is too long, or too many were sent.
        """
        if len(body.text) > self._limit:
            raise ApiError(413, "text_too_long", f"A text may have {self._limit} characters at most.")
        self._rate.check(address)
        return await run_in_threadpool(self._check, body)

    def _check(self, body: WordingRequest) -> WordingReply:
        with self._rules.checker() as checker:
            flags = checker.check(body.text, body.audience)
            return WordingReply(
                audience=body.audience or checker.audience_of(body.text),
                flags=[self._view(body.text, flag, checker) for flag in flags],
                sentences=[ExchangeView(**vars(e)) for e in rewritten_sentences(body.text, flags)],
            )

    def _view(self, text: str, flag: Flag, checker: Checker) -> FlagView:
        more: dict[str, Any] = {
            "exchanges": [ExchangeView(**vars(e)) for e in exchanges(text, flag)],
            "source": [source_title(source, self._rules.library, checker.book) for source in flag.rule.source],
        }
        return FlagView.model_validate({**flag_data(flag), **more})


def wording_routes(desk: WordingDesk, settings: Settings) -> APIRouter:
    """Routes of the check on wording."""
    router = APIRouter()
    html = Template(PAGE.read_text(encoding="utf-8")).substitute(limit=settings.wording_limit)

    @router.get("/wording", include_in_schema=False)
    async def page() -> HTMLResponse:
        return HTMLResponse(html)

    @router.post("/api/wording", summary="Check the wording of a text", tags=["wording"], responses=answers(429))
    async def check(body: WordingRequest, request: Request) -> WordingReply:
        """Finds labels and other wordings that hurt or put off, and says why and what to say instead."""
        return await desk.check(body, address_of(request))

    return router
