"""The words that steer, and what is said around them."""

from typing import get_args

import pytest

from training.chat_phrases import ChatPhrases, Command, load_chat_phrases


@pytest.fixture(scope="module")
def phrases() -> ChatPhrases:
    return load_chat_phrases()


@pytest.mark.parametrize("said", ["Stop", "stop.", "STOP HERE!", "please stop", "Let’s stop", "that's enough"])
def test_a_command_is_understood_however_it_is_written(phrases: ChatPhrases, said: str) -> None:
    assert phrases.is_command(said, "stop")


@pytest.mark.parametrize("said", ["Please stop shouting at him", "I want it to stop", "how do I stop the rumours"])
def test_a_word_within_a_message_is_no_command(phrases: ChatPhrases, said: str) -> None:
    assert not phrases.is_command(said, "stop")


@pytest.mark.parametrize(
    ("said", "turn"), [("undo 3", 3), ("go back to turn 2", 2), ("Try again from turn 12", 12), ("undo", None),
                       ("I have 3 children", None)]
)  # fmt: skip
def test_a_turn_to_go_back_to_is_read(phrases: ChatPhrases, said: str, turn: int | None) -> None:
    assert phrases.turn_meant(said) == turn


def test_every_command_has_words_and_all_are_as_they_are_compared(phrases: ChatPhrases) -> None:
    assert set(phrases.commands) == set(get_args(Command))
    for command, words in phrases.commands.items():
        assert all(phrases.is_command(word, command) for word in words), command


def test_buttons_say_what_is_understood(phrases: ChatPhrases) -> None:
    titles = phrases.buttons
    for command in ("look_back", "take_back", "from_start", "feedback_on", "feedback_off", "somebody_else"):
        assert phrases.is_command(getattr(titles, command), command)
    assert phrases.turn_meant(titles.from_turn.format(turn=3)) == 3
