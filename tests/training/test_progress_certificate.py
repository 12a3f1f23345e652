"""The certificate: what was practised and how it went, and nothing beyond it."""

import io
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from pypdf import PageObject, PdfReader

from tests.clock import Clock
from tests.knowledge.wording.real_rules import real_library
from training.certificate import Debriefed, NothingToShowError, certificate, debriefed
from training.learners import Learners
from training.practice_runs import PracticeRuns
from training.progress import Progress, SectionAccuracy
from training.progress_words import load_progress_words
from training.sections import sections

DAY = date(2026, 3, 2)
WORDS = load_progress_words().certificate
SECTIONS = [
    SectionAccuracy("Challenges in communities", 54, 40, 0.829),
    SectionAccuracy("3. Community organising and dialogue", 20, 0, None),
    SectionAccuracy("5. Communities and authorities", 50, 50, 0.999),
]
TALKS = [Debriefed("A mother who is afraid to talk", 9, date(2026, 2, 27))]


def made(sections: list[SectionAccuracy] = SECTIONS, talks: list[Debriefed] = TALKS, name: str = "") -> bytes:
    return certificate(sections, talks, real_library().paper, DAY, WORDS, name)


def text(pdf: bytes) -> str:
    """The words of all pages, single spaces between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_says_what_was_answered_and_gone_through_and_when() -> None:
    said = text(made(name="Kim Example"))
    for words in (
        "A record of practice",
        "Kim Example",
        "Strengthening community resilience to polarisation and radicalisation",
        "82%, 40 of 54 answered",
        "none answered",
        "A mother who is afraid to talk: 9 turns, 27 February 2026",
        "Made on 2 March 2026.",
        "It is no qualification",
    ):
        assert words in said


def test_only_all_right_is_a_hundred_per_cent() -> None:
    assert "99%, 50 of 50 answered" in text(made())
    all_right = [SectionAccuracy("1. General lessons", 34, 3, 1.0)]
    assert "100%, 3 of 34 answered" in text(made(all_right))
    assert "29%, 3 of 34 answered" in text(made([SectionAccuracy("1. General lessons", 34, 3, 0.29)]))


def test_every_number_in_it_is_one_of_those_it_was_given() -> None:
    numbers = set(re.findall(r"\d+", text(made())))
    given = {"82", "40", "54", "99", "50", "9", "27", "2026", "2", "100"}  # 100% is what the bars are explained by
    assert numbers == given | {"3", "5"}  # of the sections


def test_without_practice_conversations_it_says_so() -> None:
    assert "None so far." in text(made(talks=[]))


def test_where_nothing_was_practised_there_is_none() -> None:
    with pytest.raises(NothingToShowError):
        made([SectionAccuracy("1. General lessons", 34, 0, None)], [])
    assert made([SectionAccuracy("1. General lessons", 34, 0, None)], TALKS)


def test_a_name_stands_in_it_as_it_is_and_one_that_cannot_be_written_is_left_to_the_pen() -> None:
    for name in ("Zoë Ó Ελένη $5 & $6", "X" * 60):
        assert name in text(made(name=name))
    assert made(name="किम") == made(name=" \n")


def test_many_conversations_go_on_a_further_page_and_the_limits_stand_on_the_last() -> None:
    talks = [Debriefed(f"Conversation {number}", 1, DAY + timedelta(days=number)) for number in range(70)]
    pages = PdfReader(io.BytesIO(made(talks=talks))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert len(texts) == 3
    assert [WORDS.title in page for page in texts] == [True] * 3
    assert ["no qualification" in page for page in texts] == [False, False, True]
    for number in range(70):
        assert sum(f"Conversation {number}: one turn," in page for page in texts) == 1


def heights(page: PageObject, words: str) -> list[float]:
    """How high the lines with `words` stand on a page, in points."""
    found: list[float] = []

    def see(said: str, place: list[float], *_: object) -> None:
        if words in said:
            found.append(place[5])

    page.extract_text(visitor_text=see)
    return found


def test_a_full_page_ends_above_the_lines_at_its_foot() -> None:
    talks = [Debriefed(f"Conversation {number}", 1, DAY) for number in range(40)]
    room = len(heights(PdfReader(io.BytesIO(made(talks=talks))).pages[0], "Conversation"))
    full = PdfReader(io.BytesIO(made(talks=talks[:room]))).pages
    assert len(full) == 1
    assert 15 < min(heights(full[0], "Conversation")) - max(heights(full[0], "Made on")) < 60


def test_the_same_practice_gives_the_same_bytes_and_nothing_says_by_what_it_was_made() -> None:
    pdf = made(name="Kim Example")
    assert pdf == made(name="Kim Example") and len(pdf) < 80_000
    kept = PdfReader(io.BytesIO(pdf)).metadata
    assert kept is not None and (list(kept), kept.title) == (["/Title"], "A record of practice")


def test_it_is_made_of_what_is_kept(
    progress: Progress, runs: PracticeRuns, learners: Learners, clock: Clock, kim: int
) -> None:
    asked = ("lesson-2.3-q1", "lesson-2.3-q2", "challenge-5-q1")
    of = {name: [item.id for item in items] for name, items in sections(real_library().items).items()}
    progress.record_answer(kim, asked[0], 0.0)
    progress.record_answer(kim, asked[0], 1.0)
    progress.record_answer(kim, asked[1], 0.5)
    progress.record_answer(learners.of_account("8").id, asked[2], 1.0)
    clock.at = clock.at.replace(month=7, hour=23, minute=30)  # half past midnight in London
    for scenario in ("mother-afraid", "no-more-there"):
        run = runs.start(kim, scenario)
        runs.record_turn(kim, run, ["reflect"], {"trust": 30})
        runs.debriefed(kim, run)
    talks = debriefed(runs.all(kim), {"mother-afraid": "A mother who is afraid to talk"}, ZoneInfo("Europe/London"))
    said = text(made(progress.accuracy(kim, asked, of), talks))
    assert "75%, 2 of 2 answered" in said and said.count("none answered") == 5
    assert "A mother who is afraid to talk: one turn, 3 July 2026 Made on" in said
