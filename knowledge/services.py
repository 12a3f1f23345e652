"""Which support services may be shown to whom, and how an entry that nobody has confirmed lately is marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.library import Library
from knowledge.schema import Service

EVERYWHERE = "EU"  # its entries serve as the default where a country has none of a kind
SHARED_116 = {"children", "emotional_support", "missing_children"}
NOT_IN_116 = {"GB"}  # outside the EU: the 116 numbers are not listed for it in our sources


@dataclass(frozen=True)
class Listing:
    """A service as it may be shown today.

    Attributes:
        service: the entry.
        confirmed: False where the entry is past its date of checking and must be shown with words that say so.
    """

    service: Service
    confirmed: bool

    @property
    def line(self) -> str:
        """One line: name, who runs it before the number (many people fear a police line), contact, hours."""
        s = self.service
        contact = " or ".join(c for c in (s.phone, s.email, s.web) if c)
        extra = f"; {s.languages}" if s.languages else ""
        doubt = "" if self.confirmed else " (we have not confirmed this number lately)"
        return f"{s.name}, run by {s.run_by}: {contact} ({s.hours}{extra}){doubt}"


def emergency(library: Library, country: str) -> Listing:
    """The emergency service of `country`, or Europe's 112. Always shown, however old the entry."""
    rows = [s for s in library.services if s.purpose == "emergency"]
    for wanted in (country, EVERYWHERE):
        for service in rows:
            if service.country == wanted:
                return Listing(service, confirmed=True)
    raise LookupError("knowledge/services.yml has no emergency number for the EU")


def support(library: Library, country: str, purposes: Iterable[str], today: date | None = None) -> list[Listing]:
    """Services of `country` for `purposes`, in the order of purposes; stale entries marked or left out."""
    day = today or date.today()
    found: list[Listing] = []
    for purpose in purposes:
        rows = [s for s in library.services if s.purpose == purpose and s.country == country]
        if not rows and purpose in SHARED_116 and country not in NOT_IN_116:
            rows = [s for s in library.services if s.purpose == purpose and s.country == EVERYWHERE]
        for service in rows:
            age = day - service.last_checked
            limit = timedelta(days=service.check_every_days)
            if age <= 2 * limit:
                found.append(Listing(service, confirmed=age <= limit))
    return found


def stale(library: Library, today: date | None = None) -> list[Service]:
    """Entries past their date of checking, for the operator."""
    day = today or date.today()
    return [s for s in library.services if day - s.last_checked > timedelta(days=s.check_every_days)]
