"""The action server takes a new index and new knowledge while it goes on answering, or keeps the old."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from actions import resources
from actions.server import load_what_is_new, make_app
from bot.settings import load_settings
from knowledge.index import IndexMismatchError, PassageIndex
from knowledge.library import Library


async def asked() -> HTTPResponse:
    """What the route answers."""
    return await load_what_is_new(Request(b"/load_again", {}, "1.1", "POST", None, None))


@pytest.fixture
def app() -> Iterator[Sanic]:
    made = make_app()
    yield made
    Sanic.unregister_app(made)


def test_the_server_has_the_route(app: Sanic) -> None:
    assert any(route.path == "load_again" and route.methods == {"POST"} for route in app.router.routes)


@pytest.fixture(autouse=True)
def no_training(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COMMON_GROUND_TRAINING", "false")
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.mark.anyio
async def test_what_lies_there_now_is_in_use(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = resources.search()
    assert resources.library() is library
    new = replace(library)
    monkeypatch.setattr(resources, "load", lambda: new)
    response = await asked()
    assert response.status == 200
    assert resources.library() is new and resources.search() is not before


@pytest.mark.anyio
async def test_what_cannot_be_loaded_leaves_the_old_in_use(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = resources.search()

    def broken(*_: object) -> None:
        raise IndexMismatchError("The index is incomplete.")

    monkeypatch.setattr(PassageIndex, "load", broken)
    monkeypatch.setattr(resources, "load", lambda: replace(library))
    response = await asked()
    assert response.status == 500 and "the old one is in use" in str(response.body)
    assert resources.library() is library and resources.search() is before
    assert "IndexMismatchError" in caplog.text
