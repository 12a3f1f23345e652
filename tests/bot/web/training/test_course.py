"""The chart of a debrief, made from moves alone."""

from typing import Any
from xml.etree import ElementTree

import pytest

from bot.web.training import course as charts
from helpline.database import Database
from tests.bot.web.training.training_service import TrainingService, training_service

GOOD = "greet,open_question,reflect"


def chart(service: TrainingService, **query: Any) -> Any:
    return service.client.get("/training/course.svg", params={"scenario": "mother-afraid", "moves": GOOD, **query})


def test_a_chart_shows_the_course_and_says_it_in_words(service: TrainingService) -> None:
    made = chart(service)
    assert made.status_code == 200 and made.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(made.content)
    title, description = ("".join(child.itertext()) for child in list(root)[:2])
    assert service.training.titles["mother-afraid"] in title
    assert description
    assert b"style=" not in made.content and b"<style" not in made.content


def test_the_same_moves_give_the_same_chart_which_may_be_kept(service: TrainingService) -> None:
    one, same = chart(service), chart(service)
    assert one.content == same.content
    assert one.headers["cache-control"] == "no-store"
    others = [chart(service, moves="greet,blame"), chart(service, first="greet,blame"), chart(service, dark="1")]
    assert len({one.content, *(other.content for other in others)}) == 4


def test_it_takes_the_course_that_the_talk_took(service: TrainingService) -> None:
    """The numbers in the words of the chart are those of the rules."""
    words = ElementTree.fromstring(chart(service, moves="blame").content)[1].text or ""
    other = ElementTree.fromstring(chart(service, moves="reflect").content)[1].text or ""
    assert words != other


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"scenario": "nobody"}, 404, "There is no such practice conversation."),
        ({"scenario": "x" * 61}, 422, "not right at"),
        ({"moves": "greet,dance"}, 422, "One of these moves is not known."),
        ({"first": "dance"}, 422, "One of these moves is not known."),
        ({"moves": "<b>"}, 422, "One of these moves is not known."),
        ({"moves": ""}, 422, "A chart needs from 1 to 80 moves."),
        ({"moves": ",,"}, 422, "A chart needs from 1 to 80 moves."),
        ({"moves": ",".join(["unclear"] * 81)}, 422, "A chart needs from 1 to 80 moves."),
        ({"first": ",".join(["unclear"] * 81)}, 422, "A chart needs from 1 to 80 moves."),
        ({"moves": "greet," * 2000}, 422, "not right at"),
        ({"dark": "maybe"}, 422, "not right at"),
    ],
)
def test_what_cannot_be_played_is_refused_in_plain_words(
    service: TrainingService, query: dict[str, str], status: int, words: str
) -> None:
    refused = chart(service, **query)
    assert refused.status_code == status
    assert words in refused.json()["error"]["message"]
    assert "dance" not in refused.text


def test_moves_after_the_end_are_refused(service: TrainingService) -> None:
    refused = chart(service, moves=",".join(["blame"] * 80))
    assert refused.status_code == 422
    assert "ended before the last of these moves" in refused.json()["error"]["message"]


def test_scenario_and_moves_must_be_given(service: TrainingService) -> None:
    assert service.client.get("/training/course.svg").status_code == 422


def test_each_scenario_has_a_chart(service: TrainingService) -> None:
    for scenario in service.training.practice.scenarios:
        assert chart(service, scenario=scenario).status_code == 200


def test_many_charts_of_one_address_are_slowed_down(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "BURST", 2)
    service = training_service(empty, monkeypatch, unlimited_addresses=[])
    assert [chart(service).status_code for _ in range(3)] == [200, 200, 429]
