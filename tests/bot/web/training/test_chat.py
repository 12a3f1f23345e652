"""The chat of a training page: who trains goes along as a number, and nothing else of them."""

from typing import Any
from unittest.mock import ANY

import pytest

from bot.web.chat import LEARNER_UNKNOWN
from bot.web.shared import ALONE
from bot.web.training.chat_keys import ChatKeys
from helpline.database import Database
from tests.bot.web.case_service import CaseService, case_service
from tests.bot.web.training.training_service import TrainingService, chat_key


def say(service: TrainingService | CaseService, text: str = "quiz me", **more: Any) -> Any:
    return service.client.post("/api/chat", json={"conversation": "c1", "text": text, **more})


def test_rasa_is_told_the_number_of_who_trains_and_no_secret(service: TrainingService) -> None:
    link = service.link("Kim")
    key = chat_key(service.client.get(f"/training/{link.token}"))
    assert say(service, learner=key, country="gb").status_code == 200
    metadata = {"country": "GB", "learner": link.learner, "turn": ANY}
    assert service.rasa.got == [{"sender": "c1", "message": "quiz me", "metadata": metadata}]


def test_a_button_on_a_training_page_tells_it_too(service: TrainingService) -> None:
    link = service.link()
    key = chat_key(service.client.get(f"/training/{link.token}"))
    service.rasa.reply = [{"text": "Ready?", "buttons": [{"title": "Yes", "payload": "/start_quiz"}]}]
    say(service, learner=key)
    say(service, "", payload="/start_quiz", learner=key)
    assert [got["metadata"]["learner"] for got in service.rasa.got] == [link.learner] * 2


def test_without_a_training_page_nothing_goes_along(service: TrainingService) -> None:
    say(service)
    assert service.rasa.got == [{"sender": "c1", "message": "quiz me", "metadata": {"turn": ANY}}]


@pytest.mark.parametrize("key", ["x", "A-key_that-never-was", "0" * 64])
def test_a_key_that_is_not_known_goes_no_further_and_a_lesson_says_so(service: TrainingService, key: str) -> None:
    service.rasa.reply = [{"text": "Question 1 of 2."}, {"custom": {"type": "training", "mode": "quiz"}}]
    said = say(service, learner=key).json()["messages"]
    assert said[-1] == {"text": LEARNER_UNKNOWN} and len(said) == 2
    assert "learner" not in service.rasa.got[0]["metadata"]


def test_danger_does_not_wait_for_a_page_to_be_loaded_anew(service: TrainingService) -> None:
    service.rasa.reply = [{"text": "Call 112 now."}, {"custom": {"type": "safety", "urgency": "emergency"}}]
    answer = say(service, "he has a knife", learner="A-key_that-never-was")
    assert answer.status_code == 200 and LEARNER_UNKNOWN not in answer.text


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "../x", 7])
def test_what_cannot_be_a_key_is_refused(service: TrainingService, key: Any) -> None:
    assert say(service, learner=key).status_code == 422
    assert service.rasa.got == []


def test_the_address_and_the_number_are_no_keys(service: TrainingService) -> None:
    link = service.link()
    for key in (link.token, str(link.learner)):
        say(service, learner=key)
    assert all("learner" not in got["metadata"] for got in service.rasa.got)


def test_without_training_every_key_is_unknown(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with case_service(empty, monkeypatch) as service:
        assert say(service, learner="x").status_code == 200
        assert service.client.get("/training").status_code == 404
        assert "/desk/training" not in service.client.get("/desk").text


def test_replies_of_the_training_leave_as_they_are(service: TrainingService) -> None:
    """They quote what people get wrong, which the guard on wording would mend."""
    text = "Not right: “These radicalised Muslim kids are a ticking time bomb.”"
    service.rasa.reply = [{"text": text, "custom": {"type": "training", "mode": "quiz", "step": "feedback"}}]
    assert say(service).json()["messages"][0]["text"] == text
    service.rasa.reply = [{"text": text, "custom": {"type": "guidance"}}]
    assert say(service).json()["messages"][0]["text"] != text


def test_keys_are_dropped_with_their_learner_and_by_age(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ChatKeys(ALONE)
    ada, bo = keys.new(1), keys.new(2)
    assert ada != bo and [keys.learner(key) for key in (ada, bo, "x")] == [1, 2, None]
    keys.drop(1)
    assert [keys.learner(key) for key in (ada, bo)] == [None, 2]
    assert keys.new(1) != ada
    own = keys._learners._own
    own.expire(own.timer() + 12 * 60 * 60)
    assert keys.learner(bo) is None


def test_a_page_that_is_loaded_again_and_again_makes_no_new_keys_until_the_old_one_ages() -> None:
    keys = ChatKeys(ALONE)
    first, bo = keys.new(1), keys.new(2)
    assert {keys.new(1) for _ in range(50)} == {first}
    newest = keys._newest._own
    newest.expire(newest.timer() + 6 * 60 * 60 + 1)
    second = keys.new(1)
    assert second != first and [keys.learner(key) for key in (first, second, bo)] == [1, 1, 2]
