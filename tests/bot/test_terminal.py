"""A chat in the terminal: replies are shown, numbers press buttons, an empty line ends it."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest
from rich.console import Console

from bot import terminal

CLIENT = httpx.Client
Asked = list[dict[str, Any]]
BUTTONS = [{"title": "Why this helps", "payload": "/why"}, {"title": "Another angle", "payload": "/another_angle"}]
REPLY = {"messages": [{"text": "An answer with [brackets]", "buttons": BUTTONS}]}


def chat(
    monkeypatch: pytest.MonkeyPatch,
    typed: Sequence[str | type[BaseException]],
    answer: Callable[[httpx.Request], httpx.Response],
) -> tuple[str, Asked]:
    """What is shown, and what the service was asked, when a person types these lines."""
    asked: Asked = []

    def answers(request: httpx.Request) -> httpx.Response:
        assert (request.method, request.url.path) == ("POST", "/api/chat")
        asked.append(json.loads(request.content))
        return answer(request)

    transport = httpx.MockTransport(answers)
    monkeypatch.setattr("httpx.Client", lambda **options: CLIENT(**options, transport=transport))
    console = Console(file=io.StringIO(), width=100, highlight=False)
    lines: Iterator[str | type[BaseException]] = iter(typed)

    def read(_: str) -> str:
        line = next(lines)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr(console, "input", read)
    terminal.talk("http://127.0.0.1:1", console)
    assert next(lines, None) is None, "it ended before all was typed"
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue(), asked


def replies(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=REPLY)


def test_a_reply_is_shown_as_it_is_with_numbered_buttons(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, asked = chat(monkeypatch, ["people are afraid", ""], replies)
    assert asked[0]["text"] == "people are afraid"
    assert "An answer with [brackets]" in shown
    assert "[1] Why this helps" in shown and "[2] Another angle" in shown


def test_a_number_presses_its_button(monkeypatch: pytest.MonkeyPatch) -> None:
    _, asked = chat(monkeypatch, ["people are afraid", "2", ""], replies)
    assert asked[1]["payload"] == "/another_angle" and "text" not in asked[1]


def test_a_number_without_a_button_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    _, asked = chat(monkeypatch, ["1", "people are afraid", "3", "0", ""], replies)
    assert [body.get("text") for body in asked] == ["1", "people are afraid", "3", "0"]


def test_a_chat_is_one_conversation_and_the_next_another(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [{body["conversation"] for body in chat(monkeypatch, ["a", "b", ""], replies)[1]} for _ in range(2)]
    assert len(ids[0]) == len(ids[1]) == 1 and ids[0] != ids[1]


@pytest.mark.parametrize("end", ["", "   ", EOFError, KeyboardInterrupt])
def test_an_empty_line_or_a_key_ends_it_and_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, end: str | type[BaseException]
) -> None:
    assert chat(monkeypatch, [end], replies)[1] == []


def test_an_error_of_the_service_is_its_own_sentence_and_the_chat_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    error = {"error": {"code": "too_many", "message": "Please wait [a moment]."}}
    shown, asked = chat(monkeypatch, ["a", "b", ""], lambda _: httpx.Response(429, json=error))
    assert shown.count("Please wait [a moment].") == len(asked) == 2


@pytest.mark.parametrize("kind", ["refused", "no JSON"])
def test_a_service_that_does_not_answer_is_named_with_the_way_to_start_it(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        if kind == "refused":
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(502, text="<html>")

    shown, _ = chat(monkeypatch, ["people are afraid", ""], fails)
    assert "http://127.0.0.1:1 does not answer" in shown and "make chat" in shown
