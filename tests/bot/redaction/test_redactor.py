"""Personal data stops at the door; what merely looks like it passes."""

import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.redaction.redactor import make_redactor
from knowledge.examples import rasa_examples
from knowledge.library import ROOT, load
from tests.bot.redaction.real_redactor import real_redactor, redact

PLAIN = [
    "a",
    "and",
    "the",
    "of",
    "to",
    "in",
    "is",
    "you",
    "that",
    "it",
    "he",
    "was",
    "for",
    "on",
    "are",
    "as",
    "with",
    "his",
    "they",
    "be",
    "at",
    "one",
    "have",
    "this",
    "from",
    "or",
    "had",
    "by",
    "but",
    "some",
    "we",
    "can",
    "out",
    "other",
    "were",
    "all",
    "your",
    "when",
    "up",
    "use",
    "how",
    "said",
    "an",
    "each",
    "she",
    "which",
    "do",
    "their",
    "time",
    "if",
    "way",
    "about",
    "many",
    "then",
    "them",
    "would",
    "like",
    "so",
    "these",
    "her",
    "long",
    "make",
    "thing",
    "see",
    "him",
    "two",
    "has",
    "look",
    "more",
    "day",
    "could",
    "go",
    "come",
    "did",
    "my",
    "no",
    "most",
    "who",
    "over",
    "know",
    "than",
    "call",
    "first",
    "people",
    "may",
    "down",
    "side",
    "been",
    "now",
    "find",
    "any",
    "new",
    "work",
    "part",
    "take",
    "get",
    "place",
    "made",
    "live",
    "where",
    "after",
    "back",
    "little",
    "only",
    "round",
    "man",
    "year",
    "came",
    "show",
    "every",
    "good",
    "me",
    "give",
    "our",
    "under",
    "name",
    "very",
    "through",
    "just",
    "form",
    "much",
    "great",
    "think",
    "say",
    "help",
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("write to sam.okoro@example.org please", "write to [email] please"),
        ("my mail is jo dot smith at example dot org", "my mail is [email]"),
        ("ring 07700 900123 after six", "ring [phone] after six"),
        ("the office is on 020 7946 0018.", "the office is on [phone]."),
        ("+44 7700 900456 is my sister", "[phone] is my sister"),
        ("it's oh seven seven double oh nine hundred one two three", "it's [phone]"),
        ("07700900123, a@example.org", "[phone], [email]"),
        ("we live at ZZ9 4QQ now", "we live at [postcode] now"),
        ("we live at 14 Elm Road", "we live at [address]"),
        ("he moved to flat 3, 22 Mill Lane", "he moved to [address]"),
        ("he posts as @night_owl_77 all day", "he posts as [account] all day"),
        ("my insta is jo_smith99", "my insta is [account]"),
        ("look at instagram.com/jo_smith99 please", "look at [link] please"),
        ("she was born on the 3rd of May 2008", "she was born on [date]"),
        ("DOB 3/5/08", "DOB [date]"),
        ("his birthday is the third of May", "his birthday is [date]"),
        ("my NI number is QQ 12 34 56 C", "my NI number is [number]"),
        ("the car was AB12 CDE", "the car was [number]"),
        ("my card is 4111 1111 1111 1111", "my card is [number]"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "IBAN [number]"),
        ("case number CR/2024/00718", "case number [number]"),
        ("he goes to Hillview Academy", "he goes to [school]"),
        ("she works at Brightwater Care Home", "she works at [place]"),
        ("my name is Jo Smith", "my name is [name]"),
        ("i told kayleigh about it", "i told [name] about it"),
        ("my son yusuf is quiet", "my son [name] is quiet"),
        ("Mr Khan rang", "Mr [name] rang"),
        ("MY SON JAMAL HAS LEFT HOME", "MY SON [name] HAS LEFT HOME"),
        ("I met Nguyen Thi Lan there", "I met [name] there"),
        ("we asked Rukhsar to come", "we asked [name] to come"),
        ("Kind regards,\nDeclan O'Rourke", "Kind regards,\n[name]"),
    ],
)
def test_personal_data_is_replaced_by_a_word(text: str, wanted: str) -> None:
    assert redact(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "EPAREX ran from 2011 to 2013",
        "call 999 or 112, or 101 if it can wait",
        "the 116 123 line",
        "over 70 % of nearly 1 000 people",
        "lesson 2.5 and lesson 4.3",
        "we met at 18:30 on 24/11/2026",
        "he is 17 and she turned 18 last summer",
        "180° Wende",
        "Manchester, Bradford and Vienna",
        "Tell me about the Hideaway in Moss Side.",
        "The Muslim and the Jewish families came at Easter and at Eid.",
        "My son will not speak. May I ask why?",
        "Mark my words, there is hope and grace in this town.",
        "Mum says the police and the BBC never came.",
        "I'm worried. I'm Scottish. I'm at a loss.",
        "im gobsmacked and im polish",
        "NOBODY LISTENS TO US HERE",
        "Nelson Mandela talked to his enemies",
        "I want to report it to the Home Office",
        "Das Jugendzentrum hat geschlossen und niemand spricht mit den Familien darüber.",
        "the group called Patriotic Alternative",
        "Good Friday, then a Sunday school picnic",
        "",
    ],
)
def test_what_is_nobodys_own_stays(text: str) -> None:
    assert redact(text) == text


