"""Lines of the log: of a turn, for people or for programs, and without the text of an error."""

import io
import json
import logging
import uuid
from collections.abc import Iterator

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from bot import log_lines

WORDS = "quincebramble"
TURN = uuid.uuid4().hex


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The loggers of this process are as they were, after each test."""
    names = ("", *log_lines.OURS, "uvicorn", "uvicorn.error", "uvicorn.access")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger.handlers, logger.level, logger.propagate) for logger in loggers]
    yield
    log_lines.begin_turn(None)
    for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
        logger.handlers, logger.level, logger.propagate = handlers, level, propagate
        logger.manager._clear_cache()  # type: ignore[attr-defined]


def written(form: str, level: str = "info") -> io.StringIO:
    """Where the lines go from now on."""
    log_lines.set_up(form, level)
    out = io.StringIO()
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.stream = out
    return out


def fail() -> None:
    raise ValueError(WORDS)


def test_json_is_one_object_a_line_with_the_turn() -> None:
    out = written("json")
    log_lines.begin_turn(TURN)
    logging.getLogger("bot.web.chat").info("A turn ended:\n%s.", "well")
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["turn"]) == ("info", "bot.web.chat", TURN)
    assert told["message"] == "A turn ended:\nwell." and told["at"].endswith("+00:00")


def test_text_names_the_turn_too_and_only_while_there_is_one() -> None:
    out = written("text")
    logging.getLogger("actions.server").warning("before")
    log_lines.begin_turn(TURN)
    logging.getLogger("actions.server").warning("within")
    before, within = out.getvalue().splitlines()
    assert before.endswith("WARNING actions.server before")
    assert within.endswith(f"WARNING actions.server [turn {TURN}] within")


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_an_error_kind_and_places_are_told_and_its_text_is_not(form: str) -> None:
    out = written(form)
    try:
        fail()
    except ValueError:
        logging.getLogger("bot.web").exception("It failed.")
    assert "ValueError" in out.getvalue() and "in fail" in out.getvalue()
    assert WORDS not in out.getvalue()


@pytest.mark.parametrize(("level", "lines"), [("error", 2), ("warning", 4), ("info", 5)])
def test_the_level_counts_for_our_lines_and_others_never_say_more_than_warnings(level: str, lines: int) -> None:
    out = written("text", level)
    for name in ("bot.web", "rasa.core"):
        for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(number, "a line")
    assert len(out.getvalue().splitlines()) == lines


def test_what_uvicorn_says_has_the_same_form() -> None:
    out = written("json")
    logging.getLogger("uvicorn.error").error("no")
    assert json.loads(out.getvalue())["logger"] == "uvicorn.error"


def test_what_was_asked_for_is_never_logged() -> None:
    """As `--no-access-log` has it: the address of a private link is a secret."""
    uvicorn.Config("bot.web.app:served_app", access_log=False, log_level="info")
    out = written("text")
    logging.getLogger("uvicorn.access").info('%s - "GET /training/%s"', "192.0.2.1", WORDS)
    assert out.getvalue() == ""


@given(st.one_of(st.none(), st.integers(), st.text(), st.just(TURN.upper()), st.just(f"{TURN} {WORDS}")))
def test_what_is_no_id_of_a_turn_never_gets_into_a_line(turn: object) -> None:
    log_lines.begin_turn(turn)
    line = json.loads(log_lines.JsonLines().format(logging.makeLogRecord({"msg": "a line"})))
    assert "turn" not in line
