"""Passwords of the staff: long enough, and none of the first guesses."""

import pytest

from helpline.passwords import check_password, plain


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 characters"),
        ("elevenchars", "12 characters"),
        ("x" * 201, "200 characters"),
        ("robin.of.the.hill", "must not be the name"),
        ("Robin.Of.The.Hill", "must not be the name"),
        ("Password1234", "first that others would try"),
        ("abababababab", "first that others would try"),
        ("administrator", "first that others would try"),
    ],
)
def test_a_bad_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_password(password, "robin.of.the.hill")


@pytest.mark.parametrize("password", ["seven grey herons", "Twelve chars", "ðéçœñüß øåæłž", "x9" * 3 + "w-lantern"])
def test_a_good_password_passes(password: str) -> None:
    check_password(password, "robin")


def test_an_accent_is_one_and_the_same_however_the_keyboard_writes_it() -> None:
    assert plain("caf\u00e9") == plain("cafe\u0301")
    assert plain("half of a pair \ud83d") == "half of a pair ?"