def test_every_number_and_name_of_the_services_stays() -> None:
    for service in load().services:
        text = f"I was given {service.phone} and the name {service.name}."
        assert redact(text) == text


def test_what_the_knowledge_says_stays() -> None:
    library = load()
    touched = [s for item in library.items.values() for s in (*item.says, *item.steps, item.title) if redact(s) != s]
    assert touched == []


def test_hardly_any_training_example_without_a_name_is_changed() -> None:
    texts = {text for text, _ in rasa_examples([ROOT / "data" / "nlu" / "limits.yml"])}
    changed = [text for text in sorted(texts) if redact(text) != text]
    assert len(changed) <= 0.04 * len(texts)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_redacted_and_a_second_time_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["my name is", "Jo Smith", "[name]", "[date]", "07700 900123", "born", "3 May 2008", "at", "14 Elm Road",
             "is", "St Anne's Primary", "Mr", "Khan", "called", "and", ",", ".", "\n", "NHS", "943 476 5919",
             "@jo", "'s"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_redaction_settles_whatever_stands_side_by_side(parts: list[str]) -> None:
    once = redact(" ".join(parts))
    assert redact(once) == once
    assert "07700" not in once and "Jo Smith" not in once


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=40))
def test_common_words_are_left_alone(words: list[str]) -> None:
    text = " ".join(words)
    assert redact(text) == text


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, 999),
    st.sampled_from(
        ["07700900", "07700 900", "07700-900-", "+447700900", "+44 7700 900 ", "0044 7700 900", "07 700 900 "]
    ),
    st.sampled_from(
        ["my number is {}, thanks", "{}", "ring {} after six.", "it's {}!", "({})", "Tel:{}", "mum {} dad"]
    ),
)
def test_no_mobile_number_gets_through(last: int, start: str, around: str) -> None:
    number = f"{start}{last:03d}"
    assert redact(around.format(number)) == around.format("[phone]")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 999), st.sampled_from([" ", "-", ".", ", "]))
def test_no_number_in_words_gets_through(last: int, between: str) -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    number = between.join(words[int(digit)] for digit in f"07700900{last:03d}")
    assert redact(f"ring me, {number} please") == "ring me, [phone] please"


def test_threads_may_share_a_redactor() -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(redact("my son Yusuf is on 07700 900123"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["my son [name] is on [phone]"] * 6


def test_nothing_of_a_message_is_kept() -> None:
    redact("quincebramblewort went to the meeting")
    assert "quincebramblewort" not in real_redactor()._nlp.vocab.strings


def test_no_other_machine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    own = make_redactor(load())
    text = "Jo Smith, jo@example.org, 07700 900123, https://www.instagram.com/jo, GB82 WEST 1234 5698 7654 32"
    assert own.redact(text) == "[name], [email], [phone], [link], [number]"
