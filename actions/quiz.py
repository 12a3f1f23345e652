"""Questions in the chat: one a turn, feedback with its source after each answer."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, Event
from actions.resources import chat_phrases, library, marker, questions, search, training_phrases
from actions.trainee import Trainee
from actions.training_slots import ELSEWHERE, leaves, stays
from actions.training_words import (
    Button,
    button,
    choices,
    feedback_custom,
    feedback_text,
    paragraphs,
    question_custom,
    quiz_custom,
    stop_button,
)
from training.question import Mend, Short
from training.quiz import Quiz, QuizMaster
from training.quiz_wish import MINUTES, read_wish
from training.schedule import Wish, seconds

MODE = "quiz"
ITEMS = 6  # of a topic that questions are taken from


class QuizTurn:
    """One turn of a round.

    Args:
        dispatcher: where the reply goes.
        tracker: with the round as it stands.
        conversation: the turn.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> None:
        self._dispatcher = dispatcher
        self._conversation = conversation
        self._trainee = Trainee(tracker)
        self._kept: dict[str, Any] = dict(tracker.slots.get("training_quiz") or {})
        self._master = QuizMaster(questions(), marker(), training_phrases().do_not_know)
        self._words = chat_phrases()

    def begin(self) -> list[Event]:
        """A new round; or the one that was left, where nothing else is asked for."""
        wished = read_wish(self._conversation.text, library().items, items_on)
        quiz = self._unfinished()
        if quiz and wished.nothing_special:
            return self._goes_on(quiz)
        return self._new(wished.wish, wished.count, [self._words.quiz.no_topic] if wished.strange_topic else ())

    def take(self) -> list[Event]:
        """What follows from a message within the round."""
        quiz, text, words = self._unfinished(), self._conversation.text, self._words
        held = self._kept.get("held")
        if held and not words.is_command(text, "go_on", "resume"):
            return leaves("elsewhere", **self.laid_aside())
        if quiz is None:
            return self._new(Wish(minutes=MINUTES), None, [words.quiz.gone])
        if held:
            return self._goes_on(quiz) if quiz.answered else self._answered(quiz, held, known=False)
        if words.is_command(text, "stop") or (quiz.answered and words.is_command(text, "no")):
            return self._stopped(quiz)
        if quiz.answered:
            if not words.is_command(text, "next"):
                return leaves("elsewhere")
            return self._ended(quiz) if quiz.over else self._ask(self._master.next(quiz))
        return self._answered(quiz, text)

    def expects(self, text: str) -> bool:
        """Whether a message can be taken for an answer or a word that steers the round."""
        quiz, words = self._unfinished(), self._words
        if quiz is None or words.is_command(text, "stop") or self._kept.get("held"):
            return True
        return words.is_command(text, "next", "no") if quiz.answered else self._master.reads(quiz, text)

    def hold(self) -> list[Event]:
        """Puts the message aside while danger is answered; "go on" takes it for what it was."""
        return stays(training_mode=MODE, training_quiz={**self._kept, "held": self._conversation.text})

    def laid_aside(self) -> dict[str, Any]:
        """Slots of the round as it was left, nothing held."""
        quiz = self._unfinished()
        return {"training_quiz": {"quiz": quiz.as_json()} if quiz else None}

    def _unfinished(self) -> Quiz | None:
        if "quiz" not in self._kept:
            return None
        quiz = Quiz.of_json(self._kept["quiz"])
        return quiz if self._master.holds(quiz) else None

    def _new(self, wish: Wish, count: int | None, before: Sequence[str] = ()) -> list[Event]:
        quiz_words, schedule = self._words.quiz, self._trainee.schedule()
        names = schedule.next(questions(), wish)
        before = [*before]
        if not names and wish.items:
            before.append(quiz_words.no_topic)
            names = schedule.next(questions(), replace(wish, items=()))
        if not names:
            return self._nothing(quiz_words.nothing_wrong if wish.only_wrong else quiz_words.nothing_due)
        names = names[:count]
        minutes = max(round(seconds(names, questions()) / 60), 1)
        begins = quiz_words.begins.one if len(names) == 1 else quiz_words.begins.more
        before.append(begins.format(count=len(names), minutes=minutes))
        return self._ask(Quiz(tuple(names), random.randrange(2**31)), before)

    def _nothing(self, says: str) -> list[Event]:
        custom = {"type": "training", "mode": MODE, "step": "done", "score": 0, "number": 0, "of": 0, "answered": 0}
        self._say(says, custom, self._what_next())
        return leaves("said", training_quiz=None)

    def _goes_on(self, quiz: Quiz) -> list[Event]:
        if quiz.over:
            return self._ended(quiz)
        return self._ask(self._master.next(quiz) if quiz.answered else quiz, [self._words.quiz.resumed])

    def _ask(self, quiz: Quiz, before: Sequence[str] = ()) -> list[Event]:
        asked = self._master.asked(quiz)
        number = self._words.quiz.number.format(number=quiz.place + 1, of=len(quiz.questions))
        shown = question_custom(asked)
        says = {"before": list(before)} if before else {}
        self._say(
            paragraphs(before, f"{number} {asked.text()}", shown["hint"]),
            quiz_custom(quiz, "question", question=shown, **says),
            [*choices(asked), button(training_phrases().do_not_know[0].capitalize()), stop_button()],
        )
        return stays(training_mode=MODE, training_quiz={"quiz": quiz.as_json()})

    def _answered(self, quiz: Quiz, text: str, known: bool = True) -> list[Event]:
        """Marks an answer; `known`: it is what was written just now, so that its embedding is at hand."""
        result = self._master.answer(quiz, text, self._conversation.embedding if known else None)
        if result is None or (known and self._conversation.intent in ELSEWHERE and not self._is_free(quiz)):
            return self._unread(quiz)
        now, marked = result
        events = self._trainee.answered(marked, text if self._is_free(quiz) else None)
        feedback, titles = feedback_custom(marked), self._words.buttons
        notes = [self._words.not_kept] if self._trainee.failed else []
        if known and self._conversation.wants_person:
            notes.append(self._words.practice.real_worry)
        more = {"feedback": feedback, "sources": [marked.item], **({"notes": notes} if notes else {})}
        buttons = [button(titles.next, "next"), stop_button()]
        self._say(paragraphs(feedback_text(marked), notes), quiz_custom(now, "feedback", **more), buttons)
        return [*events, *stays(training_quiz={"quiz": now.as_json()})]

    def _is_free(self, quiz: Quiz) -> bool:
        return isinstance(questions()[quiz.questions[quiz.place]].answer, Short | Mend)

    def _unread(self, quiz: Quiz) -> list[Event]:
        if self._conversation.intent in ELSEWHERE:
            return leaves("elsewhere")
        return self._ask(quiz, [self._words.quiz.unread])

    def _stopped(self, quiz: Quiz) -> list[Event]:
        if quiz.over:
            return self._ended(quiz)
        words = self._words.quiz
        answered = quiz.place + quiz.answered
        says = words.stopped.format(answered=answered, of=len(quiz.questions)) if answered else words.stopped_at_once
        self._end(quiz, says, answered > 0)
        return leaves("said", training_quiz={"quiz": quiz.as_json()})

    def _ended(self, quiz: Quiz) -> list[Event]:
        done, count = self._words.quiz.done, len(quiz.scores)
        says = done.none if not count else done.one if count == 1 else done.more
        self._end(quiz, says.format(answered=count, right=quiz.right, score=f"{quiz.score:g}"), count > 0)
        return leaves("said", training_quiz=None)

    def _end(self, quiz: Quiz, says: str, answered: bool) -> None:
        words, buttons = self._words.quiz, self._what_next()
        kept = words.comes_back if self._trainee.kept else words.nothing_kept
        if quiz.right < len(quiz.scores):
            buttons.insert(0, button(self._words.buttons.only_wrong, "ask me only what I got wrong"))
        custom = quiz_custom(quiz, "done", right=quiz.right)
        self._say(paragraphs(says, kept if answered else ""), custom, buttons)

    def _what_next(self) -> list[Button]:
        titles = self._words.buttons
        return [button(titles.new_round, "ask me a question"), button(titles.practise, "/start_practice")]

    def _say(self, text: str, custom: dict[str, Any], buttons: Sequence[Button]) -> None:
        self._dispatcher.utter_message(text=text, buttons=list(buttons), json_message=custom)


def items_on(topic: str) -> list[str]:
    """Items of the paper that a topic in free words is about; none if nothing fits."""
    ranking = search().rank(topic)
    if ranking.fit < ranking.limits.ask:
        return []
    return [hit.item for hit in ranking.hits[:ITEMS]]
