"""Rules of danger: each holds to its own examples, reads any spelling, and its faults are named."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.safety_rules import LEVELS, Rule, SafetyRules, SafetyRulesError, main
from bot.settings import ROOT

RULES = SafetyRules.load(ROOT / "bot" / "nlu" / "safety_rules.yml")
by_id = pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)


def level(text: str) -> str:
    finding = RULES.check(text)
    return finding.level if finding else "none"


@by_id
def test_a_rule_raises_what_it_says_it_raises(rule: Rule) -> None:
    assert rule.match
    alone = RULES.only(rule.id)
    for text in rule.match:
        finding = alone.check(text)
        assert finding is not None and finding.level == rule.level, text
        assert LEVELS.index(level(text)) >= LEVELS.index(rule.level), text


@by_id
def test_a_rule_leaves_alone_what_it_says_it_leaves(rule: Rule) -> None:
    assert rule.misses
    for text in rule.misses:
        assert level(text) == "none", (text, RULES.check(text))


@pytest.mark.parametrize(
    "text",
    [
        "I’m going to end my life tonight",
        "I'M GOING TO END MY LIFE TONIGHT",
        "im gonna end my life 2nite",
        "well. ok.\nI am going to end my life tonight",
    ],
)
def test_spelling_and_case_do_not_hide_danger(text: str) -> None:
    assert level(text) == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour prays at work and wears a kippah.",
        "She has converted and covers her hair.",
        "My son grew a beard and fasts this month.",
        "He came from a country at war and goes to church daily.",
        "Our pupil wants to study the Torah abroad.",
        "My brother is going to leave for the pilgrimage tomorrow, his bag is packed.",
    ],
)
def test_faith_and_origin_alone_are_never_a_sign(text: str) -> None:
    assert level(text) == "none"


def test_the_gravest_finding_counts() -> None:
    finding = RULES.check("I worry that my brother is being groomed. He has taken a rifle and left just now.")
    assert finding is not None and finding.level == "emergency"


def test_a_finding_says_where_it_stands() -> None:
    text = "Hello there. He’s got a gun in his bag, I think."
    finding = RULES.check(text)
    assert finding is not None
    assert text[finding.start : finding.end] == "got a gun in his bag"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    finding = RULES.check(text)
    assert finding is None or 0 <= finding.start < finding.end <= len(text)


@given(st.text(max_size=80))
def test_danger_is_found_among_other_sentences(other: str) -> None:
    assert level(f"{other}. \nI have taken all my tablets. \n{other}") == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "My lad has gone off the rails and he has a knife and says he will stab his sister now",
        "As a child I was hit and tonight I am going to kill myself",
        "He was in a gang and he has a gun and is coming here now",
        "Don't pretend this is fine, he is going to stab her now",
        "Worst case scenario he stabs someone today, he has the knife in his hand",
        "He gave me his attack plan and says he will shoot them today",
    ],
)
def test_a_passing_word_about_the_past_or_a_plan_hides_no_danger(text: str) -> None:
    assert level(text) == "emergency"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our suicide line moves to a new house", "none"),
        ("On the suicide line a man says he will kill himself tonight", "emergency"),
        ("He's not suicidal, he plays in the band", "none"),
        ("He's not suicidal, he says, but he wrote a goodbye note and his phone off", "emergency"),
        ("No one is threatening me", "none"),
        ("No one is threatening me, but my dad hits me", "urgent"),
    ],
)
def test_a_grave_word_in_another_sense_hides_only_itself(text: str, expected: str) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm a trainee and my caller has swallowed a box of pills", "emergency"),
        ("As a volunteer I ask: a lad in our hall has a pistol in his bag", "emergency"),
        ("Is that in the handbook? She says she wants to die", "urgent"),
        ("The guidelines say wait, but he plans an attack", "urgent"),
        ("I know the textbook answer, but he is going to stab her tonight", "emergency"),
    ],
)
def test_staff_and_trainees_can_report_danger(text: str, expected: str) -> None:
    assert level(text) == expected


def test_a_denial_that_belongs_to_the_words_looked_for_denies_nothing() -> None:
    assert level("They won't let us out") == "emergency"
    assert level("We are not locked in, and nobody has locked us in") == "none"


@pytest.mark.parametrize("word", ["now gun ", "he will kill now ", "a", "my son hates ", "radical ", "suicide"])
def test_no_message_keeps_the_rules_busy(word: str) -> None:
    # A guard against rules that grow with the square of the message, not a timing: the limit is 50 times the usual.
    text = (word * 2000)[:2000]
    began = time.process_time()
    RULES.check(text)
    assert time.process_time() - began < 0.5


def fault(tmp_path: Path, text: str) -> str:
    file = tmp_path / "rules.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SafetyRulesError) as raised:
        SafetyRules.load(file)
    return str(raised.value).removeprefix(str(file))


WORDS = "words:\n  a: [one]\n"


def test_faults_name_file_and_line(tmp_path: Path) -> None:
    assert fault(tmp_path, "words: [").startswith(", line ")
    assert "needs `words`" in fault(tmp_path, "rules: []")
    row = "rules:\n  - {id: x, because: y, match: [], not: [], level: "
    assert fault(tmp_path, WORDS + row + "dire, find: [a]}").startswith(", line 4: level of x")
    assert "line 4: x names 'b'" in fault(tmp_path, WORDS + row + "urgent, find: [b]}")
    assert "line 4: a rule has the fields" in fault(tmp_path, WORDS + row + "urgent, find: [a], near: 3}")
    assert "words.a must be a list of phrases" in fault(tmp_path, "words:\n  a: [on]\nrules: []")
    assert "letters must stand before" in fault(tmp_path, "words:\n  a: ['x*']\nrules: []")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SafetyRulesError, match="cannot be read"):
        SafetyRules.load(tmp_path / "none.yml")


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "evaluation" / "safety.jsonl")]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows[1:]] == list(LEVELS)
