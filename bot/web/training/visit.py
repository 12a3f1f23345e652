"""Who looks at their own training, and by which way they came: the same pages stand on both."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from bot.settings import Settings
from helpline.accounts import SignedIn
from training.tables import Learner

START = "/training"
DESK = "/desk/training"


@dataclass(frozen=True)
class Visit:
    """Somebody at their own training pages.

    Attributes:
        learner: who it is.
        base: the address that their pages begin with; that of a private link is a secret.
        staff: the session at the desk; None for a private link.
    """

    learner: Learner
    base: str = field(repr=False)
    staff: SignedIn | None = None

    @property
    def csrf(self) -> str:
        """The token that goes with every form at the desk; a private link needs none, since its address is secret."""
        return self.staff.csrf if self.staff else ""


def _visit(request: Request) -> Visit:
    found: Visit = request.state.visit
    return found


Here = Annotated[Visit, Depends(_visit)]  # who asks; whoever guards the pages has let them in


def whole_address(settings: Settings, request: Request, path: str) -> str:
    """A path as an address that can be given to somebody."""
    return (settings.public_url or str(request.base_url)).rstrip("/") + path
