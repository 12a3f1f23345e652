"""Answers: made of the items' own sentences, addressed to the person, never twice the same."""

import re

import pytest

from knowledge.advice import EXAMPLE_WITHIN, MAX_SOURCES, Adviser
from knowledge.index import PassageIndex
from knowledge.library import Library
from knowledge.passages import passages
from knowledge.search import Ranking, Search
from tests.knowledge.conftest import WordEncoder
from tests.knowledge.test_search import PLAIN


@pytest.fixture
def search(library: Library, encoder: WordEncoder) -> Search:
    index = PassageIndex.build(passages(library), encoder)  # type: ignore[arg-type]
    return Search(library, encoder, index, PLAIN)  # type: ignore[arg-type]


@pytest.fixture
def ranking(search: Search) -> Ranking:
    return search.rank("Question 2 about Listen before you plan?")


def steps(text: str) -> list[str]:
    return re.findall(r"^\d\. (.+)$", text, re.MULTILINE)


def test_an_answer_has_two_to_four_numbered_steps_of_its_items(library: Library, ranking: Ranking) -> None:
    advice = Adviser(library).advise(ranking, None, 0)
    known = {step for item in library.items.values() for step in item.steps}
    assert 2 <= len(steps(advice.text)) <= 4
    assert set(steps(advice.text)) <= known


def test_sources_are_best_first_and_at_most_five(library: Library, ranking: Ranking) -> None:
    advice = Adviser(library).advise(ranking, None, 0)
    assert advice.sources[0] == ranking.hits[0].item
    assert 1 <= len(advice.sources) <= MAX_SOURCES
    assert len(set(advice.sources)) == len(advice.sources)
    assert set(advice.used) <= set(advice.sources)


def test_sources_are_named_with_number_and_title(library: Library, ranking: Ranking) -> None:
    assert "lesson 1.1 (“Listen before you plan”)" in Adviser(library).advise(ranking, None, 0).text


def test_it_opens_with_the_situations_own_acknowledgement(library: Library, ranking: Ranking) -> None:
    situation = library.situation_of("lesson-1.1")
    assert situation is not None
    assert Adviser(library).advise(ranking, None, 0).text.startswith(situation.acknowledge[0])


def test_turn_after_turn_no_phrase_is_repeated(library: Library, ranking: Ranking) -> None:
    texts = [Adviser(library).advise(ranking, None, turn).text for turn in range(3)]
    openings = [text.split(". ")[0] for text in texts]
    leads = [text.split("\n\n")[1].splitlines()[0] for text in texts]
    assert len(set(openings)) == len(set(leads)) == 3


def test_a_known_role_changes_how_steps_are_introduced(library: Library, ranking: Ranking) -> None:
    texts = {role: Adviser(library).advise(ranking, role, 0).text for role in library.roles}
    assert len(set(texts.values())) == len(library.roles)
    for role, text in texts.items():
        assert library.roles[role].openings[0] in text


def test_advice_for_others_says_whom_it_is_for(library: Library, ranking: Ranking) -> None:
    adviser = Adviser(library)
    assert "teachers" in adviser.advise(ranking, "police", 0).text
    assert library.phrases.other_audience.split("{")[0] not in adviser.advise(ranking, "teacher", 0).text


def test_what_the_person_wrote_never_comes_back(library: Library, search: Search) -> None:
    ranking = search.rank("those filthy zealots want to listen before you plan")
    text = Adviser(library).advise(ranking, None, 0).text
    assert "filthy" not in text and "zealots" not in text


def test_the_named_example_is_shown_and_counted_as_a_source(library: Library, ranking: Ranking) -> None:
    item = library.items["lesson-1.1"].model_copy(update={"example": "case-tea-room"})
    changed = library.__class__(**{**library.__dict__, "items": {**library.items, "lesson-1.1": item}})
    advice = Adviser(changed).advise(ranking, None, 0)
    assert advice.example == "case-tea-room"
    assert "The tea room" in advice.text and "case-tea-room" in advice.sources


@pytest.mark.parametrize(("place", "told"), [(EXAMPLE_WITHIN - 1, True), (EXAMPLE_WITHIN, False)])
def test_a_named_example_is_told_only_where_the_search_has_it_near(
    library: Library, ranking: Ranking, place: int, told: bool
) -> None:
    item = library.items["lesson-1.1"].model_copy(update={"example": "case-tea-room"})
    changed = library.__class__(**{**library.__dict__, "items": {**library.items, "lesson-1.1": item}})
    others = [hit for hit in ranking.hits if hit.item != "case-tea-room"]
    case = next(hit for hit in ranking.hits if hit.item == "case-tea-room")
    ranking.hits = [*(others * EXAMPLE_WITHIN)[:place], case]
    assert (Adviser(changed).advise(ranking, None, 0).example == "case-tea-room") is told


def test_of_an_example_the_nearest_point_is_told(library: Library, search: Search) -> None:
    case = library.items["case-tea-room"]
    item = library.items["lesson-1.1"].model_copy(update={"example": case.id})
    changed = library.__class__(**{**library.__dict__, "items": {**library.items, "lesson-1.1": item}})
    ranking = search.rank(f"Question 2 about Listen before you plan? {case.says[-1]}").reordered(["lesson-1.1"])
    text = Adviser(changed).advise(ranking, None, 0).text
    assert case.says[0] in text and case.says[-1] in text


def test_another_angle_starts_further_down(library: Library, ranking: Ranking) -> None:
    advice = Adviser(library).advise(ranking, None, 0, lead="Here is another side.", first=1)
    assert advice.sources[0] == ranking.hits[1].item
    assert advice.text.startswith("Here is another side.")


def test_an_opened_item_shows_points_and_every_step(library: Library) -> None:
    item = library.items["case-tea-room"]
    text = Adviser(library).opened(item)
    assert all(point in text for point in item.says)
    assert steps(text) == list(item.steps)


def test_a_citation_names_part_and_paper(library: Library) -> None:
    text = Adviser(library).cited([library.items["lesson-1.2"]])
    assert "lesson 1.2" in text.lower() and "A part" in text and library.paper.title in text
