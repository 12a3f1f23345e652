"""Which services are shown, and how old entries are marked."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.library import ROOT, Library, load
from knowledge.services import emergency, emergency_number, overdue, support

TODAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def library() -> Library:
    """The real library, as if every entry had been checked today."""
    real = load()
    rows = [service.model_copy(update={"last_checked": date.today()}) for service in real.services]
    return replace(real, services=tuple(rows))


def at_age(library: Library, days: int) -> Library:
    """The library as if every entry had been checked `days` ago, to be checked every 100."""
    checked = TODAY - timedelta(days=days)
    rows = [
        service.model_copy(update={"last_checked": checked, "check_every_days": 100}) for service in library.services
    ]
    return replace(library, services=tuple(rows))


@pytest.mark.parametrize("country", ["GB", "gb"])
def test_the_emergency_number_is_the_countrys_own(library: Library, country: str) -> None:
    assert emergency_number(library, country) == "999"
    assert emergency(library, country).id == "gb-emergency"


@pytest.mark.parametrize("country", ["EU", "DE", "de", "MT"])
def test_in_the_eu_it_is_112_without_more_words(library: Library, country: str) -> None:
    assert emergency_number(library, country) == "112"


@pytest.mark.parametrize("country", ["US", "us", "CH", "XX", ""])
def test_elsewhere_it_is_112_with_words_that_this_is_europes_number(library: Library, country: str) -> None:
    number = emergency_number(library, country)
    assert number.startswith("112 ") and "Europe's number" in number and "your own country" in number


@pytest.mark.parametrize("country", ["US", "us", "CH", "GB", "XX"])
def test_the_116_numbers_are_not_given_outside_the_eu(library: Library, country: str) -> None:
    rows = support(library, country, ["emotional_support", "children", "missing_children"])
    assert not any(row.service.country == "EU" for row in rows)


@pytest.mark.parametrize("country", ["EU", "SE", "se", "BG"])
def test_members_of_the_eu_have_the_116_numbers(library: Library, country: str) -> None:
    rows = support(library, country, ["emotional_support", "children"])
    assert [row.service.phone for row in rows] == ["116 123", "116 111"]


def test_the_members_of_the_eu_are_27(library: Library) -> None:
    assert sum(country.eu for code, country in library.countries.items() if code != "EU") == 27
    assert not library.countries["GB"].eu


def test_the_emergency_number_is_shown_however_old(library: Library) -> None:
    assert emergency_number(at_age(library, 5000), "GB") == "999"


def test_a_fresh_entry_is_shown_as_it_is(library: Library) -> None:
    rows = support(at_age(library, 10), "GB", ["worry_about_someone"], TODAY)
    assert rows and not any("not confirmed" in row.line for row in rows)


def test_an_entry_past_its_date_says_so(library: Library) -> None:
    rows = support(at_age(library, 150), "GB", ["worry_about_someone"], TODAY)
    assert rows and all("not confirmed" in row.line for row in rows)


def test_an_entry_past_twice_its_date_is_not_shown(library: Library) -> None:
    assert support(at_age(library, 201), "GB", ["worry_about_someone"], TODAY) == []


def test_each_line_says_who_runs_the_service_before_its_number(library: Library) -> None:
    rows = support(library, "GB", ["worry_about_someone", "police"])
    assert len(rows) == 2
    for row in rows:
        contact = row.service.phone or row.service.email or row.service.web or ""
        assert row.line.index(row.service.run_by) < row.line.index(contact)


def test_nothing_is_said_to_the_operator_while_all_is_fresh(library: Library) -> None:
    assert overdue(at_age(library, 100), TODAY) is None


def test_the_operator_is_told_in_one_line_what_to_confirm(library: Library) -> None:
    line = overdue(at_age(library, 101), TODAY)
    assert line is not None and "\n" not in line
    assert all(service.id in line for service in library.services)
    assert "no longer shown" not in line


def test_the_operator_is_told_what_is_no_longer_shown_emergency_numbers_aside(library: Library) -> None:
    line = overdue(at_age(library, 201), TODAY) or ""
    unconfirmed, hidden = line.split("no longer shown")
    assert "gb-act-early" in hidden and "gb-act-early" not in unconfirmed
    assert "gb-emergency" in unconfirmed and "gb-emergency" not in hidden


def test_a_number_written_outside_the_services_is_one_of_theirs(library: Library) -> None:
    known = " ".join(row.phone or "" for row in library.services if row.purpose == "emergency")
    written = re.findall(
        r"""(?:call |tel:|[?:] ")(\d{2,3})(?=["<.])""", (ROOT / "domain.yml").read_text(encoding="utf-8")
    )
    assert written and all(re.search(rf"\b{number}\b", known) for number in written)
