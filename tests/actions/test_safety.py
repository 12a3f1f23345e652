"""Danger first: the right number for the country, no guidance in an emergency."""

import pytest

from actions.offer_person import OfferPerson
from actions.safety import Safety
from tests.actions.conftest import Talk


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("DE", "112"), (None, "112"), ("XX", "112")])
def test_an_emergency_names_the_countrys_number_and_nothing_else(talk: Talk, country: str | None, number: str) -> None:
    talk.slots["country"] = country
    reply = talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    assert reply.responses == ["utter_safety_emergency"]
    assert number in reply.messages[0]["number"]
    assert reply.custom["urgency"] == "emergency"
    assert "sources" not in reply.custom
    assert reply.custom["services"]


@pytest.mark.parametrize(("intent", "urgency"), [("danger_soon", "urgent"), ("worried_about_someone", "concern")])
def test_below_an_emergency_guidance_follows_where_some_fits(talk: Talk, intent: str, urgency: str) -> None:
    text = "Question 2 about Listen before you plan?"
    reply = talk.turn(Safety(), text, {intent: 0.9, "lesson_1_1": 0.1})
    assert reply.custom["urgency"] == urgency
    assert reply.custom["sources"][0] == "lesson-1.1"
    assert reply.responses == [f"utter_safety_{urgency}"]


def test_where_nothing_fits_only_people_are_named(talk: Talk) -> None:
    reply = talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.6, "out_of_scope": 0.4})
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
    assert "run by" in reply.messages[0]["services"]
