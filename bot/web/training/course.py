"""The chart in the debrief of a practice conversation: played again from its moves, nothing is kept."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from bot.settings import Settings
from bot.web.desk.pages import NO_STORE
from bot.web.errors import ApiError
from bot.web.limits import RateLimit, address_of
from bot.web.shared import shared
from bot.web.training.parts import Training
from training.course_chart import course_svg
from training.debrief import DebriefWriter
from training.drawing import DARK, LIGHT
from training.move_classifier import Reading
from training.practice import Practice, Talk, TalkOverError

MOST = 80  # moves
KEPT = 128  # charts in memory
A_MINUTE, BURST = 120, 40  # charts of one address; each keeps a processor busy for a moment
Ids = Annotated[str, Query(max_length=MOST * 41)]


def course_routes(training: Training, settings: Settings) -> APIRouter:
    """The route of the chart."""
    router = APIRouter(include_in_schema=False)
    limit = RateLimit("course", A_MINUTE, BURST, settings.unlimited_addresses, shared(settings.redis_url))

    @lru_cache(maxsize=KEPT)
    def drawn(scenario: str, moves: tuple[str, ...], first: tuple[str, ...], dark: bool) -> bytes:
        return course(training, scenario, moves, first, dark)

    @router.get("/training/course.svg")
    async def chart(
        request: Request,
        scenario: Annotated[str, Query(max_length=60)],
        moves: Ids,
        first: Ids = "",
        dark: bool = False,
    ) -> Response:
        limit.check(address_of(request))
        made = await training.draw(lambda: drawn(scenario, _ids(moves), _ids(first), dark))
        return Response(made, media_type="image/svg+xml", headers=NO_STORE)

    return router


def course(
    training: Training, scenario: str, moves: Sequence[str], first: Sequence[str] = (), dark: bool = False
) -> bytes:
    """The course of a talk as SVG.

    Args:
        training: with the scenarios and moves.
        scenario: its id.
        moves: of the talk, one at least.
        first: those of the first try, if this is another one.
        dark: for a dark page.

    Raises:
        ApiError: 404 for a scenario that is not there, 422 for moves that cannot be played.
    """
    person = training.practice.scenarios.get(scenario)
    if person is None:
        raise ApiError(404, "unknown_scenario", "There is no such practice conversation.")
    if not moves or max(len(moves), len(first)) > MOST:
        raise ApiError(422, "bad_moves", f"A chart needs from 1 to {MOST} moves.")
    practice = Practice(person, training.practice.moves)
    talk = _played(practice, moves)
    if first:
        talk = replace(talk, tries=(_played(practice, first).turns,))
    debrief = DebriefWriter(practice, training.library.items, training.phrases).of(talk)
    return course_svg(debrief, person.title, training.phrases, DARK if dark else LIGHT)


def _played(practice: Practice, moves: Sequence[str]) -> Talk:
    if any(move not in practice.moves for move in moves):
        raise ApiError(422, "unknown_move", "One of these moves is not known.")
    talk = practice.start(seed=0)  # what is said changes nothing of the course
    try:
        for move in moves:
            talk = practice.turn(talk, "", Reading(move, 1.0))
    except TalkOverError:
        raise ApiError(422, "over_sooner", "This conversation has ended before the last of these moves.") from None
    return talk


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)
