"""Only what people plainly say of themselves is remembered."""

import pytest

from bot.nlu.self_description import SelfDescription
from bot.settings import ROOT

READER = SelfDescription(ROOT / "knowledge" / "roles.yml", ROOT / "knowledge" / "services.yml")


def found(text: str) -> dict[str, str]:
    return {finding.entity: finding.value for finding in READER.find(text)}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I'm a teacher", "teacher"),
        ("I’m a newly trained youth worker", "youth_worker"),
        ("im a mum and I need advice", "parent"),
        ("I am a police officer.", "police"),
        ("As a volunteer, what can I do?", "volunteer"),
        ("trainer here", "trainer"),
    ],
)
def test_a_role_is_read(text: str, role: str) -> None:
    assert found(text).get("role") == role


@pytest.mark.parametrize(
    "text",
    [
        "The teacher said no.",
        "I'm not a teacher",
        "My mother is a police officer",
        "we need more volunteers",
        "I am afraid of the police",
    ],
)
def test_other_peoples_roles_are_not(text: str) -> None:
    assert "role" not in found(text)


@pytest.mark.parametrize(("text", "role"), [("I teach at a school", "teacher"), ("We volunteer there", "volunteer")])
def test_what_somebody_does_states_their_role(text: str, role: str) -> None:
    assert found(text) == {"role": role}


@pytest.mark.parametrize(("text", "role"), [("my son says it was a joke", "parent"), ("my class laughs", "teacher")])
def test_whom_somebody_speaks_of_only_hints_at_their_role(text: str, role: str) -> None:
    assert found(text) == {"role_hint": role}


def test_a_statement_counts_before_a_hint() -> None:
    assert found("My son says I should say so: I'm a teacher") == {"role": "teacher"}


def test_a_finding_says_where_it_stands() -> None:
    text = "Well, I'm a teacher in Austria."
    assert [text[f.start : f.end] for f in READER.find(text)][-1] == "Austria"
