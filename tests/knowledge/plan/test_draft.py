"""A plan that is changed by asking: each change can be taken back, and what cannot be done is said."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.plan import Draft, Plan, PlanError, Recipe
from knowledge.plan.changes import Change, Drop, DropAbout, ForRole, Keep, PutAllBack, Undo
from knowledge.plan.draft import MAX_EARLIER
from tests.knowledge.wording.real_rules import real_library

PLAN = Draft("plan", Recipe(("lesson-2.3", "challenge-2")))
HANDOUT = Draft("handout", Recipe(("lesson-4.4",)))
changes = st.one_of(
    st.builds(Drop, st.tuples(st.integers(-3, 10))),
    st.builds(Keep, st.tuples(st.integers(1, 9), st.integers(1, 9))),
    st.builds(ForRole, st.none() | st.sampled_from(list(real_library().roles))),
    st.sampled_from([Undo(), PutAllBack(), Drop((), case=True), DropAbout("mothers"), DropAbout("zebras")]),
)


def ids(draft: Draft, library: Library) -> list[str]:
    return [line.id for line in draft.sheet(library).numbered]


def test_a_step_is_dropped_by_the_number_that_is_shown_and_the_others_stay(real: Library) -> None:
    before = ids(PLAN, real)
    after = ids(PLAN.changed(Drop((2,)), real), real)
    assert after == [before[0], *before[2:]]
    assert ids(PLAN.changed(Drop((1, -1)), real), real) == before[1:-1]
    assert ids(PLAN.changed(Keep((3, 1)), real), real) == [before[0], before[2]]


def test_numbers_count_anew_after_each_change(real: Library) -> None:
    before = ids(PLAN, real)
    twice = PLAN.changed(Drop((2,)), real).changed(Drop((2,)), real)
    assert ids(twice, real) == [before[0], *before[3:]]


def test_a_step_is_found_by_what_it_speaks_of(real: Library) -> None:
    line = PLAN.sheet(real).numbered[0]
    words = " ".join(line.text.split()[:6])
    assert line.id not in ids(PLAN.changed(DropAbout(words), real), real)


def test_the_case_is_left_out_and_comes_back(real: Library) -> None:
    without = PLAN.changed(Drop((), case=True), real)
    assert PLAN.sheet(real).case and not without.sheet(real).case
    assert without.changed(Undo(), real) == PLAN
    with pytest.raises(PlanError, match="no case study"):
        without.changed(Drop((), case=True), real)


def test_a_step_and_the_case_go_in_one_change(real: Library) -> None:
    both = PLAN.changed(Drop((2,), case=True), real)
    assert not both.sheet(real).case and ids(both, real) == [ids(PLAN, real)[0], *ids(PLAN, real)[2:]]
    assert both.changed(Undo(), real) == PLAN


def test_a_question_of_a_handout_gives_way_to_the_next(real: Library) -> None:
    before, after = ids(HANDOUT, real), ids(HANDOUT.changed(Drop((1,)), real), real)
    assert before[0] not in after and after[:2] == before[1:]


@pytest.mark.parametrize(
    ("draft", "change", "why"),
    [
        (PLAN, Drop((99,)), "There is no number 99; there are"),
        (PLAN, Drop((-20,)), "no one before the first"),
        (PLAN, Undo(), "nothing to take back"),
        (PLAN, DropAbout("zebras"), "not sure which one"),
        (PLAN, Drop(tuple(range(1, 9))), "no step would be left"),
        (HANDOUT, ForRole("teacher"), "for everybody in a training"),
    ],
)
def test_what_cannot_be_done_is_said(real: Library, draft: Draft, change: Change, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        draft.changed(change, real)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([PLAN, HANDOUT]), st.lists(changes, max_size=12))
def test_whatever_is_asked_the_sheet_can_be_shown_kept_and_taken_back(start: Draft, asked: list[Change]) -> None:
    library, draft = real_library(), start
    for change in asked:
        try:
            after = draft.changed(change, library)
        except PlanError as error:
            assert str(error)[0].isupper() and str(error).endswith(".")
            continue
        assert isinstance(change, Undo) or after.changed(Undo(), library).recipe == draft.recipe
        assert len(after.earlier) <= MAX_EARLIER
        draft = Draft.from_json(json.loads(json.dumps(after.to_json())))
        assert draft == after
        sheet = draft.sheet(library)
        assert sheet.numbered or not isinstance(sheet, Plan)
        assert not {line.id for line in sheet.numbered} & set(draft.recipe.dropped)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"kind": "plan"}, {**PLAN.to_json(), "kind": "map"}, {**PLAN.to_json(), "x": 1}]
)
def test_what_is_no_draft_is_refused(data: Any) -> None:
    with pytest.raises(PlanError):
        Draft.from_json(data)
