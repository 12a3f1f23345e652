"""Other languages are recognised where that is sure, and English is never taken for one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.examples import labelled_examples
from knowledge.languages import LanguageDetector
from knowledge.library import ROOT, load

DETECTOR = LanguageDetector(load().languages)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Unsere Nachbarn reden nicht mehr miteinander, was können wir tun?"),
        ("fr", "Les mères de mon groupe n’osent pas parler de ce qui se passe."),
        ("nl", "De jongeren in onze buurt vertrouwen de gemeente niet meer."),
        ("es", "Los vecinos tienen miedo de hablar con la policía."),
        ("pl", "Boimy się rozmawiać o tym w naszej szkole."),
        ("tr", "Mahallemizdeki gençlerle nasıl konuşabiliriz?"),
        ("ar", "الأمهات في حيّنا يخفن من الحديث عن هذا الموضوع"),
        ("uk", "Батьки в нашій школі бояться говорити про це."),
    ],
)
def test_a_sentence_in_another_language_is_recognised(code: str, text: str) -> None:
    found = DETECTOR.other_than_english(text)
    assert found is not None and found.code == code


def test_none_of_our_english_examples_is_taken_for_another_language() -> None:
    texts = [text for text, _ in labelled_examples(load(), ROOT)][::5]
    assert [text for text in texts if DETECTOR.other_than_english(text)] == []


@pytest.mark.parametrize("text", ["", "?", "ok", "hola", "👍👍", "12345", "Hounslow", "Agirre Lehendakaria"])
def test_what_is_too_short_to_be_sure_is_left_alone(text: str) -> None:
    assert DETECTOR.other_than_english(text) is None


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    DETECTOR.other_than_english(text)


def test_every_sentence_names_the_emergency_number() -> None:
    assert all("{number}" in language.says for language in load().languages.values())
