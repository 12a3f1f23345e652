"""Texts and intents that Rasa would read otherwise than they are meant."""

from pathlib import Path

from bot.evaluation.rasa_format import FALLBACK, one_line, safe_names, write_nlu
from knowledge.examples import rasa_examples


def test_texts_come_back_from_rasas_format_as_they_were_on_one_line(tmp_path: Path) -> None:
    pairs = [
        ('she said: "no" #1 – why?', "a"),
        ("[a](b) and [c]{d} and [e][f]", "b"),
        ("{x: 1}", "b"),
        ("it's 10 % | off", "c"),
        ("über\u2028uns", "c"),
    ]
    clean = [(one_line(text), intent) for text, intent in pairs]
    write_nlu(tmp_path / "nlu.yml", clean)
    assert list(rasa_examples([tmp_path / "nlu.yml"])) == clean
    assert one_line("  a \n b\t") == "a b"


def test_intents_get_names_that_rasa_takes_for_one_and_that_differ() -> None:
    names = safe_names(["card/lost", "card_lost", "card lost", "refund?", "greet", FALLBACK, "greet"])
    assert names["greet"] == "greet" and names["card/lost"] == "card_lost"
    assert len(set(names.values())) == 6
    assert not any(set("/+ ?") & set(name) for name in names.values())
    assert names[FALLBACK] != FALLBACK
