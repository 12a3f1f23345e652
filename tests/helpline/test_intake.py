"""The intake as a machine of states: whatever is said, it ends in a known state, loses no answer, and can be left."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.intake import PATIENCE, QUESTIONS, End, Intake, State, Turn
from helpline.intake_script import CONSENT, STEPS, SUMMARY, script
from helpline.urgency import Urgency

INTAKE = Intake(script())
LONGEST = 4 * len(STEPS)  # turns in which nothing usable is said


def begun() -> State:
    return INTAKE.turn(INTAKE.start({}, False).state, "yes").state


def told(*messages: str, state: State | None = None) -> Turn:
    """The turn after `messages`, from the first question on."""
    turn = Turn(state or begun())
    for message in messages:
        turn = INTAKE.turn(turn.state, message)
    return turn


def at(step: str) -> State:
    """The state in which `step` is asked, those before it answered."""
    before = STEPS[1 : STEPS.index(step)]
    return State(step, {name: f"words on {name}" for name in before}, True, last=before[-1] if before else None)


def test_the_consent_comes_first_and_danger_next() -> None:
    first = INTAKE.start({}, False)
    assert first.state.step == CONSENT and not first.state.consented
    second = INTAKE.turn(first.state, "yes")
    assert second.consents and second.state.step == "danger"


@pytest.mark.parametrize("message", ["no", "No, keep nothing", "skip", "stop", "rather not", "2"])
def test_without_consent_it_is_over(message: str) -> None:
    turn = INTAKE.turn(INTAKE.start({}, False).state, message)
    assert turn.state.end == End.REFUSED and not turn.consents


@pytest.mark.parametrize("message", ["yes but who reads that then, my boss?", "only if you tell me why", "tea"])
def test_a_yes_with_conditions_is_no_consent(message: str) -> None:
    turn = INTAKE.turn(INTAKE.start({}, False).state, message)
    assert not turn.consents and turn.state.step == CONSENT and turn.state.end is None


def test_every_question_can_be_skipped_and_then_it_ends() -> None:
    turn = told(*["skip"] * 10)
    assert turn.state.step == SUMMARY and set(turn.state.answers.values()) == {""}
    assert INTAKE.turn(turn.state, "yes").state.end == End.HANDED_IN


def test_the_questions_that_are_counted_are_those_that_are_announced() -> None:
    numbers = [State(step).number for step in STEPS]
    assert numbers == [0, *range(1, QUESTIONS + 1), 0] and QUESTIONS == 10
    assert "I ask ten short questions" in script().step(CONSENT).question


def test_answers_are_kept_in_the_persons_words() -> None:
    turn = told("no", "I run the choir", "  He broke a window.  ")
    assert turn.kept == ("seen", "He broke a window.")
    assert turn.state.answers == {"danger": "No, not today", "role": "I run the choir", "seen": "He broke a window."}


@pytest.mark.parametrize(
    "message", ["yes", "Yes, somebody may be hurt today", "yes he is on his way", "1", "right now"]
)
def test_yes_to_danger_now_is_an_emergency_and_no_question_goes_with_it(message: str) -> None:
    turn = told(message)
    assert turn.finding.urgency == Urgency.EMERGENCY and turn.finding.because
    assert turn.says == () and turn.state.asked == "nothing" and turn.state.end is None
    assert turn.kept is not None and turn.kept[0] == "danger"


def test_not_being_sure_of_danger_is_urgent_and_it_goes_on() -> None:
    turn = told("not sure")
    assert turn.finding.urgency == Urgency.URGENT and turn.state.step == "role"


@pytest.mark.parametrize("message", ["no", "no, nothing like that", "not that i know", "2", "Nobody"])
def test_no_danger_goes_on(message: str) -> None:
    turn = told(message)
    assert turn.finding.urgency == Urgency.NONE and turn.state.step == "role"


def test_words_of_an_emergency_are_the_answer_and_the_next_message_goes_on() -> None:
    turn = INTAKE.turn(at("seen"), "he stands there with an axe", Urgency.EMERGENCY)
    assert turn.kept == ("seen", "he stands there with an axe") and turn.says == ()
    following = INTAKE.turn(turn.state, "they are coming")
    assert following.state.step == "heard" and following.kept is None
    assert script().says.go_on in following.says and script().step("heard").question in following.says


@pytest.mark.parametrize("step", ["contact", SUMMARY])
def test_an_emergency_where_no_words_are_asked_for_is_added_to_danger(step: str) -> None:
    turn = INTAKE.turn(at(step), "he comes now", Urgency.EMERGENCY)
    assert turn.kept == ("danger", "words on danger\nhe comes now") and turn.state.step == step


@pytest.mark.parametrize(("message", "after"), [("no, he is 17", "he is 17"), ("sorry, she's 17", "she's 17")])
def test_an_age_belongs_to_whom_it_is_about(message: str, after: str) -> None:
    turn = told(message, state=at("support"))
    assert turn.kept == ("about", f"words on about (put right: {after})")
    assert any(after in text for text in turn.says) and turn.state.step == "support"


@pytest.mark.parametrize(
    "message", ["actually it was last week", "no, last week", "I meant last week", "wait, it was last week"]
)
def test_other_corrections_belong_to_the_answer_given_last(message: str) -> None:
    turn = told(message, state=at("support"))
    assert turn.kept is not None and turn.kept[0] == "tried" and "last week" in turn.kept[1]
    assert turn.kept[1].startswith("words on tried")


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("support", "no, nobody that I know of"),
        ("support", "no, I am alone with this"),
        ("tried", "no, we have not talked"),
        ("seen", "actually I only heard about it"),
        ("heard", "no, just what I saw"),
        ("about", "he is 17"),
    ],
)
def test_an_answer_that_begins_with_no_is_an_answer(step: str, message: str) -> None:
    assert told(message, state=at(step)).kept == (step, message)


@pytest.mark.parametrize("message", ["change 3", "change number 3", "can I change what you saw", "change seen", "3"])
def test_an_answer_can_be_changed_from_the_summary(message: str) -> None:
    turn = told(message, state=at(SUMMARY))
    assert turn.state.step == "seen" and any("words on seen" in text for text in turn.says)
    turn = told("he only shouted", state=turn.state)
    assert turn.kept == ("seen", "he only shouted") and turn.state.step == SUMMARY
    assert "3. What you saw: he only shouted" in turn.says[-1]


def test_skipping_a_question_asked_anew_leaves_what_stands() -> None:
    turn = told("change 3", "skip", state=at(SUMMARY))
    assert turn.state.answers["seen"] == "words on seen" and turn.state.step == SUMMARY


def test_going_back_asks_the_one_before_and_returns() -> None:
    turn = told("go back", state=at("tried"))
    assert turn.state.step == "about"
    assert told("a girl of 15", state=turn.state).state.step == "tried"
    assert told("back", state=at("danger")).state.step == "danger"
    assert told("back", state=at(SUMMARY)).state.step == "contact"
    assert told("back", state=State(CONSENT)).state.step == CONSENT


def test_change_without_a_number_asks_for_it() -> None:
    assert script().says.which_number in told("change", state=at(SUMMARY)).says


def test_why_is_answered_and_the_question_stays() -> None:
    turn = told("why do you ask that?", state=at("heard"))
    step = script().step("heard")
    assert turn.says == (step.why, step.question) and turn.state.step == "heard" and turn.kept is None


def test_a_person_can_be_asked_for_but_where_it_is_the_answer() -> None:
    assert told("I want to talk to somebody", state=at("heard")).people
    turn = told("I want to talk to somebody", state=at("wants"))
    assert not turn.people and turn.kept == ("wants", "I would like to talk with somebody")


@pytest.mark.parametrize("step", STEPS[1:-1])
def test_what_cannot_be_used_is_explained_then_offered_to_skip_then_left_out(step: str) -> None:
    asked = script().step(step)
    turns = [told(*["???"] * count, state=at(step)) for count in range(1, 5)]
    assert turns[0].says == (asked.unusable,)
    assert turns[1].says == (asked.unusable, asked.example)
    assert turns[2].says == (script().says.offer,)
    assert [b.text for b in turns[2].buttons] == ["Skip", "I want to talk to a person"]
    assert turns[3].kept == (step, "") and turns[3].state.step == STEPS[STEPS.index(step) + 1]


def test_a_usable_answer_ends_the_row_of_unusable_ones() -> None:
    assert told("???", "!!", "he shouted", state=at("seen")).state.unusable == 0


@pytest.mark.parametrize("step", [CONSENT, SUMMARY])
def test_where_nothing_can_be_left_out_it_ends(step: str) -> None:
    state = at(step) if step == SUMMARY else INTAKE.start({}, False).state
    end = told(*["???"] * (PATIENCE + 1), state=state).state.end
    assert end == (End.KEPT if step == SUMMARY else End.REFUSED)


def test_leaving_asks_once_what_becomes_of_it() -> None:
    turn = told("stop", state=at("seen"))
    assert turn.state.asked == "leaving" and turn.says == (script().leaving.question,)
    for message, end in (("keep it", End.KEPT), ("throw it away please", End.THROWN_AWAY), ("hm", End.KEPT)):
        assert told(message, state=turn.state).state.end == end
    assert told("go on", state=turn.state).state == replace(turn.state, asked="question")


def test_what_is_told_instead_of_an_answer_on_leaving_is_not_lost() -> None:
    turn = told("stop", "he also said that he hates his old friends", state=at("seen"))
    assert turn.kept == ("seen", "he also said that he hates his old friends")


def test_faith_and_origin_are_left_out_kindly() -> None:
    turn = told("a Hindu girl of 15", state=at("about"))
    assert turn.kept == ("about", "a … girl of 15") and script().says.left_out in turn.says
    only = told("Hindu", state=at("about"))
    assert only.kept is None and only.says[0] == script().says.only_left_out and only.state.step == "about"


@pytest.mark.parametrize("step", ["danger", "role", "seen", "heard", "supposed", "tried", "support", "wants"])
def test_what_happened_stays_as_told_for_there_such_a_word_may_say_who_is_in_need(step: str) -> None:
    words = "Somebody smashed the window of the gurdwara and shouted at the Polish family next door"
    assert told(words, state=at(step)).kept == (step, words)


def test_in_an_emergency_nothing_is_left_out() -> None:
    words = "There is smoke coming out of the church next door"
    turn = INTAKE.turn(at("about"), words, Urgency.EMERGENCY)
    assert turn.kept == ("danger", f"words on danger\n{words}") and turn.state.step == "about"


def test_contact_details_written_into_the_chat_are_not_taken_for_an_answer() -> None:
    turn = told("ring me at [phone] after six", state=at("contact"))
    assert turn.kept is None and turn.says[0] == script().step("contact").taken_out
    assert told("yes", state=at("contact")).kept is None
    assert told("done", state=at("contact")).kept == ("contact", "Done")


def test_an_answer_that_is_too_long_is_kept_in_part_and_that_is_said() -> None:
    limit = script().step("role").limit
    turn = told("word " * limit, state=at("role"))
    assert turn.kept is not None and len(turn.kept[1]) <= limit and script().says.too_long in turn.says
    unbroken = told("a" * 2 * limit + "b", state=at("support"))
    assert unbroken.state.step in ("support", "wants")


def test_a_button_of_before_asks_the_question_again() -> None:
    turn = INTAKE.turn(at("seen"), "", hint="elsewhere")
    assert turn.says == (script().says.elsewhere, script().step("seen").question) and turn.kept is None


def test_it_begins_again_at_the_first_step_without_an_answer() -> None:
    assert INTAKE.start({"danger": "no", "seen": ""}, True).state.step == "role"


def test_what_must_be_remembered_is_plain_data_and_brings_the_state_back() -> None:
    state = told("change 3", state=at(SUMMARY)).state
    assert State.of(state.step, state.answers, state.consented, state.memory()) == state
    assert all(value is None or isinstance(value, str | int) for value in state.memory().values())


SAID = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *(phrase.rstrip("…") for name in ("skip", "stop", "why", "person", "change", "back", "explain", "empty")
              for phrase in getattr(script().readings, name)),
            *(option.text for step in script().steps for option in step.options),
            *(option.text for option in script().leaving.options),
            *("change 3", "change 12", "no, he is 17", "I meant Monday", "1", "2", "9", "🙂", "a Sikh boy", "{x} {"),
        ]
    ),
)  # fmt: skip
MESSAGE = st.tuples(SAID, st.sampled_from(list(Urgency)), st.sampled_from(["", "stop", "person", "why", "elsewhere"]))


@settings(max_examples=400, deadline=None)
@given(st.lists(MESSAGE, max_size=30))
def test_whatever_is_said_the_state_is_known_and_no_answer_is_lost(messages: list[tuple[str, Urgency, str]]) -> None:
    turn = INTAKE.start({}, False)
    for text, danger, hint in messages:
        before = turn.state
        turn = INTAKE.turn(before, text, danger, hint)
        state = turn.state
        assert state.step in STEPS and set(state.answers) <= set(STEPS[1:-1])
        assert set(before.answers) <= set(state.answers), "a step once answered stays so"
        for step, answer in before.answers.items():  # an answer is replaced only where it was asked anew or put right
            changed = state.answers[step] != answer
            assert not changed or (turn.kept == (step, state.answers[step]))
            assert not changed or before.step == step or answer in state.answers[step]
        assert state.consented or not state.answers
        assert turn.kept is None or state.answers[turn.kept[0]] == turn.kept[1]
        if state.end is not None:
            assert not turn.says
            return
        assert turn.says or danger == Urgency.EMERGENCY or turn.finding.urgency == Urgency.EMERGENCY
        # It can be left from here, in two messages.
        left = INTAKE.turn(INTAKE.turn(state, "stop").state, "keep it").state if state.consented else None
        assert left is None or left.end == End.KEPT


@settings(max_examples=100, deadline=None)
@given(st.lists(MESSAGE, max_size=15), st.sampled_from(["skip", "???", "ok"]))
def test_it_ends_within_a_bound_when_nothing_is_told(messages: list[tuple[str, Urgency, str]], nothing: str) -> None:
    turn = INTAKE.start({}, False)
    for text, danger, hint in messages:
        if turn.state.end is None:
            turn = INTAKE.turn(turn.state, text, danger, hint)
    count = 0
    while turn.state.end is None:
        turn = INTAKE.turn(turn.state, nothing)
        count += 1
        assert count <= LONGEST + 2
