"""What is asked to be changed in a plan, read from how people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan.changes import (
    Change,
    Drop,
    DropAbout,
    ForRole,
    Keep,
    PutAllBack,
    Undo,
    read_change,
)
from tests.knowledge.wording.real_rules import real_library

ROLES = real_library().roles


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("Drop step 7.", Drop((7,))),
        ("could you leave out the fifth one", Drop((5,))),
        ("I don't need number one", Drop((1,))),
        ("the bottom one can go", Drop((-1,))),
        ("take points 2, 4 and six away", Drop((2, 4, 6))),
        ("the last two are no use", Drop((-2, -1))),
        ("everything but the third, please", Drop((3,))),
        ("only steps 1 and 3", Keep((1, 3))),
        ("I just want the first two", Keep((1, 2))),
        ("leave out the one about the newspaper", DropAbout("the newspaper")),
        ("we can do without the example", Drop((), case=True)),
        ("no case study", Drop((), case=True)),
        ("strike the case study and point 4", Drop((4,), case=True)),
        ("please take out the third, and the story", Drop((3,), case=True)),
        ("remove step 2 with the story about the gym", Drop((2,))),
        ("Undo", Undo()),
        ("put the fifth one back", Undo()),
        ("actually, keep it", Undo()),
        ("bring everything back", PutAllBack()),
        ("it's for teachers", ForRole("teacher")),
        ("write this for a police officer", ForRole("police")),
        ("It is for the mayor’s office, not for volunteers", ForRole("council")),
        ("not for parents but for youth workers", ForRole("youth_worker")),
        ("it is for nobody in particular", ForRole(None)),
    ],
)
def test_a_change_is_read_from_how_people_say_it(said: str, change: Change) -> None:
    assert read_change(said, ROLES) == change


@pytest.mark.parametrize("said", ["", "nice", "hm, something is not right", "what a long plan that is"])
def test_what_is_not_clear_is_no_change(said: str) -> None:
    assert read_change(said, ROLES) is None


@given(st.text(max_size=200))
def test_any_text_can_be_read(said: str) -> None:
    read_change(said, ROLES)


@given(
    st.integers(1, 10), st.sampled_from(["drop step {}", "leave out number {}", "take {} off the list", "not the {}."])
)
def test_every_number_up_to_ten_is_known(number: int, phrase: str) -> None:
    assert read_change(phrase.format(number), ROLES) == Drop((number,))
