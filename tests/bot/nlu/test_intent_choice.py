"""The intent of a message is settled between groups: situations, refusals, talk, safety."""

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.intent_choice import REFUSED, SAFETY, choose

SITUATIONS = frozenset({"rumours", "quarrel", "silence"})
TALK = frozenset({"thank", "ask_for_person", "nlu_fallback", "out_of_scope"})
chances = st.dictionaries(st.sampled_from(sorted(SITUATIONS | TALK | SAFETY | REFUSED)), st.floats(0, 1))


def test_the_likeliest_situation_wins_where_it_comes_first() -> None:
    assert choose({"rumours": 0.5, "quarrel": 0.2, "thank": 0.3}, SITUATIONS) == "rumours"


def test_many_situations_together_outweigh_one_other_intent() -> None:
    assert choose({"thank": 0.3, "rumours": 0.25, "quarrel": 0.2, "silence": 0.1}, SITUATIONS) == "rumours"


def test_talk_stays_talk_where_it_is_likelier_than_all_situations_together() -> None:
    assert choose({"thank": 0.6, "rumours": 0.2, "quarrel": 0.1}, SITUATIONS) == "thank"


def test_a_request_that_may_well_have_to_be_refused_is() -> None:
    assert choose({"profiling_request": 0.3, "rumours": 0.25, "quarrel": 0.25}, SITUATIONS) == "profiling_request"
    both = {"profiling_request": 0.12, "harmful_request": 0.16, "rumours": 0.6}
    assert choose(both, SITUATIONS) == "harmful_request"


def test_a_slight_chance_of_a_refusal_is_not_enough_even_where_it_comes_first() -> None:
    assert choose({"harmful_request": 0.2, "rumours": 0.19, "quarrel": 0.15}, SITUATIONS) == "rumours"


def test_without_chances_nothing_is_chosen() -> None:
    assert choose({}, SITUATIONS) is None
    assert choose({"danger_now": 0.9}, SITUATIONS) is None


@given(chances)
def test_what_is_chosen_was_offered_and_is_never_a_level_of_safety(offered: dict[str, float]) -> None:
    chosen = choose(offered, SITUATIONS)
    assert chosen is None or (chosen in offered and chosen not in SAFETY)
    assert (chosen is None) == (not offered.keys() - SAFETY)


@given(chances)
def test_more_chance_for_the_chosen_intent_changes_nothing(offered: dict[str, float]) -> None:
    chosen = choose(offered, SITUATIONS)
    if chosen is not None:
        assert choose({**offered, chosen: offered[chosen] + 1}, SITUATIONS) == chosen
