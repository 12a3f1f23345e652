"""A practice conversation in the terminal."""

import re
from collections.abc import Callable, Mapping
from textwrap import fill

from knowledge.schema import Item
from training.debrief import Debrief, DebriefWriter
from training.feedback import FeedbackWriter
from training.move_classifier import Reading
from training.practice import Practice, Talk
from training.practice_phrases import PracticePhrases

WIDTH = 100
_UNDO = re.compile(r"undo(?:\s+(\d+))?", re.IGNORECASE)


class Rehearsal:
    """Lets somebody practise.

    Args:
        practice: of the scenario.
        read: gives the move that a message is.
        items: of the paper, by id.
        phrases: that hold it together.
        ask: gives the next line that was typed; raises EOFError at the end.
        say: shows a text.
        feedback: whether each turn is commented on.
    """

    def __init__(
        self,
        practice: Practice,
        read: Callable[[str], Reading],
        items: Mapping[str, Item],
        phrases: PracticePhrases,
        ask: Callable[[], str],
        say: Callable[[str], None],
        feedback: bool = False,
    ) -> None:
        self._practice, self._read, self._phrases = practice, read, phrases
        self._ask, self._say, self._feedback = ask, say, feedback
        self._feedback_writer = FeedbackWriter(practice, items, phrases)
        self._debrief_writer = DebriefWriter(practice, items, phrases)

    def run(self, seed: int) -> Debrief:
        """Talks until the person leaves, then looks back; gives the debrief."""
        talk = self._practice.start(seed)
        scenario, words = self._practice.scenario, self._phrases.rehearse
        for text in (scenario.title, scenario.situation, words.how):
            self._show(text)
        self._person(talk.opening)
        looked_back = talk
        while True:
            try:
                line = self._ask().strip()
            except EOFError:
                break
            if line.lower() == "quit":
                break
            if line.lower() == "debrief":
                looked_back = talk
                self._debrief(talk)
            elif undo := _UNDO.fullmatch(line):
                talk = self._undo(talk, undo[1])
            elif line and talk.over:
                self._show(words.over)
            elif line:
                talk = self._turn(talk, line)
        if talk is not looked_back:
            self._debrief(talk)
        return self._debrief_writer.of(talk)

    def _turn(self, talk: Talk, message: str) -> Talk:
        talk = self._practice.turn(talk, message, self._read(message))
        self._person(talk.turns[-1].says)
        if self._feedback:
            for line in self._feedback_writer.of_turn(talk, len(talk.turns)).lines():
                self._show(line, "    | ")
        if talk.over:
            self._show(self._phrases.rehearse.over)
        return talk

    def _undo(self, talk: Talk, number: str | None) -> Talk:
        words, turns = self._phrases.rehearse, len(talk.turns)
        if not turns:
            self._show(words.nothing_to_undo)
            return talk
        to = int(number) if number else turns - 1
        if to > turns:
            self._show(words.no_such_turn.format(turns=turns))
            return talk
        talk = self._practice.back_to(talk, to)
        self._show(words.back.format(turn=to))
        self._person(talk.turns[-1].says if talk.turns else talk.opening)
        return talk

    def _debrief(self, talk: Talk) -> None:
        for headline, texts in self._debrief_writer.of(talk).sections(self._phrases):
            self._say(headline)
            for text in texts:
                self._show(text, "  ")

    def _person(self, text: str) -> None:
        self._show(f"{self._practice.scenario.name}: {text}")

    def _show(self, text: str, indent: str = "") -> None:
        self._say(fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))
