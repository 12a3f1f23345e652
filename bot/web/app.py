"""The ASGI application: what stands before the routes, and the routes by their purpose."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig

from bot.log_lines import set_up as set_up_log
from bot.settings import Settings, load_settings
from bot.tracing import set_up as set_up_tracing
from bot.web.case_door import CaseDoor
from bot.web.case_pages import case_pages
from bot.web.chat import ChatDoor
from bot.web.chat_routes import chat_routes
from bot.web.desk.routes import desk_routes
from bot.web.errors import ANYWHERE, answers, handle_errors, unforeseen
from bot.web.health_routes import health_routes
from bot.web.helpline import open_helpline
from bot.web.housekeeping import Housekeeping
from bot.web.item_cards import ItemCards
from bot.web.limits import BodyLimit
from bot.web.metrics import Metrics
from bot.web.metrics_routes import metrics_routes
from bot.web.page_routes import page_routes
from bot.web.person_routes import person_routes
from bot.web.plan_routes import plan_routes
from bot.web.rasa_client import RasaClient
from bot.web.readiness import Readiness
from bot.web.redaction import warm_up as warm_redaction_up
from bot.web.reply_guard import ReplyGuard
from bot.web.training.parts import open_training
from bot.web.training.routes import training_routes
from bot.web.wording_routes import WordingDesk, wording_routes
from bot.web.wording_rules import WordingRules
from knowledge.library import load

SECURITY = {
    # Everything from here, and nothing inline: a text that looks like HTML stays text even if a bug lets it in.
    "Content-Security-Policy": "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

# FastAPI's own would send the words of errors and the addresses of private links, if an environment variable says so.
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def served_app() -> FastAPI:
    """The application of a process of its own, whose log has the form, and whose traces go where, the settings say."""
    settings = load_settings()
    set_up_log(settings.log_format, settings.log_level)
    set_up_tracing(settings.otlp_endpoint, "web")
    return create_app(settings)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. Without arguments it reads the settings as the command line does."""
    chosen = settings or load_settings()
    rasa = RasaClient(chosen.rasa_servers, chosen.turn_timeout, chosen.shared_token.get_secret_value())
    readiness = Readiness(chosen, rasa)
    library = load()
    metrics = Metrics()
    rules = WordingRules(library)
    guard = ReplyGuard(rules, metrics)
    helpline = open_helpline(chosen)
    training = open_training(chosen, library)
    cases = CaseDoor(helpline, rasa)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        guard.warm_up()
        warm_redaction_up()
        async with rasa, readiness, Housekeeping(helpline, chosen, metrics, training.learners if training else None):
            yield

    # The description is served; the pages that FastAPI makes of it would load scripts from another site.
    app = FastAPI(
        title="Common Ground", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=lifespan,
        telemetry=NO_TELEMETRY,
        responses=answers(*ANYWHERE),
    )  # fmt: skip
    handle_errors(app)
    _guard(app, chosen, metrics)
    keys = training.keys if training else None
    routers = [
        chat_routes(ChatDoor(chosen, rasa, library, guard, cases, metrics, keys)),
        page_routes(chosen, library, ItemCards(rules)),
    ]
    if training:  # before the desk, which answers for every other address of its own
        routers += training_routes(training, helpline, chosen, library)
    if helpline:
        routers += [
            person_routes(helpline, chosen),
            case_pages(helpline, cases, chosen, library),
            *desk_routes(helpline, chosen, library),
        ]
    routers += [
        wording_routes(WordingDesk(chosen, rules), chosen),
        plan_routes(library, chosen),
        health_routes(readiness),
        metrics_routes(metrics, readiness),
    ]
    for router in routers:  # none within another: FastAPI makes the routes of those anew at each inclusion
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app


def _guard(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """What every request passes: the last one added is the first one met."""
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Content-Disposition"],  # the name of a plan's file
        )

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            response = await call_next(request)
        except Exception as error:
            response = unforeseen(error)
        response.headers.update(SECURITY)
        metrics.responded(response.status_code)
        return response
