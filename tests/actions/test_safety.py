"""Danger first: the right number for the country, no guidance in an emergency."""

from dataclasses import replace
from datetime import date

import pytest

from actions import offer_person, resources, safety
from actions.go_on import GoOn, RememberCountry
from actions.guide import Guide
from actions.offer_person import Comfort, OfferOthersThanPolice, OfferPerson
from actions.safety import Safety
from actions.start_again import StartAgain
from knowledge.library import Library
from tests.actions.conftest import Talk


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "999"), ("gb", "999"), ("DE", "112"), (None, "112"), ("XX", "112")]
)
def test_an_emergency_names_the_countrys_number_and_nothing_else(talk: Talk, country: str | None, number: str) -> None:
    talk.slots["country"] = country
    reply = talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    assert f"please call {number}" in reply.text
    assert reply.custom["urgency"] == "emergency"
    assert "sources" not in reply.custom
    assert reply.custom["services"]


def test_a_worry_in_ones_work_is_followed_by_guidance_where_some_fits(talk: Talk) -> None:
    text = "Question 2 about Listen before you plan?"
    reply = talk.turn(Safety(), text, {"worried_about_someone": 0.4, "lesson_1_1": 0.3, "danger_soon": 0.3})
    assert reply.custom["urgency"] == "concern"
    assert reply.custom["sources"][0] == "lesson-1.1"
    assert reply.replies == ["safety_concern"]


def test_where_harm_is_near_only_people_are_named(talk: Talk) -> None:
    reply = talk.turn(Safety(), "Question 2 about Listen before you plan?", {"danger_soon": 0.9})
    assert reply.custom["urgency"] == "urgent"
    assert "sources" not in reply.custom and reply.replies == ["safety_urgent"]


def test_where_nothing_fits_only_people_are_named(talk: Talk) -> None:
    reply = talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.4, "out_of_scope": 0.3})
    assert "sources" not in reply.custom


def test_a_concern_does_not_push_the_police(talk: Talk) -> None:
    talk.slots["country"] = "GB"
    reply = talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.9, "out_of_scope": 0.9})
    assert not any("police" in s or "emergency" in s for s in reply.custom["services"])


def test_a_person_is_offered_with_services_and_the_emergency_number(talk: Talk) -> None:
    talk.slots["country"] = "GB"
    reply = talk.turn(OfferPerson(), "can I talk to someone")
    assert reply.custom["type"] == "handoff"
    assert len(reply.custom["services"]) >= 2
    assert "run by" in reply.text and "999" in reply.text


def test_who_does_not_want_the_police_is_told_who_else_there_is(talk: Talk) -> None:
    talk.slots["country"] = "GB"
    talk.turn(Safety(), "he has a knife", {"danger_soon": 0.9})
    reply = talk.turn(OfferOthersThanPolice(), "no police please")
    assert reply.replies == ["not_police"]
    assert "gb-samaritans" in reply.custom["services"]
    assert not {"gb-police", "gb-act-early"} & set(reply.custom["services"])
    assert "999" in reply.text


def test_where_only_the_police_could_be_named_others_are_told_of_in_general(talk: Talk) -> None:
    talk.slots["country"] = "XX"
    assert talk.turn(OfferOthersThanPolice(), "no police please").replies == ["not_police_unlisted"]


def test_the_police_come_last_among_those_who_help_soon(talk: Talk) -> None:
    talk.slots["country"] = "GB"
    services = talk.turn(Safety(), "zebra trombone", {"danger_soon": 0.9}).custom["services"]
    assert services[-1] == "gb-police"


def test_what_the_paper_does_not_treat_is_left_to_people_after_a_danger(talk: Talk) -> None:
    talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.9})
    reply = talk.turn(Guide(), "zebra trombone", {"out_of_scope": 0.9})
    assert reply.replies == ["outside_after_danger"]
    assert reply.custom["type"] == "handoff" and reply.custom["services"]


def test_what_now_after_an_emergency_names_the_number_again(talk: Talk) -> None:
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    reply = talk.turn(Guide(), "what do I do now?", {"lesson_1_1": 0.9})
    assert reply.custom["urgency"] == "emergency"
    assert "112" in reply.text


