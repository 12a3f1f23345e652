"""Public codes and secret words: read back as people write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpline.reference import ALPHABET, LENGTH, new_code, new_words, read_code, read_words, words

codes = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH).map(lambda c: f"CG-{c[:4]}-{c[4:]}")


@given(codes)
@example("CG-CG00-0000")
def test_a_code_is_read_as_itself_however_it_is_set(code: str) -> None:
    bare = code.replace("-", "")
    for written in (code, code.lower(), bare, bare[2:], f" {code} ", code.replace("-", " "), code.replace("-", "–")):
        assert read_code(written) == code


@given(codes)
def test_letters_that_are_misread_are_taken_for_the_digits_they_look_like(code: str) -> None:
    misread = code[3:].replace("0", "O").replace("1", "l")
    assert read_code(misread) == code
    assert read_code(code[3:].replace("1", "I").replace("0", "o")) == code


@given(st.text(max_size=40))
def test_whatever_is_written_gives_a_code_or_none(written: str) -> None:
    read = read_code(written)
    assert read is None or read_code(read) == read


@pytest.mark.parametrize("written", ["", "CG", "CG-7K3F-92Q", "CG-7K3F-92QDX", "CG-7K3F-92QU", "CG-7K3F-92Q!"])
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_code(written) is None


def test_new_codes_are_codes_and_differ() -> None:
    new = {new_code() for _ in range(500)}
    assert len(new) == 500
    assert all(read_code(code) == code for code in new)


def test_two_secret_words_are_read_as_themselves_in_any_dress() -> None:
    for _ in range(50):
        secret = new_words()
        one, two = secret.split()
        assert {one, two} <= set(words())
        for written in (secret, secret.upper(), f" {one}  {two}. ", f"{one}-{two}", f"{one},{two}"):
            assert read_words(written) == secret


def test_the_words_are_many_plain_and_different() -> None:
    assert len(words()) == len(set(words())) >= 300
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 10 for word in words())
