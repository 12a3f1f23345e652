"""The training as a whole: its routes by purpose."""

from fastapi import APIRouter

from bot.settings import Settings
from bot.web.desk.session import Door
from bot.web.helpline import Helpline
from bot.web.training.course import course_routes
from bot.web.training.desk_routes import desk_training_routes
from bot.web.training.link_routes import link_routes
from bot.web.training.pages import Pages
from bot.web.training.parts import Training
from knowledge.library import Library


def training_routes(
    training: Training, helpline: Helpline | None, settings: Settings, library: Library
) -> list[APIRouter]:
    """Routes of the training. Those at the desk must be met before the desk says that there is nothing else."""
    pages = Pages(settings, library, helpline)
    routers = [course_routes(training, settings), *link_routes(training, pages, settings)]
    if helpline:
        routers.append(desk_training_routes(training, pages, Door(helpline.accounts), settings))
    return routers
