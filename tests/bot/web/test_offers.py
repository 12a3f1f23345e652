"""Only what was offered in a conversation may act as a button there."""

from hypothesis import given
from hypothesis import strategies as st

from bot.web.offers import OFFERS, Offers


def test_an_offer_holds_in_its_own_conversation_only() -> None:
    offers = Offers()
    offers.add("a", ["/why"])
    assert offers.holds("a", "/why")
    assert not offers.holds("b", "/why")
    assert not offers.holds("a", '/why{"item":"lesson-1.1"}')


def test_earlier_buttons_still_work_until_many_came_after() -> None:
    offers = Offers()
    offers.add("a", ["/first"])
    offers.add("a", ["/second"])
    assert offers.holds("a", "/first")
    offers.add("a", [f"/{n}" for n in range(OFFERS)])
    assert not offers.holds("a", "/first")


@given(st.lists(st.lists(st.text(min_size=1, max_size=4), max_size=8), max_size=30))
def test_the_latest_reply_can_always_be_pressed(replies: list[list[str]]) -> None:
    offers = Offers()
    for reply in replies:
        offers.add("a", reply)
        assert all(offers.holds("a", payload) for payload in reply)
