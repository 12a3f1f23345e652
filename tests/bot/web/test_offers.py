"""Only what was offered in a conversation may act as a button there."""

from hypothesis import given
from hypothesis import strategies as st

from bot.web.offers import OFFERS, Offers
from bot.web.shared import ALONE


def test_an_offer_holds_in_its_own_conversation_only() -> None:
    offers = Offers(ALONE)
    offers.add("a", {"/why": "Why does this help?"})
    assert offers.title("a", "/why")
    assert offers.title("b", "/why") is None
    assert offers.title("a", '/why{"item":"lesson-1.1"}') is None


def test_earlier_buttons_still_work_until_many_came_after() -> None:
    offers = Offers(ALONE)
    offers.add("a", {"/first": "First"})
    offers.add("a", {"/second": "Second"})
    assert offers.title("a", "/first")
    offers.add("a", {f"/{n}": str(n) for n in range(OFFERS)})
    assert offers.title("a", "/first") is None


@given(st.lists(st.lists(st.text(min_size=1, max_size=4), max_size=8), max_size=30))
def test_the_latest_reply_can_always_be_pressed(replies: list[list[str]]) -> None:
    offers = Offers(ALONE)
    for reply in replies:
        offers.add("a", dict.fromkeys(reply, "Press me"))
        assert all(offers.title("a", payload) for payload in reply)


def test_a_button_is_known_by_the_title_it_was_last_shown_with() -> None:
    offers = Offers(ALONE)
    offers.add("a", {"/affirm": "Yes", "/silent": ""})
    offers.add("a", {"/affirm": "Yes, that is right"})
    assert offers.title("a", "/affirm") == "Yes, that is right"
    assert offers.title("a", "/silent") == "/silent"
