"""A plan or a handout as a file. It is made anew from ids each time: nothing that is sent is stored or logged."""

import re
import unicodedata
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from bot.settings import Settings
from bot.web.errors import ApiError, answers, gives
from bot.web.limits import RateLimit, address_of
from knowledge.library import Library
from knowledge.plan import PlanError, restore, restore_handout
from knowledge.plan.recipe import MAX_ITEMS, MAX_SITUATIONS
from knowledge.plan.writers import written
from knowledge.schema import RoleId

PLANS_A_MINUTE = 30
NAME_LENGTH = 60  # characters of a file's name, at most, before what says the kind of file
Kind = Literal["plan", "handout"]
Format = Literal["pdf", "docx", "md"]
MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


class RecipeBody(BaseModel):
    """What a plan or a handout is made from: ids alone, as the chat gives them with it."""

    model_config = ConfigDict(extra="forbid")
    items: list[str] = Field(
        min_length=1, max_length=MAX_ITEMS, description="Ids of lessons, challenges, cases or concepts, best first."
    )
    situations: list[str] = Field([], max_length=MAX_SITUATIONS, description="Intents of what was asked.")
    role: RoleId | None = Field(None, description="Whom it is for, if that is known.")
    dropped: list[str] = Field(
        [], description="Ids of what to leave out: steps, such as lesson-2.3.steps.0, and the case."
    )
    worry: bool = Field(False, description="Whether it is about one person whom somebody worries about.")


class PlanRequest(BaseModel):
    """Body of `POST /api/plan`."""

    model_config = ConfigDict(extra="forbid")
    kind: Kind
    recipe: RecipeBody
    format: Format


def plan_routes(library: Library, settings: Settings) -> APIRouter:
    """The route that gives plans and handouts as files."""
    router = APIRouter()
    limit = RateLimit("plans", PLANS_A_MINUTE, PLANS_A_MINUTE, settings.unlimited_addresses)

    @router.post(
        "/api/plan",
        summary="Take away a plan or a handout as a file",
        tags=["plan"],
        response_class=Response,
        responses={**gives("The file.", *MEDIA_TYPES.values()), **answers(429)},
    )
    async def plan(body: PlanRequest, request: Request) -> Response:
        """Writes the plan or handout of a recipe, which the chat sends along with it, as PDF, Word or Markdown."""
        limit.check(address_of(request))
        return await run_in_threadpool(_file, library, body)

    return router


def _file(library: Library, body: PlanRequest) -> Response:
    make = restore if body.kind == "plan" else restore_handout
    try:
        page = make(library, body.recipe.model_dump()).page
    except PlanError:  # its text may repeat what was sent
        message = "This names something that is not there, or not any more. Please ask for a new one in the chat."
        raise ApiError(422, "no_such_plan", message) from None
    name = file_name(body.kind, page.title, body.format)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(written(page, f".{body.format}"), media_type=MEDIA_TYPES[body.format], headers=headers)


def file_name(kind: Kind, title: str, suffix: Format) -> str:
    """A name that every system takes, such as "plan-give-mothers-time-to-open-up.pdf"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain)
    name: str = kind
    for word in words:
        if len(name) + 1 + len(word) > NAME_LENGTH:
            break
        name += f"-{word}"
    return f"{name}.{suffix}"
