"""Shared values are made once, and all anew beside those in use."""

import threading

import pytest

from actions.renewal import Shared, renew


class Source:
    """Something that changes, as a file does."""

    def __init__(self) -> None:
        self.word = "old"


@pytest.fixture
def source() -> Source:
    return Source()


def shared(source: Source) -> tuple[Shared[str], Shared[str]]:
    """A value, and one that is made from it."""

    @Shared
    def word() -> str:
        if source.word == "broken":
            raise ValueError(source.word)
        return source.word

    @Shared
    def sentence() -> str:
        return f"It is {word()}."

    return word, sentence


def test_a_value_is_made_once(source: Source) -> None:
    word, sentence = shared(source)
    assert sentence() == "It is old."
    source.word = "new"
    assert (word(), sentence()) == ("old", "It is old.")


def test_after_a_renewal_all_are_new(source: Source) -> None:
    word, sentence = shared(source)
    sentence()
    source.word = "new"
    renew(sentence)
    assert (word(), sentence()) == ("new", "It is new.")


def test_one_that_fails_changes_nothing(source: Source) -> None:
    word, sentence = shared(source)
    sentence()
    source.word = "broken"
    with pytest.raises(ValueError, match="broken"):
        renew(sentence)
    assert (word(), sentence()) == ("old", "It is old.")


def test_until_all_are_made_everybody_else_uses_the_old(source: Source) -> None:
    word, sentence = shared(source)
    sentence()
    source.word = "new"
    made, go_on = threading.Event(), threading.Event()

    def make_all() -> None:
        sentence()
        made.set()
        assert go_on.wait(10)

    renewing = threading.Thread(target=renew, args=(make_all,))
    renewing.start()
    assert made.wait(10)
    assert (word(), sentence()) == ("old", "It is old.")
    go_on.set()
    renewing.join()
    assert (word(), sentence()) == ("new", "It is new.")
