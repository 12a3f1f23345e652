"""The training for everybody: the first page, private links, and joining a group by its link."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.settings import Settings
from bot.web.desk.errors import DeskError, done
from bot.web.desk.pages import NO_STORE
from bot.web.errors import ApiError, unforeseen
from bot.web.limits import RateLimit, address_of
from bot.web.same_origin import from_our_page
from bot.web.shared import shared
from bot.web.training.learner_routes import learner_routes
from bot.web.training.pages import Pages
from bot.web.training.parts import Training
from bot.web.training.visit import START, Visit
from bot.web.training.words import no_such_group, no_such_link, no_such_page
from training.groups import UnknownGroupError
from training.learners import UnknownLearnerError

LINKS_A_MINUTE = 20  # made by one address: a class may share one
Short = Annotated[str, Form(max_length=400)]
WAY = (START, "Go to training")


def link_routes(training: Training, pages: Pages, settings: Settings) -> list[APIRouter]:
    """Routes that need no account, all of them under /training, in the order in which they are met."""
    route = _route(pages)
    rest = APIRouter(route_class=route, include_in_schema=False)

    @rest.get("/training/{rest:path}")
    def nothing(rest: str) -> Response:
        raise no_such_page()

    return [_everybody(training, pages, settings, route), _private(training, pages, settings, route), rest]


def _everybody(training: Training, pages: Pages, settings: Settings, route: type[APIRoute]) -> APIRouter:
    router = APIRouter(route_class=route, include_in_schema=False)
    limit = RateLimit(
        "training link", LINKS_A_MINUTE, LINKS_A_MINUTE, settings.unlimited_addresses, shared(settings.redis_url)
    )

    def offered(request: Request, group: str, fault: str = "") -> Response:
        name = training.groups.name_of(group)
        if name is None:
            raise no_such_group()
        return pages.page("join", request, status=422 if fault else 200, group=group, name=name, fault=fault)

    def joined(token: str, learner: int, group: str) -> Response:
        training.groups.join(learner, group)
        return done(f"{START}/{token}?said=joined")

    @router.get("/training")
    def start(request: Request) -> Response:
        return pages.page("start", request)

    @router.post("/training/link")
    def link(request: Request) -> Response:
        limit.check(address_of(request))
        return done(f"{START}/{training.learners.new_link().token}?said=new")

    @router.get("/training/join/{group}")
    def offer(request: Request, group: str) -> Response:
        return offered(request, group)

    @router.post("/training/join/{group}/new")
    def join_anew(request: Request, group: str, name: Short = "") -> Response:
        limit.check(address_of(request))
        if training.groups.name_of(group) is None:  # before a learner is made who would be in no group
            raise no_such_group()
        made = training.learners.new_link(name)
        return joined(made.token, made.learner, group)

    @router.post("/training/join/{group}/mine")
    def join_with_mine(request: Request, group: str, address: Short = "") -> Response:
        limit.check(address_of(request))
        token = _token_in(address)
        learner = training.learners.follow(token)
        if learner is None:
            return offered(request, group, "That is not the address of a training page. Please copy all of it.")
        return joined(token, learner.id, group)

    return router


def _private(training: Training, pages: Pages, settings: Settings, route: type[APIRoute]) -> APIRouter:
    def let_in(request: Request, token: str) -> None:
        learner = training.learners.follow(token)
        if learner is None:
            raise no_such_link()
        request.state.visit = Visit(learner, f"{START}/{token}")

    router = APIRouter(route_class=route, include_in_schema=False, dependencies=[Depends(let_in)])
    learner_routes(router, "/training/{token}", training, pages, settings)
    return router


def _token_in(address: str) -> str:
    """The token in what somebody pasted: the last part of an address, whatever stands behind it."""
    path = address.strip().partition("?")[0].partition("#")[0].rstrip("/")
    return path.rpartition("/")[2]


def _route(pages: Pages) -> type[APIRoute]:
    class TrainingRoute(APIRoute):
        """A route whose errors are pages, which takes forms of our own pages only, and which no browser keeps."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    if request.method == "POST" and not from_our_page(request):
                        raise ApiError(403, "cross_site", "Please do this from the page itself.")
                    response = await handle(request)
                except Exception as error:
                    response = pages.wrong(request, _in_words(error))
                response.headers.update(NO_STORE)
                return response

            return answer

    return TrainingRoute


def _in_words(error: Exception) -> DeskError:
    match error:
        case DeskError():
            return error
        case UnknownLearnerError():  # erased a moment ago, in another window
            return no_such_link()
        case UnknownGroupError():
            return no_such_group()
        case ApiError():
            after = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
            return DeskError(error.status, "That did not work", error.message, WAY, headers=after)
        case RequestValidationError() | HTTPException():
            return DeskError(400, "That did not work", "Something is missing or too long. Please go back.", WAY)
    unforeseen(error)  # logs it by kind and place
    if isinstance(error, SQLAlchemyError):
        return DeskError(503, "The pages cannot be opened just now", "Please try again in a moment.", WAY)
    return DeskError(500, "Something went wrong on our side", "Please try again in a moment.", WAY)
