"""Which support services may be shown to whom, and how an entry that nobody has confirmed lately is marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.library import Library
from knowledge.schema import Service

EUROPE = "EU"  # its entries stand in where a member of the EU has none of a kind

Standing = Literal["confirmed", "unconfirmed", "hidden"]


@dataclass(frozen=True)
class Listing:
    """A service as it may be shown today.

    Attributes:
        service: the entry.
        line: it in one line, who runs it before the number (many people fear a police line).
    """

    service: Service
    line: str


def emergency(library: Library, country: str) -> Service:
    """The emergency service of `country`, or Europe's. Always shown, however old the entry."""
    rows = {s.country: s for s in reversed(library.services) if s.purpose == "emergency"}
    return rows.get(country.upper()) or rows[EUROPE]


def emergency_number(library: Library, country: str) -> str:
    """The number to call, as it stands in a sentence; where it is not known to hold, with words that say so."""
    service = emergency(library, country)
    number = service.phone or ""
    if service.country == EUROPE and not in_eu(library, country):
        return library.phrases.number_elsewhere.format(number=number)
    return number


def support(library: Library, country: str, purposes: Iterable[str], today: date | None = None) -> list[Listing]:
    """Services of `country` for `purposes`, in the order of purposes; stale entries marked or left out."""
    found: list[Listing] = []
    for purpose in purposes:
        rows = [s for s in library.services if s.purpose == purpose and s.country == country.upper()]
        if not rows and in_eu(library, country):
            rows = [s for s in library.services if s.purpose == purpose and s.country == EUROPE]
        for service in rows:
            if (standing := _standing(service, today)) != "hidden":
                found.append(Listing(service, _line(library, service, standing)))
    return found


def as_list(listings: Iterable[Listing]) -> str:
    """Services, a line each, as they stand in a reply."""
    return "\n".join(f"- {listing.line}" for listing in listings)


def in_eu(library: Library, country: str) -> bool:
    """Whether a code, in capitals or not, is of a member of the EU, or of the EU itself."""
    known = library.countries.get(country.upper())
    return known is not None and known.eu


def overdue(library: Library, today: date | None = None) -> str | None:
    """For the operator: one line that names the entries past their date, or None if there are none."""
    names: dict[Standing, list[str]] = {"confirmed": [], "unconfirmed": [], "hidden": []}
    for service in library.services:
        names[_standing(service, today)].append(service.id)
    parts = [
        f"{label}: {', '.join(names[standing])}"
        for standing, label in _FOR_THE_OPERATOR.items()
        if names[standing]
    ]  # fmt: skip
    if not parts:
        return None
    return f"Support services {'; '.join(parts)}. Confirm them at their source (knowledge/services.yml)."


_FOR_THE_OPERATOR: dict[Standing, str] = {
    "unconfirmed": "not confirmed lately, and shown with words that say so",
    "hidden": "not confirmed for so long that they are no longer shown",
}


def _standing(service: Service, today: date | None) -> Standing:
    age = (today or date.today()) - service.last_checked
    limit = timedelta(days=service.check_every_days)
    if age <= limit:
        return "confirmed"
    return "unconfirmed" if age <= 2 * limit or service.purpose == "emergency" else "hidden"


def _line(library: Library, service: Service, standing: Standing) -> str:
    contact = " or ".join(c for c in (service.phone, service.email, service.web) if c)
    hours = "; ".join(h for h in (service.hours, service.languages) if h)
    phrases = library.phrases
    line = phrases.service.format(name=service.name, run_by=service.run_by, contact=contact, hours=hours)
    return line if standing == "confirmed" else f"{line} {phrases.unconfirmed}"
