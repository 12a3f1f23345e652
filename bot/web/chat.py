"""One turn at the door: limits, redaction, the way to Rasa and back."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from anyio import to_thread

from bot.log_lines import begin_turn
from bot.log_lines import turn as this_turn
from bot.settings import Settings
from bot.tracing import span
from bot.web.case_door import LOST, CaseDoor, Handed
from bot.web.emergencies import Emergencies
from bot.web.errors import ApiError
from bot.web.limits import RateLimit
from bot.web.metrics import Metrics
from bot.web.offers import Offers
from bot.web.offsets import as_sent
from bot.web.rasa_client import RasaClient, Reply
from bot.web.reply_guard import ReplyGuard
from bot.web.shared import shared
from bot.web.training.chat_keys import ChatKeys
from bot.web.typed import as_words
from helpline.hashing import digest
from knowledge.languages import LanguageDetector
from knowledge.library import Library
from knowledge.services import emergency

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """What comes back for a message.

    Attributes:
        messages: of the bot.
        with_person: somebody of the staff has the case; the message is with them and the bot is silent.
    """

    messages: Reply
    with_person: bool = False


WITH_PERSON = Turn([], with_person=True)
# Said below a reply of the training; danger must never wait for a page to be reloaded.
LEARNER_UNKNOWN = "Your training page was open for a long time. Please reload it, so that your progress is kept."


class ChatDoor:
    """Takes messages in and gives replies out.

    Args:
        settings: of the service.
        rasa: the private process.
        library: whose languages are recognised, and answered with a sentence of their own first.
        guard: looks at every reply before it leaves.
        cases: of the helpline.
        metrics: where turns are counted and timed.
        keys: of the training's pages; None where there is no training.
    """

    def __init__(
        self,
        settings: Settings,
        rasa: RasaClient,
        library: Library,
        guard: ReplyGuard,
        cases: CaseDoor,
        metrics: Metrics,
        keys: ChatKeys | None = None,
    ) -> None:
        self._keys = keys
        self._metrics = metrics
        self._guard = guard
        self._cases = cases
        self._library = library
        self._languages = LanguageDetector(library.languages)
        self._country = settings.country
        self._limit = settings.message_limit
        self._rasa = rasa
        self._emergencies = Emergencies(library, cases, rasa)
        where = shared(settings.redis_url)
        self._offers = Offers(where)
        self._addresses = RateLimit(
            "address", settings.address_rate, settings.address_burst, settings.unlimited_addresses, where
        )
        self._conversations = RateLimit(
            "conversation", settings.conversation_rate, settings.conversation_burst, where=where
        )

    async def answer(
        self,
        conversation: str,
        address: str,
        text: str,
        payload: str | None = None,
        country: str | None = None,
        learner: str | None = None,
        turn: str | None = None,
    ) -> Turn:
        """A turn, counted and timed, with an id that its lines in the logs have too; see `turn`.

        Args:
            turn: what the client calls this turn, if it may send it again: it is then answered with what was said.
        """
        begin_turn(_turn_id(conversation, turn))
        try:
            with _timed(self._metrics, "whole"):
                done = await self.turn(conversation, address, text, payload, country, learner)
        except Exception as error:
            code = error.code if isinstance(error, ApiError) else "internal"
            log.info("A turn ended with the error %s.", code)
            self._metrics.not_answered(code)
            raise
        if done.with_person:
            log.info("A turn went to the person who has the case.")
            self._metrics.not_answered("person")
        else:
            log.info("A turn was answered.")
            self._metrics.answered(done.messages)
        return done

    async def turn(
        self,
        conversation: str,
        address: str,
        text: str,
        payload: str | None = None,
        country: str | None = None,
        learner: str | None = None,
    ) -> Turn:
        """One message in, the messages of the bot out; none while somebody of the staff has the case.

        Args:
            conversation: id that the client chose.
            address: of the client, for the limit on addresses.
            text: what the person wrote, or the title of the button that they pressed.
            payload: of the button. Honoured only if the bot offered it in this conversation; any other is
                refused, since it would reach Rasa as a command.
            country: two-letter code of where the page is shown.
            learner: key of the training page that it comes from, if it is one.

        Raises:
            ApiError: too long, too many, not offered, or the service is not there.
        """
        self._addresses.check(address)
        self._conversations.check(conversation)
        who = self._keys.learner(learner) if self._keys and learner else None
        if payload is not None:
            offered = self._offers.title(conversation, payload)
            if offered is None:
                message = "That button belongs to an earlier conversation. Please write what you mean."
                raise ApiError(409, "not_offered", message)
            message, said = payload, offered
        else:
            message = said = await self._clean(text)
        typed = payload is None
        turn_id = this_turn()
        handed = await self._cases.hand_over(conversation, said, typed, turn_id)
        if handed is Handed.OVER:
            return WITH_PERSON
        with _timed(self._metrics, "rasa"):
            answer = await self._emergencies.answered(
                self._rasa.turn(conversation, message, country, who, turn_id),
                conversation,
                message if typed else None,
                country or self._country,
            )
        with _timed(self._metrics, "guard"):
            reply = await self._guard.guarded(whole(answer))
        if typed:
            reply = [as_sent(part, text, message) for part in reply]
            reply = self._in_their_language(message, country or self._country) + reply
        if await self._cases.record(conversation, said, typed, reply, turn_id):
            return WITH_PERSON
        self._offers.add(conversation, _offered(reply))
        if learner and who is None and any((m.get("custom") or {}).get("type") == "training" for m in reply):
            reply = [*reply, {"text": LEARNER_UNKNOWN}]
        return Turn([*reply, {"text": LOST}] if handed is Handed.LOST else reply)

    def offered(self, conversation: str, payload: str) -> bool:
        """Whether `payload` is of a button that the bot offered in `conversation`."""
        return self._offers.title(conversation, payload) is not None

    def _in_their_language(self, message: str, country: str) -> Reply:
        """A sentence, and no more, for somebody who writes another language than English."""
        language = self._languages.other_than_english(message)
        if language is None:
            return []
        number = emergency(self._library, country).phone or ""
        return [{"text": language.says.format(number=number)}]

    async def _clean(self, text: str) -> str:
        if len(text) > self._limit:
            message = f"A message may have {self._limit} characters at most; this one has {len(text)}."
            raise ApiError(413, "message_too_long", message)
        with _timed(self._metrics, "redaction"):
            plain = await to_thread.run_sync(as_words, text)
        if not plain:
            raise ApiError(422, "bad_request", "The message is empty.")
        return plain


@contextmanager
def _timed(metrics: Metrics, part: str) -> Iterator[None]:
    """Times a part of a turn, one that fails too."""
    with metrics.seconds.labels(part).time(), span(part):
        yield


def whole(reply: Reply) -> Reply:
    """Puts together what Rasa's REST channel takes apart: it ends a message at each blank line and before `custom`.

    The page shows a reply about safety as one, with its number large, so text and `custom` must arrive together.
    """
    merged: Reply = []
    for message in reply:
        last = merged[-1] if merged else None
        if last is None or "custom" in last or (last.get("buttons") and "text" in message):
            merged.append(dict(message))
            continue
        texts = [part["text"] for part in (last, message) if part.get("text")]
        last.update({**message, **({"text": "\n\n".join(texts)} if texts else {})})
    return merged


def _turn_id(conversation: str, turn: str | None) -> str:
    """An id for a turn that is nobody else's and says nothing: what a client calls it could be anything."""
    return digest(f"{conversation} {turn}")[:32] if turn else uuid.uuid4().hex


def _offered(reply: Reply) -> dict[str, str]:
    """Titles of the buttons of a reply, by payload."""
    buttons = [button for message in reply for button in message.get("buttons") or [] if "payload" in button]
    return {button["payload"]: str(button.get("title", "")) for button in buttons}
