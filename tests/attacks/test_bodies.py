"""Bodies that are no bodies: too long, too deep, too slow, of another kind than they say."""

import json
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from bot.web.limits import BodyLimit
from tests.attacks.conftest import Whole

JSON = {"Content-Type": "application/json"}
API = ["/api/chat", "/webhooks/rest/webhook", "/api/chat/events", "/api/case/contact", "/api/wording", "/api/plan"]
FORMS = ["/case", "/case/write", "/case/contact", "/case/erase", "/case/erased", "/training/link", "/desk/sign-in"]
WRONG_JSON = {
    "nothing": b"",
    "not closed": b'{"conversation": "c", "text": "hi"',
    "too deep": b"[" * 60_000,
    "too deep inside": b'{"conversation": "c", "text": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    "a number without end": b'{"conversation": "c", "after": ' + b"9" * 100_000 + b"}",
    "no number": b'{"conversation": "c", "after": NaN}',
    "an endless number": b'{"conversation": "c", "after": 1e999, "text": 1e999}',
    "no UTF-8": b'{"conversation": "c", "text": "\xff\xfe"}',
    "many keys": json.dumps({f"k{n}": n for n in range(8_000)}).encode(),
    "a list": b"[1, 2, 3]",
    "null": b"null",
}


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize("body", WRONG_JSON.values(), ids=WRONG_JSON)
def test_json_that_is_wrong_in_any_way_is_refused_in_the_one_shape(whole: Whole, path: str, body: bytes) -> None:
    response = whole.client.post(path, content=body, headers=JSON)
    assert response.status_code in (400, 413, 422), response.text
    assert set(response.json()["error"]) == {"code", "message"}


def test_half_a_letter_keeps_no_answer_from_anybody(whole: Whole) -> None:
    half = b'"\\ud83d I took all the tablets"'
    for path, body in {
        "/api/chat": b'{"conversation": "half", "text": %b}',
        "/webhooks/rest/webhook": b'{"sender": %b, "message": %b}',
        "/api/wording": b'{"text": %b}',
    }.items():
        response = whole.client.post(path, content=body.replace(b"%b", half), headers=JSON)
        assert response.status_code == 200, path


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_what_another_site_can_send_without_asking_is_not_read_as_json(
    whole: Whole, path: str, kind: str | None
) -> None:
    whole.rasa.got.clear()
    body = b'{"conversation": "c", "text": "hi", "message": "hi"}'
    response = whole.client.post(path, content=body, headers={"Content-Type": kind} if kind else {})
    assert response.status_code in (400, 422), response.text
    assert whole.rasa.got == []


def field(disposition: str, value: str = "A") -> bytes:
    """A part of a form that is made of parts, divided by "x"."""
    return f"--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{value}\r\n".encode()


PARTS = "multipart/form-data; boundary=x"
PAIRS = "application/x-www-form-urlencoded"
WRONG_FORMS = {
    "no boundary": ("multipart/form-data", b"--x"),
    "no name": (PARTS, b"--x\r\n\r\n\r\n--x"),
    "no alphabet": (f"{PARTS}; charset=none", field('name="code"') + b"--x--"),
    "a file": (PARTS, field('name="code"; filename="../../a"') + b"--x--"),
    "many fields": (PARTS, field('name="code"') * 1_200 + b"--x--"),
    "odd letters": (PAIRS, b"code=%00%ff&words=%ed%a0%80&csrf=%00&name=%00"),
    "many pairs": (PAIRS, b"code=1&" * 9_000),
    "json": ("application/json", b'{"code": "1"}'),
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(("kind", "body"), WRONG_FORMS.values(), ids=WRONG_FORMS)
def test_a_form_that_is_wrong_in_any_way_is_no_fault_of_ours(whole: Whole, path: str, kind: str, body: bytes) -> None:
    response = whole.client.post(path, content=body, headers={"Content-Type": kind})
    assert response.status_code < 500, response.text


def test_the_number_of_the_last_line_may_be_anything(whole: Whole) -> None:
    key = {"code": whole.case.code, "words": whole.case.words or ""}
    for n, after in enumerate(("9" * 5_000, "-1", "٣", "1e9", "x")):
        page = whole.client.post("/case/write", data={**key, "text": f"Line {n} of mine", "after": after})
        assert page.status_code == 200, after


@pytest.mark.parametrize("stated", ["9" * 5_000, "1" * 20, "-1", "1.5", "0x10", "²", ""])
def test_a_stated_length_that_is_none_is_refused(whole: Whole, stated: str) -> None:
    headers: Any = {**JSON, "Content-Length": stated.encode("latin-1")}
    response = whole.client.post("/api/chat", content=b"{}", headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


def test_of_a_key_that_comes_twice_everybody_sees_the_same(whole: Whole) -> None:
    whole.rasa.got.clear()
    whole.client.post("/api/chat", content=b'{"conversation": "c1", "text": "a", "text": "/b"}', headers=JSON)
    assert [got["message"] for got in whole.rasa.got] == ["b"]


async def test_a_body_that_comes_too_slowly_is_not_waited_for() -> None:
    async def size(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    async def drops() -> AsyncIterator[Message]:
        while True:
            yield {"type": "http.request", "body": b"x", "more_body": True}
            await anyio.sleep(0.02)

    app = BodyLimit(Starlette(routes=[Route("/", size, methods=["POST"])]), limit=100_000, seconds=0.2)
    coming, said = drops(), list[Message]()

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    with anyio.fail_after(5):
        await app(scope, lambda: anext(coming), send)
    assert said[0]["status"] == 408
    assert (b"connection", b"close") in said[0]["headers"]


pytestmark = pytest.mark.anyio
