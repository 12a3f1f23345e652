"""The training in the chat: questions with feedback, talks with a person who answers, and danger before both."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from actions import resources
from actions.guide import Guide
from helpline.cases import Cases
from helpline.database import Database as HelplineDatabase
from helpline.urgency import Urgency
from knowledge.index import PassageIndex
from knowledge.library import Library, load
from knowledge.passages import passages
from tests.actions.test_contract import assert_kept
from tests.actions.training_talk import KeywordMoves, TrainingTalk
from tests.knowledge.conftest import WordEncoder
from training.chat_phrases import load_chat_phrases
from training.database import Database
from training.learners import Learners
from training.loading import load_marker
from training.marking import Marker
from training.move_classifier import MoveClassifier
from training.practice_files import PracticeData, load_practice
from training.question import Several
from training.question_files import load_questions

PAUSED = load_chat_phrases().paused


@cache
def whole_library() -> Library:
    return load()


@cache
def all_questions() -> Any:
    return load_questions(whole_library())


@cache
def whole_index() -> PassageIndex:
    return PassageIndex.build(passages(whole_library()), WordEncoder())  # type: ignore[arg-type]


@cache
def whole_marker() -> Marker:
    checker = resources.wording_checker()
    return load_marker(whole_library(), all_questions(), WordEncoder().encode, checker)


@cache
def all_practice() -> PracticeData:
    return load_practice(whole_library(), search=False)


@pytest.fixture(autouse=True)
def training(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Database]:
    """The real questions and people, and moves that are read by a word."""
    database = Database(f"sqlite:///{tmp_path / 'training.db'}")
    database.upgrade()
    monkeypatch.setattr(resources, "load", whole_library)
    monkeypatch.setattr(PassageIndex, "load", lambda *_: whole_index())
    monkeypatch.setattr(resources, "load_questions", lambda _: all_questions())
    monkeypatch.setattr(resources, "load_marker", lambda *_: whole_marker())
    monkeypatch.setattr(resources, "load_practice", lambda *_, **__: all_practice())
    monkeypatch.setattr(MoveClassifier, "load", lambda *_: KeywordMoves())
    monkeypatch.setattr(resources, "_training_database", lambda: database)
    yield database
    database.close()


@pytest.fixture
def talk() -> TrainingTalk:
    return TrainingTalk()


@pytest.fixture
def asked(talk: TrainingTalk) -> TrainingTalk:
    """A conversation in which a question with one right answer was just asked."""
    reply = talk.begin("ask me questions", "start_quiz")
    assert reply.custom["question"]["kind"] == "one"
    return talk


@pytest.fixture
def with_denise(talk: TrainingTalk) -> TrainingTalk:
    """A practice conversation that has just begun."""
    talk.begin("let me practise with the mother", "start_practice")
    return talk


def right_label(reply: Any) -> str:
    """The label of the right answer to the question of a reply."""
    shown = reply.custom["question"]
    options = all_questions()[shown["id"]].answer.options
    right = next(option.text for option in options if option.right)
    return str(next(row["label"] for row in shown["rows"] if row["text"] == right))


# ---------------------------------------------------------------- questions


def test_a_question_comes_with_its_answers_as_buttons_and_in_words(talk: TrainingTalk) -> None:
    reply = talk.begin("give me ten minutes of questions", "start_quiz")
    shown = reply.custom["question"]
    assert reply.custom["mode"] == "quiz" and reply.custom["step"] == "question" and reply.custom["number"] == 1
    assert {"a", "b", "c", "d"} <= set(reply.payloads)
    assert all(row["text"] in reply.text for row in shown["rows"]) and shown["asks"] in reply.text
    assert_kept(reply.messages, whole_library())


def test_a_right_answer_is_told_with_the_sentence_of_the_paper_and_counts_a_point(talk: TrainingTalk) -> None:
    reply = talk.begin("ask me questions", "start_quiz")
    item = all_questions()[reply.custom["question"]["id"]].item
    answer = talk.say(right_label(reply))
    assert answer.custom["step"] == "feedback" and answer.custom["score"] == 1
    assert answer.custom["sources"] == [item] and "“" in answer.custom["feedback"]["source"]
    assert_kept(answer.messages, whole_library())


def test_what_is_no_answer_is_asked_again_and_costs_nothing(asked: TrainingTalk) -> None:
    before = asked.slots["training_quiz"]
    reply = asked.say("the moon is round")
    assert reply.custom["step"] == "question" and resources.chat_phrases().quiz.unread in reply.text
    assert asked.slots["training_quiz"] == before


def test_a_whole_round_ends_with_what_was_answered(talk: TrainingTalk) -> None:
    reply = talk.begin("three questions please", "start_quiz")
    assert reply.custom["of"] == 3
    for number in range(3):
        assert reply.custom["number"] == number + 1
        talk.say("I do not know")
        reply = talk.say("next")
    assert reply.custom["step"] == "done" and reply.custom["answered"] == 3 and reply.custom["right"] == 0
    assert not talk.active and talk.slots["training_quiz"] is None
    assert_kept(reply.messages, whole_library())


def test_a_topic_is_asked_about_and_nothing_else(talk: TrainingTalk) -> None:
    reply = talk.begin("quiz me on lesson 2.3", "start_quiz")
    items = {all_questions()[name].item for name in talk.slots["training_quiz"]["quiz"]["questions"]}
    assert items == {"lesson-2.3"} and reply.custom["step"] == "question"


def test_only_what_was_wrong_is_asked_again(talk: TrainingTalk) -> None:
    first = talk.begin("two questions", "start_quiz").custom["question"]["id"]
    talk.say("I do not know")
    talk.say(right_label(talk.say("next")))
    talk.say("next")
    again = talk.begin("only what I got wrong", "start_quiz")
    assert again.custom["of"] == 1 and again.custom["question"]["id"] == first


def test_with_nothing_wrong_that_is_said_and_something_else_offered(talk: TrainingTalk) -> None:
    reply = talk.begin("only what I got wrong", "start_quiz")
    assert reply.text == resources.chat_phrases().quiz.nothing_wrong and not talk.active and reply.payloads
    assert_kept(reply.messages, whole_library())


def test_a_round_that_was_left_goes_on_where_it_was(asked: TrainingTalk) -> None:
    name = asked.slots["training_quiz"]["quiz"]["questions"][0]
    stopped = asked.say("stop")
    assert stopped.custom["step"] == "done" and not asked.active
    again = asked.begin("/start_quiz", "start_quiz")
    assert again.custom["question"]["id"] == name and resources.chat_phrases().quiz.resumed in again.text


def test_somebody_to_talk_to_can_be_asked_for_in_the_middle(asked: TrainingTalk) -> None:
    reply = asked.say("I need to talk to a person", "ask_for_person")
    assert reply.custom["type"] == "handoff" and "/start_quiz" in reply.payloads and not asked.active


def test_another_question_in_the_middle_is_answered_and_the_round_can_be_gone_on_with(asked: TrainingTalk) -> None:
    asked.say("b")
    reply = asked.say("The mothers in my group are afraid to talk", "mothers_afraid_to_talk")
    assert reply.custom["type"] != "training" and reply.payloads[-1] == "/start_quiz" and not asked.active


def test_a_button_of_before_works_in_the_middle(asked: TrainingTalk) -> None:
    asked.say("b")
    reply = asked.say("/tell_me_more", "tell_me_more", entities=[{"entity": "item", "value": "lesson-2.3"}])
    assert reply.custom["type"] == "item" and reply.payloads[-1] == "/start_quiz"


def test_practice_can_be_asked_for_in_the_middle_of_questions(asked: TrainingTalk) -> None:
    reply = asked.say("let me practise a conversation instead", "start_practice")
    assert reply.custom["mode"] == "practice" and reply.custom["step"] == "choose"


# ---------------------------------------------------------------- practice


def test_whom_one_can_practise_with_is_asked_by_their_titles(talk: TrainingTalk) -> None:
    reply = talk.begin("can we practise a talk", "start_practice")
    titles = [scenario.title for scenario in resources.practice_data().scenarios.values()]
    assert reply.custom["step"] == "choose" and reply.payloads[: len(titles)] == titles
    chosen = talk.say("the third one")
    assert chosen.custom["speaker"] == resources.practice_data().scenarios["head-teacher-list"].name
    assert_kept(reply.messages, whole_library())


def test_the_person_is_said_to_be_invented_before_they_say_a_word(talk: TrainingTalk) -> None:
    reply = talk.begin("let me practise with the mother", "start_practice")
    assert "invented" in " ".join(reply.custom["situation"]) and reply.custom["says"] in reply.text
    assert reply.text.index("invented") < reply.text.index(reply.custom["says"])


def test_a_turn_is_answered_with_feedback_a_lesson_and_two_better_wordings(with_denise: TrainingTalk) -> None:
    reply = with_denise.say("You must call the police at once")
    feedback = reply.custom["feedback"]
    assert feedback["kind"] == "hurts" and len(feedback["wordings"]) == 2 and reply.custom["sources"]
    assert reply.custom["says"] and reply.custom["score"] < 25
    assert_kept(reply.messages, whole_library())


def test_feedback_can_be_turned_off_and_on(with_denise: TrainingTalk) -> None:
    with_denise.say("feedback off")
    assert "feedback" not in with_denise.say("Hello, take your time").custom
    with_denise.say("feedback on")
    assert "feedback" in with_denise.say("It sounds hard").custom


def test_a_turn_can_be_taken_back(with_denise: TrainingTalk) -> None:
    first = with_denise.say("Take all the time you need")
    with_denise.say("Call the police")
    back = with_denise.say("undo")
    assert back.custom["turn"] == 1 and back.custom["score"] == first.custom["score"]
    assert back.custom["says"] == first.custom["says"]


def test_looking_back_shows_the_course_and_offers_to_try_again(with_denise: TrainingTalk) -> None:
    with_denise.say("Hello, take your time")
    with_denise.say("How are things at home?")
    with_denise.say("Call the police")
    reply = with_denise.say("look back")
    assert reply.custom["step"] == "debrief" and reply.custom["sections"]
    assert reply.custom["chart"]["src"].endswith("&moves=greet,open_question,jump_to_police")
    assert "Try again from turn 3" in reply.payloads
    again = with_denise.say("Try again from turn 3")
    assert again.custom["turn"] == 2
    assert_kept(reply.messages, whole_library())


def test_a_second_try_shows_the_first_beside_it(with_denise: TrainingTalk) -> None:
    with_denise.say("Call the police")
    with_denise.say("from the start")
    with_denise.say("Take your time")
    reply = with_denise.say("look back")
    assert reply.custom["chart"]["src"].endswith("&moves=silence_or_space&first=jump_to_police")


def test_a_very_long_talk_comes_to_an_end_and_holds_little_of_long_messages(with_denise: TrainingTalk) -> None:
    reply = with_denise.say("Hello, take your time. " * 60)
    talk = with_denise.slots["training_talk"]["talk"]
    assert len(talk["turns"][0]["message"]) <= 300
    talk["turns"] = talk["turns"] * 60
    reply = with_denise.say("How are things?")
    assert reply.custom["turn"] == 60 and resources.chat_phrases().practice.long in reply.text


def test_a_talk_that_was_left_goes_on_where_it_was(with_denise: TrainingTalk) -> None:
    said = with_denise.say("Take your time").custom["says"]
    assert with_denise.say("stop").custom["step"] == "done"
    again = with_denise.begin("/start_practice", "start_practice")
    assert again.custom["says"] == said and again.custom["turn"] == 1


# ---------------------------------------------------------------- danger, in every state


@pytest.mark.parametrize("state", ["asked", "feedback", "practice", "choosing"])
def test_an_emergency_is_answered_at_once_and_nothing_leads_away_from_it(talk: TrainingTalk, state: str) -> None:
    begin = "start_practice" if state in ("practice", "choosing") else "start_quiz"
    talk.begin("with the mother" if state == "practice" else "please begin", begin)
    if state == "feedback":
        talk.say("b")
    reply = talk.say("He is coming at me with a knife", "danger_now", "emergency")
    assert reply.custom["type"] == "safety" and reply.custom["urgency"] == "emergency"
    assert reply.payloads == [] and "112" in reply.text
    assert_kept(reply.messages, whole_library())


def test_danger_in_the_very_message_that_asks_for_questions_comes_first(talk: TrainingTalk) -> None:
    reply = talk.begin("quiz me, and he is outside with a knife", "danger_now")
    assert reply.custom["urgency"] == "emergency"


def test_the_staff_are_told_that_an_emergency_was_written_in_a_lesson(
    with_denise: TrainingTalk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helpline = HelplineDatabase(f"sqlite:///{tmp_path / 'helpline.db'}")
    helpline.upgrade()
    monkeypatch.setattr(resources, "_database", lambda: helpline)
    with_denise.say("He has a knife", "danger_now", "emergency")
    case = Cases(helpline).find("test")
    assert case is not None and case.urgency == Urgency.EMERGENCY
    assert case.because.startswith("a word of danger") and case.because.endswith(PAUSED.for_staff)


def test_after_an_emergency_go_on_takes_the_message_for_what_it_was(with_denise: TrainingTalk) -> None:
    with_denise.say("Is anybody in danger right now?", "danger_now", "emergency")
    reply = with_denise.say("I was only practising")
    assert reply.custom["mode"] == "practice" and reply.custom["turn"] == 1
    assert with_denise.slots["training_talk"]["talk"]["turns"][0]["move"] == "check_safety"


def test_after_an_emergency_anything_else_is_answered_outside_the_training(with_denise: TrainingTalk) -> None:
    with_denise.say("He has a knife", "danger_now", "emergency")
    reply = with_denise.say("what do I do now", "ask_what_now")
    assert reply.custom["type"] != "training" and not with_denise.active


def test_after_an_emergency_nothing_leads_back_to_a_lesson(with_denise: TrainingTalk) -> None:
    with_denise.say("He has a knife", "danger_now", "emergency")
    reply = with_denise.say("what do I do now", "ask_what_now")
    assert "112" in reply.text and "/start_practice" not in reply.payloads


@pytest.mark.parametrize("said", ["please stop", "enough", "no"])
@pytest.mark.parametrize("begin", ["start_quiz", "start_practice"])
def test_after_an_emergency_a_wish_to_stop_is_not_praised_as_practice(
    talk: TrainingTalk, begin: str, said: str
) -> None:
    talk.begin("with the mother" if begin == "start_practice" else "quiz me", begin)
    talk.say("He has a knife", "danger_now", "emergency")
    reply = talk.say(said, "stop_intake")
    assert not talk.active and "practice" not in reply.text and reply.payloads == []


@pytest.mark.parametrize("begin", ["start_quiz", "start_practice"])
def test_a_lesson_that_danger_broke_off_can_be_gone_on_with_later(talk: TrainingTalk, begin: str) -> None:
    talk.begin("with the mother" if begin == "start_practice" else "quiz me", begin)
    talk.say("He leaves next week", "danger_soon", "urgent")
    talk.say("what do I do now", "ask_what_now")
    again = talk.begin(f"/{begin}", begin)
    assert again.custom["type"] == "training"
    after = talk.say("b") if begin == "start_quiz" else talk.say("Hello, take your time")
    assert after.custom["step"] == ("feedback" if begin == "start_quiz" else "talk") and talk.active


def test_danger_while_choosing_a_person_is_not_forgotten(talk: TrainingTalk) -> None:
    talk.begin("can we practise", "start_practice")
    talk.say("He has a knife", "danger_now", "emergency")
    reply = talk.say("my mother is here too", "nlu_fallback")
    assert not talk.active and reply.custom["type"] != "training"


def test_somebody_to_talk_to_can_be_asked_for_while_choosing(talk: TrainingTalk) -> None:
    talk.begin("can we practise", "start_practice")
    assert talk.say("can I talk to a real person", "ask_for_person").custom["type"] == "handoff"


def test_where_no_training_is_offered_danger_is_answered_all_the_same(
    talk: TrainingTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_training_database", lambda: None)
    assert talk.begin("quiz me, he has a knife", "danger_now").custom["type"] == "safety"


def test_telling_the_team_begins_at_once(asked: TrainingTalk) -> None:
    asked.say("/start_intake", "start_intake")
    assert not asked.active
    assert [event["name"] for event in asked.events if event.get("event") == "followup"] == ["intake_form"]


def test_something_urgent_names_people_first_and_offers_to_go_on(with_denise: TrainingTalk) -> None:
    reply = with_denise.say("He wants to leave next week", "danger_soon", "urgent")
    assert reply.custom["urgency"] == "urgent" and reply.payloads[-1] == "go on"
    assert with_denise.say("go on").custom["mode"] == "practice"


def test_a_worry_in_practice_lets_the_talk_go_on_and_says_how_to_stop_it(with_denise: TrainingTalk) -> None:
    reply = with_denise.say("It sounds as if you are worried about him", "worried_about_someone", "concern")
    assert reply.custom["mode"] == "practice" and resources.chat_phrases().practice.real_worry in reply.text
    stopped = with_denise.say("this is real")
    assert stopped.custom["type"] == "handoff" and not with_denise.active


def test_a_worry_in_place_of_a_letter_is_taken_for_a_worry(asked: TrainingTalk) -> None:
    reply = asked.say("I am worried about my brother", "worried_about_someone", "concern")
    assert reply.custom["type"] == "safety" and reply.custom["urgency"] == "concern"


# ---------------------------------------------------------------- what is kept


def test_by_a_training_page_answers_and_turns_are_kept_and_no_words(talk: TrainingTalk, training: Database) -> None:
    talk.learner = Learners(training).new_link("Ada").learner
    question = talk.begin("two questions", "start_quiz").custom["question"]["id"]
    talk.say("I do not know")
    talk.say("stop")
    talk.begin("let me practise with the mother", "start_practice")
    talk.say("Hello, take your time, said Oriana Quill")
    talk.say("look back")
    learning = resources.learning()
    assert learning is not None
    assert learning.progress.last(talk.learner)[question].score == 0
    (run,) = learning.runs.all(talk.learner)
    assert [turn.moves for turn in run.turns] == [("greet",)] and run.debriefed_at is not None
    assert "Quill" not in (Path(str(training.engine.url.database)).read_bytes().decode("latin-1"))
    assert "training_cards" not in talk.slots


def test_without_a_page_what_was_learned_lasts_as_long_as_the_talk(talk: TrainingTalk, training: Database) -> None:
    question = talk.begin("two questions", "start_quiz").custom["question"]["id"]
    talk.say("I do not know")
    assert question in talk.slots["training_cards"]
    assert resources.chat_phrases().quiz.nothing_kept in talk.say("stop").text


def test_somebody_who_was_erased_meanwhile_goes_on_without_being_kept(talk: TrainingTalk, training: Database) -> None:
    talk.learner = Learners(training).new_link().learner
    talk.begin("two questions", "start_quiz")
    Learners(training).erase(talk.learner)
    reply = talk.say("I do not know")
    assert reply.custom["step"] == "feedback" and "notes" not in reply.custom


def test_a_database_that_fails_ends_no_lesson_and_that_is_said(
    talk: TrainingTalk, training: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.learner = Learners(training).new_link().learner
    talk.begin("two questions", "start_quiz")
    monkeypatch.setattr("actions.trainee.keep_answer", _broken)
    reply = talk.say("I do not know")
    assert reply.custom["step"] == "feedback" and resources.chat_phrases().not_kept in reply.text


def _broken(*_: Any, **__: Any) -> None:
    raise OSError("the disk is full")


def test_a_long_free_answer_that_sounds_worried_is_marked_all_the_same(talk: TrainingTalk) -> None:
    talk.begin("one question", "start_quiz")
    name = next(name for name, question in all_questions().items() if question.answer.kind == "short")
    talk.slots["training_quiz"]["quiz"]["questions"] = [name]
    reply = talk.say("She is worried about her son, so listen first", "worried_about_someone", "concern")
    assert reply.custom["step"] == "feedback" and resources.chat_phrases().practice.real_worry in reply.text


def test_a_free_answer_that_asks_for_a_person_is_told_how_to_reach_one(talk: TrainingTalk) -> None:
    talk.begin("one question", "start_quiz")
    name = next(name for name, question in all_questions().items() if question.answer.kind == "short")
    talk.slots["training_quiz"]["quiz"]["questions"] = [name]
    reply = talk.say("Can I talk to a real person please", "ask_for_person")
    assert resources.chat_phrases().practice.real_worry in reply.text


def test_a_topic_that_is_not_in_the_paper_is_said_to_be_so(talk: TrainingTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.quiz.items_on", lambda topic: [])
    reply = talk.begin("quiz me on zeppelins", "start_quiz")
    assert resources.chat_phrases().quiz.no_topic in reply.text and reply.custom["step"] == "question"


def test_several_are_answered_with_letters(talk: TrainingTalk) -> None:
    talk.begin("one question", "start_quiz")
    name = next(name for name, question in all_questions().items() if isinstance(question.answer, Several))
    talk.slots["training_quiz"]["quiz"]["questions"] = [name]
    assert talk.say("a and c").custom["step"] == "feedback"


def test_where_no_training_is_offered_that_is_said(talk: TrainingTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_training_database", lambda: None)
    reply = talk.begin("quiz me", "start_quiz")
    assert reply.text == resources.chat_phrases().not_available and not talk.active


def test_outside_the_training_nothing_changed(talk: TrainingTalk) -> None:
    assert talk.turn(Guide(), "/mothers_afraid_to_talk", {"mothers_afraid_to_talk": 1.0}).custom["type"] == "guidance"