def test_what_now_after_a_worry_offers_a_person(talk: Talk) -> None:
    talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.9})
    assert "/ask_for_person" in talk.turn(Guide(), "help me", {"lesson_1_1": 0.9}).payloads


def test_after_a_calm_answer_or_a_fresh_start_the_danger_is_over(talk: Talk) -> None:
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    talk.turn(Guide(), "Question 2 about Listen before you plan?", {"lesson_1_1": 0.9})
    assert talk.turn(Guide(), "what do I do now?").custom == {"type": "item", "sources": ["lesson-1.1"]}
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    talk.turn(StartAgain(), "start again")
    assert talk.turn(Guide(), "what do I do now?").replies == ["first_help"]


def test_a_country_named_after_an_emergency_brings_its_number(talk: Talk) -> None:
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    talk.slots["country"] = "GB"
    reply = talk.turn(RememberCountry(), "I'm in Wales")
    assert reply.custom["urgency"] == "emergency" and "999" in reply.text
    assert talk.turn(GoOn(), "help").custom["urgency"] == "emergency"


def test_a_country_named_without_danger_lists_who_can_be_called_there(talk: Talk) -> None:
    talk.slots["country"] = "GB"
    reply = talk.turn(RememberCountry(), "I'm in Wales")
    assert reply.custom["type"] == "handoff" and "gb-emergency" in reply.custom["services"]


@pytest.mark.parametrize("country", ["DE", None])
def test_who_grieves_is_named_people_who_listen_and_gets_no_advice(talk: Talk, country: str | None) -> None:
    talk.slots["country"] = country
    reply = talk.turn(Comfort(), "my brother is dead")
    assert reply.replies == ["comfort"]
    assert reply.custom["type"] == "handoff" and reply.custom["services"]
    assert "sources" not in reply.custom


def test_who_grieves_where_no_line_listens_is_not_sent_to_the_police(talk: Talk) -> None:
    talk.slots["country"] = "XX"
    reply = talk.turn(Comfort(), "my brother is dead")
    assert reply.replies == ["comfort_unlisted"]
    assert reply.custom == {"type": "chitchat"}


LEVELS = [("danger_now", "emergency"), ("danger_soon", "urgent"), ("worried_about_someone", "concern")]


@pytest.fixture
def long_unconfirmed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has confirmed any entry for years."""
    rows = [service.model_copy(update={"last_checked": date(2000, 1, 1)}) for service in library.services]
    monkeypatch.setattr(resources, "library", lambda: replace(library, services=tuple(rows)))
    for module in (safety, offer_person):
        monkeypatch.setattr(module, "library", resources.library)


@pytest.mark.usefixtures("long_unconfirmed")
@pytest.mark.parametrize(("intent", "urgency"), LEVELS)
def test_where_no_entry_may_be_shown_no_list_is_announced(talk: Talk, intent: str, urgency: str) -> None:
    talk.slots["country"] = "DE"
    reply = talk.turn(Safety(), "zebra trombone", {intent: 0.9})
    assert reply.replies == [f"safety_{urgency}_unlisted"]
    assert reply.custom["urgency"] == urgency and reply.custom["services"] == ["eu-emergency"]
    assert "112" in reply.text and not reply.text.endswith(":")


@pytest.mark.usefixtures("long_unconfirmed")
def test_where_no_entry_may_be_shown_a_person_is_still_pointed_to(talk: Talk) -> None:
    talk.slots["country"] = "DE"
    reply = talk.turn(OfferPerson(), "can I talk to someone")
    assert reply.replies == ["offer_person_unlisted"]
    assert reply.custom == {"type": "handoff", "services": ["eu-emergency"]}
    assert "112" in reply.text


@pytest.mark.parametrize("action", [OfferPerson, GoOn])
def test_outside_the_countries_known_the_number_comes_with_words_that_it_is_europes(talk: Talk, action: type) -> None:
    talk.slots["country"] = "US"
    reply = talk.turn(action(), "can I talk to someone")
    assert "112 (that is Europe's number; if you are elsewhere" in reply.text
    assert "116" not in reply.text
