"""What an alert says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import Settings
from bot.web.alerts.message import AlertMessage, of_emergency, of_test
from helpline.alerts import Due
from helpline.urgency import Urgency
from tests.knowledge.wording.real_rules import real_checker

SINCE = datetime(2025, 3, 9, 22, 13, tzinfo=UTC)
DUE = Due(1, "CG-7K3F-92QD", Urgency.EMERGENCY, SINCE, SINCE, 1)


def test_it_names_the_case_its_level_since_when_and_where_to_look() -> None:
    settings = Settings(public_url="https://help.example.org/")
    message = of_emergency(DUE, settings, SINCE + timedelta(minutes=12))
    link = "https://help.example.org/desk/cases/CG-7K3F-92QD"
    assert "CG-7K3F-92QD" in message.subject
    for part in ("Level: emergency", "Waiting since: 9 March 2025, 22:13 UTC (12 minutes)", f"here: {link}\n"):
        assert part in message.text
    assert message.fields == {
        "alert": message.key, "case": "CG-7K3F-92QD", "urgency": "emergency",
        "waiting_since": "2025-03-09T22:13:00+00:00", "url": link,
    }  # fmt: skip


def test_the_same_alert_has_the_same_key_and_one_about_the_case_anew_another() -> None:
    later = SINCE + timedelta(days=1)
    keys = [
        of_emergency(due, Settings(), later).key for due in (DUE, replace(DUE, tries=2), replace(DUE, made_at=later))
    ]
    assert keys[0] == keys[1] != keys[2] and "CG-7K3F-92QD" in keys[0]


def test_without_a_public_address_it_links_to_this_machine() -> None:
    message = of_emergency(DUE, Settings(web_port=8123), SINCE)
    assert message.fields["url"] == "http://localhost:8123/desk/cases/CG-7K3F-92QD"


def test_a_clock_that_went_back_gives_no_negative_wait() -> None:
    assert "(less than a minute)" in of_emergency(DUE, Settings(), SINCE - timedelta(hours=1)).text


@pytest.mark.parametrize("message", [of_emergency(DUE, Settings(), SINCE), of_test(Settings())], ids=["alert", "test"])
def test_its_wording_hurts_nobody(message: AlertMessage) -> None:
    assert list(real_checker().check(f"{message.subject}.\n{message.text}", strict=True)) == []
