"""How the desk puts things: levels, states, outcomes, roles, and what is said after something was done."""

from collections.abc import Mapping

from helpline.accounts import ROLES as RANKS
from helpline.conversation import ENDED, JOINED, LEFT
from helpline.states import State
from helpline.tables import Account
from helpline.urgency import Urgency

LEVELS: Mapping[Urgency, str] = {
    Urgency.EMERGENCY: "Emergency",
    Urgency.URGENT: "Urgent",
    Urgency.CONCERN: "A worry",
    Urgency.NONE: "No sign of danger",
}
LEVEL_HELP: Mapping[Urgency, str] = {
    Urgency.EMERGENCY: "a life may be at risk now",
    Urgency.URGENT: "serious, but nobody is in danger this moment as far as is known",
    Urgency.CONCERN: "somebody is worried about somebody",
    Urgency.NONE: "nothing points to danger so far",
}
STATES: Mapping[State, str] = {
    State.NEW: "Still being told",
    State.WAITING: "Waiting",
    State.TAKEN: "Taken",
    State.REFERRED: "Passed on to another service",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Withdrawn by the person",
}
ROLES: Mapping[str, str] = {"staff": "Staff", "lead": "Lead", "admin": "Admin"}
ROLE_HELP: Mapping[str, str] = {
    "staff": "works on cases",
    "lead": "also sees the figures and may give back the cases of others",
    "admin": "also looks after the accounts",
}
NOTICES: Mapping[str, str] = {
    JOINED: "{who} joined. The program is silent from here on.",
    LEFT: "{who} left. The program answers again.",
    ENDED: "{who} ended the conversation here. The program answers again.",
}
# What is said at the top of a page after something was done; named in the address, so that no text comes from there.
SAID: Mapping[str, str] = {
    "nobody": "Nobody is waiting right now.",
    "taken": "You have this case now. The person can see that you have joined.",
    "gave-back": "The case waits again, at its old place.",
    "referred": "The case is passed on.",
    "closed": "The case is closed. Thank you.",
    "reopened": "The case waits again.",
    "noted": "Your note is kept.",
    "judged": "The urgency is changed. The trail shows by whom and why.",
    "added": "The account is made. Give the password to your colleague in person.",
    "changed": "The account is changed.",
    "password": "Your password is changed. All other devices are signed out.",
    "factor-on": "The second factor is on. You will be asked for a code at every sign-in.",
    "factor-off": "The second factor is off.",
    "signed-out": "You are signed out.",
}


def said(name: str | None) -> str:
    """What to say after something was done; empty for a name that is not known."""
    return SAID.get(name or "", "")


def may(account: Account, least: str) -> bool:
    """Whether an account has the role `least` or one above it."""
    return RANKS.index(account.role) >= RANKS.index(least)
