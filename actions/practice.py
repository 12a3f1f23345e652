"""A practice conversation in the chat: the person answers each message, with feedback where it is wanted."""

import random
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, Event
from actions.resources import chat_phrases, encoder, library, move_classifier, practice_data, practice_phrases
from actions.trainee import Trainee
from actions.training_slots import ELSEWHERE, leaves, stays
from actions.training_words import Button, button, paragraphs, stop_button, turn_custom
from training.debrief import Debrief, DebriefWriter
from training.feedback import FeedbackWriter
from training.practice import Practice, Talk
from training.scenario import Scenario
from training.scenario_choice import scenario_meant

MODE = "practice"
AGAIN = 2  # turns that a debrief offers to go back to
LONGEST = 60  # turns of a talk: each is held in memory, and a chart of more cannot be read
SHOWN = 300  # characters of a message that are held with its turn; the whole of it was read
COURSE = "/training/course.svg?scenario={scenario}&moves={moves}"


class PracticeTurn:
    """One turn of a practice conversation.

    Args:
        dispatcher: where the reply goes.
        tracker: with the talk as it stands.
        conversation: the turn.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> None:
        self._dispatcher = dispatcher
        self._conversation = conversation
        self._trainee = Trainee(tracker)
        self._kept: dict[str, Any] = dict(tracker.slots.get("training_talk") or {})
        self._words = chat_phrases()
        self._say_in_talk = practice_phrases()

    # ------------------------------------------------------------ beginning

    def begin(self) -> list[Event]:
        """A talk with whom the message names; the one that was left; or the question with whom."""
        self._kept.pop("held", None)
        named = scenario_meant(self._conversation.text, practice_data().scenarios)
        if named is not None:
            return self._start(named)
        talk = self._talk()
        if talk is not None and not talk.over:
            return self._goes_on(talk)
        return self._choose(self._words.practice.choose)

    def _choose(self, says: str) -> list[Event]:
        titles = [scenario.title for scenario in practice_data().scenarios.values()]
        buttons = [*map(button, titles), stop_button()]
        self._say(says, {"step": "choose", "score": 0}, buttons)
        return stays(training_mode=MODE, training_talk={"feedback": self._feedback})

    def _chosen(self) -> list[Event]:
        scenarios = practice_data().scenarios
        named = scenario_meant(self._conversation.text, scenarios)
        if named is None and self._words.is_command(self._conversation.text, "anybody"):
            named = random.choice(list(scenarios.values()))
        return self._start(named) if named else self._choose(self._words.practice.not_found)

    def _start(self, scenario: Scenario) -> list[Event]:
        talk = self._practice(scenario.id).start(random.randrange(2**31))
        words = self._words.practice
        situation = [scenario.situation, words.invented.format(name=scenario.name), *words.how]
        self._kept = {**self._kept, "run": self._trainee.started(scenario.id)}
        return self._person(talk, talk.opening, before=situation, situation=situation)

    # ------------------------------------------------------------ within the talk

    def take(self) -> list[Event]:
        """What follows from a message within the talk."""
        text, words, talk = self._conversation.text, self._words, self._talk()
        held = self._kept.pop("held", "")
        goes_on = words.is_command(text, "go_on", "resume")
        if (held and not goes_on) or (talk is None and self._conversation.intent in ELSEWHERE):
            return leaves("elsewhere", **self.laid_aside())
        if words.is_command(text, "stop"):
            trust = self._practice(talk.scenario).mind(talk.turns).numbers.trust if talk else 0
            self._say(words.practice.stopped, {"step": "done", "score": trust}, self._last_buttons(talk))
            return leaves("said", **self.laid_aside())
        if talk is None:
            return self._choose(words.practice.choose) if held else self._chosen()
        if held:
            return self._answered(talk, held, known=False)
        return self._steered(talk, text) or self._answered(talk, text)

    def hold(self) -> list[Event]:
        """Puts the message aside while danger is answered; "go on" takes it for what it was."""
        return stays(training_mode=MODE, training_talk={**self._kept, "held": self._conversation.text})

    def laid_aside(self) -> dict[str, Any]:
        """Slots of the talk as it was left, nothing held."""
        self._kept.pop("held", None)
        return {"training_talk": self._kept}

    def _steered(self, talk: Talk, text: str) -> list[Event] | None:
        words = self._words
        if words.is_command(text, "look_back"):
            return self._look_back(talk)
        if words.is_command(text, "take_back"):
            return self._back(talk, len(talk.turns) - 1)
        if words.is_command(text, "from_start") and talk.turns:
            return self._back(talk, 0)
        turn = words.turn_meant(text)
        if turn is not None:
            return self._back(talk, turn - 1 if "try again" in text.lower() else turn)
        if words.is_command(text, "somebody_else"):
            return self._choose(words.practice.choose)
        if words.is_command(text, "resume"):
            return self._goes_on(talk)
        if words.is_command(text, "feedback_on", "feedback_off"):
            on = self._kept["feedback"] = words.is_command(text, "feedback_on")
            said = words.practice.feedback_on if on else words.practice.feedback_off
            return self._person(talk, _said_last(talk), before=[said])
        return None

    def _answered(self, talk: Talk, text: str, known: bool = True) -> list[Event]:
        """The person's answer; `known`: the message was written just now, so that its embedding is at hand."""
        practice, words = self._practice(talk.scenario), self._words.practice
        if talk.over or len(talk.turns) >= LONGEST:
            return self._person(talk, _said_last(talk), before=[words.over if talk.over else words.long])
        reading = move_classifier().read(text, encoder().encode, self._conversation.embedding if known else None)
        talk = practice.turn(talk, text[:SHOWN], reading)
        self._trainee.took(self._kept.get("run"), talk.turns[-1])
        notes = [words.over] if talk.over else []
        notes += [words.real_worry] if known and self._conversation.wants_person else []
        return self._person(talk, talk.turns[-1].says, notes=notes, comment=self._feedback)

    def _goes_on(self, talk: Talk) -> list[Event]:
        name = practice_data().scenarios[talk.scenario].name
        return self._person(talk, _said_last(talk), before=[self._words.practice.resumed.format(name=name)])

    def _back(self, talk: Talk, turn: int) -> list[Event]:
        words, name = self._words.practice, practice_data().scenarios[talk.scenario].name
        if not talk.turns:
            return self._person(talk, talk.opening, before=[words.nothing_to_take_back])
        if not 0 <= turn <= len(talk.turns):
            return self._person(talk, _said_last(talk), before=[words.no_such_turn.format(turns=len(talk.turns))])
        talk = self._practice(talk.scenario).back_to(talk, turn)
        self._kept["run"] = self._trainee.again(self._kept.get("run"), turn)
        before = words.back.format(turn=turn, name=name) if turn else words.back_to_start
        return self._person(talk, _said_last(talk), before=[before])

    def _person(
        self,
        talk: Talk,
        says: str,
        before: Sequence[str] = (),
        notes: Sequence[str] = (),
        comment: bool = False,
        situation: Sequence[str] = (),
    ) -> list[Event]:
        """Says what the person says, with what stands around it."""
        practice = self._practice(talk.scenario)
        notes = [*notes, *([self._words.not_kept] if self._trainee.failed else [])]
        name, titles, numbers = practice.scenario.name, self._words.buttons, practice.mind(talk.turns).numbers
        feedback = self._comments(practice).of_turn(talk, len(talk.turns)) if comment else None
        custom: dict[str, Any] = {
            "step": "over" if talk.over else "talk",
            "scenario": talk.scenario,
            "score": numbers.trust,
            "turn": len(talk.turns),
            "speaker": name,
            "says": says,
            **turn_custom(feedback),
            **({"situation": list(situation)} if situation else {"before": list(before)} if before else {}),
            **({"notes": list(notes)} if notes else {}),
        }
        other = titles.feedback_off if self._feedback else titles.feedback_on
        buttons = [button(titles.look_back), button(titles.take_back)] if talk.turns else []
        text = paragraphs(before, f"{name}: {says}", feedback.lines() if feedback else [], notes)
        self._say(text, custom, [*buttons, button(other), stop_button()])
        return self._stays(talk)

    def _stays(self, talk: Talk) -> list[Event]:
        kept = {**self._kept, "talk": talk.as_json(), "feedback": self._feedback}
        return stays(training_mode=MODE, training_talk=kept)

    # ------------------------------------------------------------ looking back

    def _look_back(self, talk: Talk) -> list[Event]:
        practice, phrases = self._practice(talk.scenario), self._say_in_talk
        debrief = DebriefWriter(practice, library().items, phrases).of(talk)
        sections = debrief.sections(phrases)
        custom: dict[str, Any] = {
            "step": "debrief",
            "scenario": talk.scenario,
            "score": debrief.course[-1].numbers.trust,
            "sections": [{"head": head, "texts": list(texts)} for head, texts in sections],
            "sources": list(debrief.lessons),
        }
        if talk.turns:
            custom["chart"] = self._chart(talk, debrief)
            self._trainee.debriefed(self._kept.get("run"))
        text = paragraphs(*("\n".join([head, *(f"- {row}" for row in texts)]) for head, texts in sections))
        self._say(text, custom, self._after_debrief(talk, debrief))
        return self._stays(talk)

    def _chart(self, talk: Talk, debrief: Debrief) -> dict[str, str]:
        source = COURSE.format(scenario=talk.scenario, moves=",".join(turn.move for turn in talk.turns))
        if talk.tries:
            source += "&first=" + ",".join(turn.move for turn in talk.tries[0])
        first, last = debrief.course[0].numbers._asdict(), debrief.course[-1].numbers._asdict()
        places = {f"{name}_from": value for name, value in first.items()}
        places |= {f"{name}_to": value for name, value in last.items()}
        return {"src": source, "alt": self._words.practice.chart_alt.format(**places)}

    def _after_debrief(self, talk: Talk, debrief: Debrief) -> list[Button]:
        titles = self._words.buttons
        worse = [point.turn for point in debrief.turning_points if not point.good][:AGAIN]
        buttons = [button(titles.from_turn.format(turn=turn)) for turn in worse if turn > 1]
        if talk.turns:
            buttons.append(button(titles.from_start))
        if not talk.over:
            buttons.insert(0, button(titles.go_on_practice))
        return [*buttons, button(titles.somebody_else), stop_button()]

    # ------------------------------------------------------------ what is at hand

    @property
    def _feedback(self) -> bool:
        return bool(self._kept.get("feedback", True))

    def _talk(self) -> Talk | None:
        """The talk as it stands; None before one was chosen, or where its scenario is gone."""
        if not self._kept.get("talk"):
            return None
        talk = Talk.of_json(self._kept["talk"])
        return talk if talk.scenario in practice_data().scenarios else None

    def _practice(self, scenario: str) -> Practice:
        data = practice_data()
        return Practice(data.scenarios[scenario], data.moves)

    def _comments(self, practice: Practice) -> FeedbackWriter:
        return FeedbackWriter(practice, library().items, self._say_in_talk)

    def _last_buttons(self, talk: Talk | None) -> list[Button]:
        titles = self._words.buttons
        again = [button(titles.go_on_practice, "/start_practice")] if talk and not talk.over else []
        return [*again, button(titles.new_round, "/start_quiz")]

    def _say(self, text: str, custom: dict[str, Any], buttons: Sequence[Button]) -> None:
        whole = {"type": "training", "mode": MODE, **custom}
        self._dispatcher.utter_message(text=text, buttons=list(buttons), json_message=whole)


def _said_last(talk: Talk) -> str:
    return talk.turns[-1].says if talk.turns else talk.opening
