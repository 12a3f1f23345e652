"""The ASGI application: routes, and what stands before them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field

from bot.settings import Settings, load_settings
from bot.web.chat import ChatDoor
from bot.web.errors import ApiError, api_error, validation_error
from bot.web.items import ItemView, item_views
from bot.web.limits import BodyLimit
from bot.web.rasa_client import RasaClient
from bot.web.readiness import Readiness
from knowledge.library import load

HERE = Path(__file__).parent
SECURITY = {
    # Everything from here, and nothing inline: a text that looks like HTML stays text even if a bug lets it in.
    "Content-Security-Policy": "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Conversation = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:-]+$")]
Country = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")]


class ChatRequest(BaseModel):
    """Body of `POST /api/chat`: text, or the payload of a button that was offered."""

    model_config = ConfigDict(extra="forbid")
    conversation: Conversation
    text: str = ""
    payload: str | None = Field(default=None, min_length=1, max_length=500)
    country: Country | None = None


class RasaRequest(BaseModel):
    """Body of Rasa's own REST channel; further fields of such clients are ignored."""

    sender: Conversation
    message: str


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. Without arguments it reads the settings as the command line does."""
    chosen = settings or load_settings()
    rasa = RasaClient(chosen.rasa_port, chosen.turn_timeout)
    views = item_views(load())
    door = ChatDoor(chosen, rasa)
    readiness = Readiness(chosen, rasa)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with rasa, readiness:
            yield

    app = FastAPI(title="Common Ground", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_exception_handler(ApiError, api_error)
    app.add_exception_handler(RequestValidationError, validation_error)
    app.add_middleware(BodyLimit, limit=chosen.body_limit)
    if chosen.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=chosen.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
        )

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(SECURITY)
        return response

    def address_of(request: Request) -> str:
        return request.client.host if request.client else "unknown"

    @app.post("/api/chat")
    async def chat(body: ChatRequest, request: Request) -> dict[str, Any]:
        messages = await door.turn(body.conversation, address_of(request), body.text, body.payload, body.country)
        return {"messages": [{k: v for k, v in m.items() if k != "recipient_id"} for m in messages]}

    @app.post("/webhooks/rest/webhook")
    async def rest(body: RasaRequest, request: Request) -> list[dict[str, Any]]:
        payload = body.message if door.offered(body.sender, body.message) else None
        return await door.turn(body.sender, address_of(request), body.message, payload)

    @app.get("/api/items")
    async def items(ids: Annotated[str, Query(max_length=500)]) -> dict[str, list[ItemView]]:
        return {"items": [views[i] for i in ids.split(",") if i in views]}

    @app.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"alive": True}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        ready, message = await readiness.check()
        if ready:
            return JSONResponse({"ready": True})
        return JSONResponse({"ready": False, "message": message}, 503, {"Retry-After": "2"})

    @app.get("/")
    async def page() -> FileResponse:
        return FileResponse(HERE / "pages" / "index.html")

    @app.get("/widget.js")
    async def widget() -> FileResponse:
        return FileResponse(HERE / "static" / "widget.js", media_type="text/javascript")

    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    return app
