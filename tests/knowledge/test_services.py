"""Which services are shown, and how old entries are marked."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.library import ROOT, Library, load
from knowledge.services import emergency, stale, support

TODAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def at_age(library: Library, days: int) -> Library:
    """The library as if every entry had been checked `days` ago, to be checked every 100."""
    checked = TODAY - timedelta(days=days)
    rows = [
        service.model_copy(update={"last_checked": checked, "check_every_days": 100}) for service in library.services
    ]
    return replace(library, services=tuple(rows))


def test_the_emergency_number_is_the_countrys_own(library: Library) -> None:
    assert emergency(library, "GB").service.phone is not None
    assert "999" in (emergency(library, "GB").service.phone or "")


@pytest.mark.parametrize("country", ["EU", "XX", "", "FR"])
def test_elsewhere_it_is_112(library: Library, country: str) -> None:
    assert "112" in (emergency(library, country).service.phone or "")


def test_the_emergency_number_is_shown_however_old(library: Library) -> None:
    assert emergency(at_age(library, 5000), "GB").confirmed


def test_a_fresh_entry_is_shown_as_it_is(library: Library) -> None:
    rows = support(at_age(library, 10), "GB", ["worry_about_someone"], TODAY)
    assert rows and all(row.confirmed for row in rows)
    assert "not confirmed" not in rows[0].line


def test_an_entry_past_its_date_says_so(library: Library) -> None:
    rows = support(at_age(library, 150), "GB", ["worry_about_someone"], TODAY)
    assert rows and "not confirmed" in rows[0].line


def test_an_entry_past_twice_its_date_is_not_shown(library: Library) -> None:
    assert support(at_age(library, 201), "GB", ["worry_about_someone"], TODAY) == []


def test_each_line_says_who_runs_the_service_before_its_number(library: Library) -> None:
    for row in support(library, "GB", ["worry_about_someone", "emotional_support"], TODAY):
        contact = row.service.phone or row.service.email or row.service.web or ""
        assert row.line.index(row.service.run_by) < row.line.index(contact)


def test_stale_entries_are_listed_for_the_operator(library: Library) -> None:
    assert len(stale(at_age(library, 101), TODAY)) == len(library.services)
    assert stale(at_age(library, 99), TODAY) == []


def test_a_number_written_outside_the_services_is_one_of_theirs(library: Library) -> None:
    known = " ".join(row.phone or "" for row in library.services if row.purpose == "emergency")
    written = re.findall(
        r"""(?:call |tel:|[?:] ")(\d{2,3})(?=["<.])""", (ROOT / "domain.yml").read_text(encoding="utf-8")
    )
    assert written and all(re.search(rf"\b{number}\b", known) for number in written)
