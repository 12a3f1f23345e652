"""What leaves the database."""

import csv
import io
import json

import pytest

from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.export import case_data, counts_csv
from helpline.tables import Account
from helpline.trail import UnknownCaseError
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.helpline.test_statistics import MARK, busy_week


def test_a_case_is_plain_data_in_the_order_of_the_intake(
    database: Database, cases: Cases, desk: Desk, sam: Account, robin: Account, clock: Clock
) -> None:
    opened = cases.open("talk", "GB", True, Finding(Urgency.URGENT, "threats", "he will"), [Said("person", "hello")])
    for step in ("wants", "heard", "seen", "another step"):
        cases.answer(opened.id, step, f"words on {step}")
    cases.say(opened.id, [Said("person", "what can I do?"), Said("bot", "Advice.", ["item-1"])])
    cases.keep_contact(opened.id, "phone", "07700 900123", "evenings")
    cases.submit(opened.id)
    clock.forward(minutes=5)
    desk.take(opened.id, sam)
    desk.write(opened.id, sam, "Hello from Sam.")
    desk.note(opened.id, robin, "a note")
    data = json.loads(json.dumps(case_data(database, opened.id, clock())))
    assert data["code"] == opened.code and data["state"] == "taken" and data["taken_by"] == "Sam"
    assert data["urgency"]["level"] == "urgent" and "threats" in data["urgency"]["reason"]
    assert [answer["step"] for answer in data["answers"]] == ["seen", "heard", "wants", "another step"]
    assert [line["text"] for line in data["conversation"]] == [
        "hello", "what can I do?", "Advice.", "joined", "Hello from Sam.",
    ]  # fmt: skip
    assert data["advised"] == [{"text": "Advice.", "sources": ["item-1"]}]
    assert [(note["by"], note["text"]) for note in data["notes"]] == [("Robin", "a note")]
    assert data["trail"][-1]["by"] == "Robin" and data["trail"][0]["action"] == "opened"
    assert data["times"]["opened_at"] == "2026-03-02T09:00:00+00:00"
    assert data["times"]["first_taken_at"] == "2026-03-02T09:05:00+00:00" and data["times"]["ended_at"] is None
    assert "07700" not in json.dumps(data)


def test_a_case_that_is_not_there_is_said(database: Database, clock: Clock) -> None:
    with pytest.raises(UnknownCaseError):
        case_data(database, 4711, clock())


def test_counts_are_of_whole_weeks_without_totals_or_anything_of_a_person(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    assert counts_csv(database, clock()) == "week,of,name,number\n"
    busy_week(cases, desk, sam, clock, {"none": 8, "concern": 7, "urgent": 6, "emergency": 2})
    clock.forward(days=14)
    busy_week(cases, desk, sam, clock, {"emergency": 9})  # the week that runs
    text = counts_csv(database, clock())
    rows = {(r["week"], r["of"], r["name"]): r["number"] for r in csv.DictReader(io.StringIO(text))}
    week, quiet = "2026-03-02", "2026-03-09"
    assert {week for week, _, _ in rows} == {week, quiet}
    levels = ("none", "concern", "urgent", "emergency")
    assert [rows[week, "urgency", level] for level in levels] == ["8", "7", "hidden", "<5"]
    assert [rows[quiet, "urgency", level] for level in levels] == ["<5"] * 4
    assert rows[week, "outcome", "advice was enough"] == "19"
    assert rows[week, "outcome", "referred"] == "<5"
    assert rows[week, "topic", "item-1"] == "23" and (week, "topic", "item-emergency") not in rows
    assert rows[week, "waiting", "median minutes"] == "10"
    assert rows[quiet, "waiting", "median minutes"] == "hidden"
    assert MARK not in text and "Sam" not in text and "CG-" not in text
    assert not any("total" in name for _, _, name in rows)
