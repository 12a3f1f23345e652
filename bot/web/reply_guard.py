"""Every reply is looked at once more before it leaves: no wording that hurts or puts off may get through."""

import logging
import threading
from typing import Any

from starlette.concurrency import run_in_threadpool

from bot.web.metrics import Metrics
from bot.web.rasa_client import Reply
from bot.web.wording_rules import WordingRules
from knowledge.wording.checker import Checker
from knowledge.wording.guard import Guard, Guarded
from knowledge.wording.schema import Rule
from knowledge.wording.spoken import spoken

log = logging.getLogger(__name__)


class ReplyGuard:
    """Puts the sentences of replies through the guard on wording, and counts what it changed.

    Four kinds of reply are left as they are. One about an emergency is fixed text that tests have checked, and nothing
    may hold it up. One on a text that was brought to be checked quotes that text, and one of the intake quotes what
    the person told. One of the training quotes on purpose what people get wrong, and the trainee's own words; its words
    are checked by `python -m training validate`.

    Args:
        rules: on wording.
        metrics: where changes are counted.
    """

    def __init__(self, rules: WordingRules, metrics: Metrics) -> None:
        self._rules = rules
        self._library = rules.library
        self._metrics = metrics
        self._guard: Guard | None = None

    def warm_up(self) -> None:
        """Reads the rules and checks the data files in the background, so that no reply need wait for it."""
        threading.Thread(target=self._learn, daemon=True).start()

    def _learn(self) -> None:
        with self._rules.checker() as checker:
            steps = self._guard_by(checker).learn()
        while True:
            with self._rules.checker():  # at each step anew: a reply may come between
                if next(steps, steps) is steps:
                    return

    def _guard_by(self, checker: Checker) -> Guard:
        if self._guard is None:
            said = spoken(self._library, checker.book)
            self._guard = Guard(checker, (text for text in said if text.model is not Rule))  # rules are no replies
        return self._guard

    async def guarded(self, reply: Reply) -> Reply:
        """`reply` as it may leave. A reply that cannot be checked leaves as it is: somebody waits for it."""
        if any(_is_exempt(message.get("custom") or {}) for message in reply):
            return reply
        try:
            return await run_in_threadpool(self._checked, reply)
        except Exception:  # a fault in the checker must not keep help from anybody
            log.exception("The guard on wording failed; the reply left unchecked.")
            self._metrics.guarded.labels("none", "unchecked").inc()
            return reply

    def _checked(self, reply: Reply) -> Reply:
        return [self._message(message) for message in reply]

    def _message(self, message: dict[str, Any]) -> dict[str, Any]:
        checked = dict(message)
        if message.get("text"):
            checked["text"] = self._guarded(message["text"]) or self._library.replies.withheld.text[0]
        if message.get("buttons"):
            titles = [(button, self._guarded(button["title"])) for button in message["buttons"]]
            checked["buttons"] = [{**button, "title": title} for button, title in titles if title]
        return checked

    def _guarded(self, text: str) -> str:
        with self._rules.checker() as checker:
            result = self._guard_by(checker).guarded(text)
        self._count(result)
        return result.text

    def _count(self, result: Guarded) -> None:
        for done, rules in (("rephrased", result.rephrased), ("dropped", result.dropped)):
            for rule in rules:
                self._metrics.guarded.labels(rule, done).inc()
                log.warning("The guard on wording changed a reply: %s by the rule %s.", done, rule)


def _is_exempt(custom: dict[str, Any]) -> bool:
    return custom.get("type") in ("wording", "triage", "training") or custom.get("urgency") == "emergency"
