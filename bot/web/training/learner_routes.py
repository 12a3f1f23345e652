"""The pages of a learner: the same by a private link and at the desk."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from bot.settings import Settings
from bot.web.desk.errors import done
from bot.web.desk.session import by_itself
from bot.web.limits import RateLimit, address_of
from bot.web.shared import shared
from bot.web.training.pages import Pages, zone
from bot.web.training.parts import Training
from bot.web.training.view import map_svg, overview, record_pdf
from bot.web.training.visit import Here, whole_address
from bot.web.training.words import nothing_to_show
from training.certificate import NothingToShowError
from training.export import Table, learner_csv, learner_data

DRAWINGS_A_MINUTE = 60  # maps and records for one address: a class may share one
Short = Annotated[str, Form(max_length=400)]


def learner_routes(router: APIRouter, base: str, training: Training, pages: Pages, settings: Settings) -> None:
    """Adds the pages to a router whose guards say who asks (`visit.Visit`).

    Args:
        router: with the guards.
        base: what the paths begin with.
    """

    limit = RateLimit(
        "training drawing",
        DRAWINGS_A_MINUTE,
        DRAWINGS_A_MINUTE,
        settings.unlimited_addresses,
        shared(settings.redis_url),
    )

    @router.get(base)
    def mine(request: Request, visit: Here) -> Response:
        # The desk's script asks for its page every minute, and throws the chat's part away.
        key = "" if by_itself(request) else training.keys.new(visit.learner.id)
        address = "" if visit.staff else whole_address(settings, request, visit.base)
        shown = overview(training, visit.learner, zone())
        return pages.page("learner", request, visit, key=key, address=address, shown=shown)

    @router.get(f"{base}/map.svg")
    async def drawing(request: Request, visit: Here, narrow: bool = False, dark: bool = False) -> Response:
        limit.check(address_of(request))
        made = await training.draw(lambda: map_svg(training, visit.learner, zone(), narrow, dark))
        return Response(made, media_type="image/svg+xml")

    @router.post(f"{base}/record")
    async def record(request: Request, visit: Here, name: Short = "") -> Response:
        limit.check(address_of(request))
        try:
            made = await training.draw(lambda: record_pdf(training, visit.learner, zone(), name))
        except NothingToShowError:
            raise nothing_to_show(visit.base) from None
        return _file(made, "application/pdf", "record-of-practice.pdf")

    @router.get(f"{base}/all.json")
    def everything(visit: Here) -> Response:
        made = JSONResponse(learner_data(training.database, visit.learner.id))
        made.headers["Content-Disposition"] = 'attachment; filename="my-training.json"'
        return made

    @router.get(f"{base}/{{table}}.csv")
    def table(visit: Here, table: Table) -> Response:
        made = learner_csv(training.database, visit.learner.id, table)
        return _file(made, "text/csv; charset=utf-8", f"my-{table}.csv")

    @router.post(f"{base}/name")
    def rename(visit: Here, name: Short = "") -> Response:
        training.learners.rename(visit.learner.id, name)
        return done(f"{visit.base}?said=named")

    @router.post(f"{base}/answers")
    def allow_text(visit: Here, keep: Short = "") -> Response:
        training.learners.allow_text(visit.learner.id, keep == "yes")
        return done(f"{visit.base}?said={'kept' if keep == 'yes' else 'not-kept'}")

    @router.post(f"{base}/groups/{{group}}/leave")
    def leave(visit: Here, group: int) -> Response:
        training.groups.leave(visit.learner.id, group)
        return done(f"{visit.base}?said=left")

    @router.get(f"{base}/erase")
    def ask(request: Request, visit: Here) -> Response:
        return pages.page("erase", request, visit, made=training.groups.made_by(visit.learner.id))

    @router.post(f"{base}/erase")
    def erase(request: Request, visit: Here) -> Response:
        training.learners.erase(visit.learner.id)
        training.keys.drop(visit.learner.id)
        return pages.page("erased", request, visit if visit.staff else None)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
