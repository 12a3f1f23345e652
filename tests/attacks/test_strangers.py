"""What belongs to one person, asked for by another who guesses, or knows a name that opens nothing."""

import pytest

from tests.attacks.conftest import TALK, Whole
from tests.bot.web.desk.desk_service import csrf

STRANGER = "fedcba9876543210fedcba9876543210"


@pytest.mark.parametrize("guess", [STRANGER, TALK.upper(), TALK[:-1], f"{TALK}0", "1", "rest-1", "_" * 32])
def test_a_conversation_that_is_not_ones_own_tells_nothing_and_takes_nothing(whole: Whole, guess: str) -> None:
    details = {"how": "email", "detail": "a@example.org", "consent": True}
    for path, more in (("/api/chat/events", {}), ("/api/case/contact", details)):
        response = whole.client.post(path, json={"conversation": guess, **more})
        assert (response.status_code, response.json()["error"]["code"]) == (404, "no_case"), path
    case = whole.cases.find(TALK)
    assert case is not None and case.contact is None


def test_a_case_is_closed_to_whoever_has_not_signed_in_and_its_number_opens_nothing(whole: Whole) -> None:
    for path in (f"/desk/cases/{whole.case.code}", f"/desk/cases/{whole.case.code}.json", "/desk/board"):
        response = whole.client.get(path)
        assert response.status_code == 303 and response.headers["location"].startswith("/desk/sign-in"), path
    staff = whole.signed_in("sam")
    assert staff.get(f"/desk/cases/{whole.case.id}").status_code == 404
    assert staff.get("/desk/staff").status_code == 403


@pytest.mark.parametrize("guess", ["1", "kim", "..", "%2e%2e", "a" * 43, "a" * 5_000, "%00", "' or 1=1 --"])
def test_no_guess_opens_the_pages_of_a_learner(whole: Whole, guess: str) -> None:
    for path in ("", "/data.json", "/name", "/erase"):
        response = whole.client.get(f"/training/{guess}{path}")
        assert response.status_code in (200, 404), path
        assert "Kim" not in response.text


def test_a_group_is_seen_and_changed_by_its_trainer_alone(whole: Whole) -> None:
    group = whole.group.group
    other, own = whole.signed_in("sam"), whole.signed_in("lee")
    for path in (f"/desk/training/groups/{group}", f"/desk/training/groups/{group}/remove"):
        assert own.get(path).status_code == 200
        assert other.get(path).status_code == 404, path
    for path in ("link", "remove"):
        answer = other.post(f"/desk/training/groups/{group}/{path}", data={"csrf": csrf(other)})
        assert answer.status_code == 404, path
    assert whole.service.training.groups.name_of(whole.group.token) == "Evening course"


@pytest.mark.parametrize("guess", ["9" * 4_000, "-1", "1.0", "1;drop", "0x1"])
def test_no_number_of_a_group_breaks_anything(whole: Whole, guess: str) -> None:
    assert whole.signed_in("sam").get(f"/desk/training/groups/{guess}").status_code in (400, 404)
