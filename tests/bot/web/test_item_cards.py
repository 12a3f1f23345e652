"""Cards show items of the paper, and passages of own documents word for word."""

from pathlib import Path

import pytest

from bot.web import item_cards
from bot.web.item_cards import ItemCards
from bot.web.wording_rules import WordingRules
from knowledge.library import load
from knowledge.store import StoreError
from knowledge.store.local import LocalStore
from tests.knowledge.store.conftest import DIMENSION, WordEncoder, passage


@pytest.fixture(scope="module")
def rules() -> WordingRules:
    return WordingRules(load())


@pytest.fixture
def cards(rules: WordingRules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ItemCards:
    store, encoder = LocalStore(tmp_path), WordEncoder()
    row = passage(1, "First <b>line</b>.\n\nSecond line.")
    with store.writer(encoder.sha256, DIMENSION) as writer:
        writer.add([row], encoder.encode([row.embedded]))
    monkeypatch.setattr(item_cards, "open_store", lambda: store)
    return ItemCards(rules)


def test_items_and_passages_come_in_the_order_in_which_they_are_asked_for(cards: ItemCards) -> None:
    views = cards.views(["doc-guide-1", "lesson-2.3", "doc-guide-9", "nonsense"])
    assert [view.id for view in views] == ["doc-guide-1", "lesson-2.3"]


def test_a_passage_is_shown_in_its_own_words_with_title_and_page(cards: ItemCards) -> None:
    (view,) = cards.views(["doc-guide-1"])
    assert view.kind == "own" and view.says == ["First <b>line</b>.", "Second line."]
    assert view.section == "Our Guide, page 3" and not (view.steps or view.why or view.links)


def test_without_an_index_items_are_shown_all_the_same(rules: WordingRules, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StoreError("it is broken")

    monkeypatch.setattr(item_cards, "open_store", broken)
    assert [view.id for view in ItemCards(rules).views(["doc-guide-1", "lesson-2.3"])] == ["lesson-2.3"]
