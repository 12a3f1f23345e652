"""An emergency is answered whatever has become of Rasa and of the action server.

Where the dialogue fails, or takes long, this process reads by itself how urgent the message is: by the rules, whose
word on an emergency is final in Rasa too, and then by asking Rasa for a reading, which needs no action server.
"""

import asyncio
import logging
from collections.abc import Coroutine
from functools import cache
from typing import Any

from bot.nlu.safety_rules import SafetyRules
from bot.settings import ROOT
from bot.web.case_door import CaseDoor
from bot.web.errors import ApiError
from bot.web.rasa_client import RasaClient, Reply
from helpline.urgency import Finding, Urgency, finding_in
from knowledge.first_help import first_help
from knowledge.library import Library
from knowledge.services import emergency_number

log = logging.getLogger(__name__)

RULES = ROOT / "bot" / "nlu" / "safety_rules.yml"
PATIENCE = 5.0  # seconds, many times what a turn takes, after which the message is looked at here
IN_DANGER = "If anyone is in danger now, call {number}."


class Emergencies:
    """Answers an emergency that the dialogue leaves unanswered.

    Args:
        library: whose words and services are named.
        cases: of the helpline, where an emergency opens one.
        rasa: reads how urgent a message is.
    """

    def __init__(self, library: Library, cases: CaseDoor, rasa: RasaClient) -> None:
        self._library = library
        self._cases = cases
        self._rasa = rasa
        self._rules = _rules()

    async def answered(
        self, turn: Coroutine[Any, Any, Reply], conversation: str, text: str | None, country: str
    ) -> Reply:
        """What the dialogue says, or where it fails or is slow, the words for an emergency if the message is one.

        Args:
            turn: of the dialogue; given up once the message was answered without it.
            conversation: id of it.
            text: what the person wrote, redacted; None where they pressed a button, whose words are ours.
            country: two-letter code of where they are.

        Raises:
            ApiError: of the dialogue, with the number to call.
        """
        asked = asyncio.create_task(turn)
        try:
            await asyncio.wait({asked}, timeout=PATIENCE)
            if not _is_answer(asked) and text and (found := await self._emergency_in(text)) and not _is_answer(asked):
                log.error("The dialogue did not answer an emergency; the web process did.")
                return await self._first_help(conversation, country, found)
            return await asked
        except ApiError as error:
            number = emergency_number(self._library, country)
            message = f"{error.message} {IN_DANGER.format(number=number)}"
            raise ApiError(error.status, error.code, message, error.retry_after) from None
        finally:
            asked.cancel()

    async def _emergency_in(self, text: str) -> Finding | None:
        ruled = self._rules.check(text)
        if ruled and ruled.level == Urgency.EMERGENCY:
            return finding_in(text, Urgency.EMERGENCY, ruled.because, ruled.start, ruled.end)
        read = await self._rasa.urgency(text)
        return read if read and read.urgency == Urgency.EMERGENCY else None

    async def _first_help(self, conversation: str, country: str, found: Finding) -> Reply:
        """The words of `actions/safety.py`; a case is opened as there, if its database can be used."""
        opened, team = await self._cases.open_for_emergency(conversation, country, found)
        first = first_help(self._library, Urgency.EMERGENCY, country)
        phrases = self._library.phrases.helpline
        text = first.reply.text[0].format(**first.places, desk=getattr(phrases, f"desk_{team}"))
        custom: dict[str, Any] = {"type": "safety", "urgency": str(Urgency.EMERGENCY), "services": list(first.services)}
        if opened:
            custom["case"] = opened.code
            if opened.words:
                custom["words"] = opened.words
                text = f"{text}\n\n{phrases.kept.format(case=opened.code, words=opened.words)}"
        return [{"text": text, "custom": custom}]


def _is_answer(asked: asyncio.Task[Reply]) -> bool:
    """Whether the dialogue answered, and not with the apology of an action that failed."""
    if not asked.done() or asked.exception() is not None:
        return False
    return not any((message.get("custom") or {}).get("failed") for message in asked.result())


@cache
def _rules() -> SafetyRules:
    return SafetyRules.load(RULES)
