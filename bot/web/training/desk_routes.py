"""The training at the desk: the same pages by account, and the groups of a trainer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from bot.settings import Settings
from bot.web.desk.errors import DeskError, done
from bot.web.desk.session import Door, Staff, by_itself
from bot.web.shared import Kept, Shared, shared
from bot.web.training.group_view import group_shown
from bot.web.training.learner_routes import learner_routes
from bot.web.training.pages import Pages
from bot.web.training.parts import Training
from bot.web.training.visit import DESK, START, Here, Visit, whole_address
from bot.web.training.words import no_such_group, not_my_group
from training.groups import GroupLink, UnknownGroupError

Short = Annotated[str, Form(max_length=400)]
ONCE = 10 * 60  # seconds in which a new join link is shown, the first time that its group's page is opened


class ShownOnce:
    """Join links that were just made. Each is shown on one page; only its hash is kept after that.

    Args:
        where: they are kept until then.
    """

    def __init__(self, where: Shared) -> None:
        self._tokens = Kept("join-links", ONCE, 1_000, where)

    def keep(self, link: GroupLink) -> None:
        """Keeps a link for the page that comes next."""
        self._tokens.put(str(link.group), link.token)

    def take(self, group: int) -> str:
        """The token of a group's new link; empty if there is none, or it was shown."""
        token = self._tokens.get(str(group)) or ""
        if token:
            self._tokens.drop(str(group))
        return token


def desk_training_routes(training: Training, pages: Pages, door: Door, settings: Settings) -> APIRouter:
    """Routes for the staff, all of them under /desk/training."""

    def let_in(request: Request, staff: Staff) -> None:
        learner = training.learners.of_account(str(staff.account.id), staff.account.shown_name)
        request.state.visit = Visit(learner, DESK, staff)

    router = door.router("staff")
    router.dependencies.append(Depends(let_in))
    learner_routes(router, DESK, training, pages, settings)
    _group_routes(router, training, pages, settings)
    _join_routes(router, training, pages)
    return router


def _group_routes(router: APIRouter, training: Training, pages: Pages, settings: Settings) -> None:
    groups, once = training.groups, ShownOnce(shared(settings.redis_url))

    def check(visit: Visit, group: int) -> str:
        """Makes sure that a group is theirs; gives its name."""
        name = dict(groups.made_by(visit.learner.id)).get(group)
        if name is None:
            raise not_my_group()
        return name

    @router.post(f"{DESK}/groups")
    def make(visit: Here, name: Short = "") -> Response:
        try:
            link = groups.make(name, visit.learner.id)
        except ValueError:
            way = (DESK, "Go to your training")
            raise DeskError(422, "A group needs a name", "Please go back and give it one.", way) from None
        once.keep(link)
        return done(f"{DESK}/groups/{link.group}?said=made")

    @router.get(f"{DESK}/groups/{{group}}")
    def show(request: Request, visit: Here, group: int) -> Response:
        check(visit, group)
        token = "" if by_itself(request) else once.take(group)
        link = whole_address(settings, request, f"{START}/join/{token}") if token else ""
        try:
            shown = group_shown(training, groups.view(group, training.questions))
        except UnknownGroupError:  # removed a moment ago, in another window
            raise not_my_group() from None
        return pages.page("group", request, visit, id=group, group=shown, link=link)

    @router.post(f"{DESK}/groups/{{group}}/link")
    def renew(visit: Here, group: int) -> Response:
        check(visit, group)
        once.keep(groups.renew_link(group))
        return done(f"{DESK}/groups/{group}?said=renewed")

    @router.get(f"{DESK}/groups/{{group}}/remove")
    def ask(request: Request, visit: Here, group: int) -> Response:
        return pages.page("group-remove", request, visit, id=group, name=check(visit, group))

    @router.post(f"{DESK}/groups/{{group}}/remove")
    def remove(visit: Here, group: int) -> Response:
        check(visit, group)
        groups.remove(group)
        return done(f"{DESK}?said=removed")


def _join_routes(router: APIRouter, training: Training, pages: Pages) -> None:
    @router.get(f"{DESK}/join/{{group}}")
    def offer(request: Request, visit: Here, group: str) -> Response:
        name = training.groups.name_of(group)
        if name is None:
            raise no_such_group(DESK)
        return pages.page("join", request, visit, group=group, name=name, fault="")

    @router.post(f"{DESK}/join/{{group}}")
    def join(visit: Here, group: str) -> Response:
        try:
            training.groups.join(visit.learner.id, group)
        except UnknownGroupError:
            raise no_such_group(DESK) from None
        return done(f"{DESK}?said=joined")
