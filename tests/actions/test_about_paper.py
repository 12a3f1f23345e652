"""Questions about the paper: its story, what it cites, where to read it."""

from actions.about_paper import WORKS, AboutPaper
from actions.cite_source import CiteSource
from actions.guide import Guide
from knowledge.library import Library, load
from tests.actions.conftest import Talk
from tests.actions.test_guide import CLEAR


def test_the_story_begins_with_the_name_and_what_comes_nearest(talk: Talk, library: Library) -> None:
    reply = talk.turn(AboutPaper(), "When was the meeting?")
    assert library.paper.title in reply.text.split("\n")[0]
    assert "It was a meeting in June." in reply.text


def test_what_it_cites_is_named_in_a_few_lines_and_the_rest_counted(talk: Talk, library: Library) -> None:
    reply = talk.turn(AboutPaper(), "What does it cite?")
    lines = [line for line in reply.text.splitlines() if line.startswith("- ")]
    assert lines[:WORKS] == [f"- Work {n}: https://example.org/{n}" for n in range(1, WORKS + 1)]
    assert lines[WORKS:] == [f"- and {len(library.paper.references) - WORKS} more"]


def test_a_button_shows_all_that_it_cites(talk: Talk, library: Library) -> None:
    payload = talk.turn(AboutPaper(), "What does it cite?").payloads[0]
    assert payload == '/about_paper{"item":"all_references"}'
    reply = talk.turn(AboutPaper(), payload, item="all_references")
    assert all(work.label in reply.text for work in library.paper.references)
    assert payload not in reply.payloads


def test_where_it_can_be_read(talk: Talk, library: Library) -> None:
    asked = talk.turn(AboutPaper(), "Where can I read it?")
    pressed = talk.turn(AboutPaper(), '/about_paper{"item":"where_to_read"}', item="where_to_read")
    assert asked.text == pressed.text
    assert library.paper.title in asked.text and "On a shelf." in asked.text


def test_beside_a_place_in_the_paper_it_can_be_asked_where_to_read_it(talk: Talk) -> None:
    talk.turn(Guide(), *CLEAR)
    reply = talk.turn(CiteSource(), "where does it say that?")
    assert reply.payloads == ["/about_paper", '/about_paper{"item":"where_to_read"}']


def test_the_works_that_the_paper_cites_come_before_the_pages_that_it_names() -> None:
    first = [work.label.split()[0] for work in load().paper.references[:WORKS]]
    assert first == ["The", "Rosand,", "Schlaffer,"]
