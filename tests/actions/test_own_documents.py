"""Own documents beside the paper and alone: quoted exactly, opened, cited, and never in the way."""

import pytest

from actions import resources
from actions.cite_source import CiteSource
from actions.guide import Guide
from actions.make_plan import MakePlan
from actions.open_item import OpenItem
from actions.why import Why
from knowledge.store import StoreError
from knowledge.store.passage import StoredPassage
from tests.actions.conftest import Talk
from tests.actions.test_guide import CLEAR

BESIDE = StoredPassage(
    "doc-guide-1", "guide", "Our Guide", "lesson", "1", "Question about planning", 3, "All", f"{CLEAR[0]} Yes, listen."
)
ALONE = StoredPassage(
    "doc-guide-2",
    "guide",
    "Our Guide",
    "passage",
    None,
    "Zebra trombone",
    None,
    "Music",
    "Play the zebra trombone. Softly.",
)
STRANGE = ("zebra trombone play the zebra trombone softly", {"out_of_scope": 0.99})


@pytest.fixture
def documents() -> None:
    """Two passages in the index."""
    encoder = resources.encoder()
    rows = [BESIDE, ALONE]
    with resources.store().writer(encoder.sha256, encoder.dimension) as writer:
        writer.add(rows, encoder.encode([row.embedded for row in rows]))


@pytest.mark.usefixtures("documents")
def test_a_near_passage_is_told_after_the_advice_and_named_last(talk: Talk) -> None:
    reply = talk.turn(Guide(), *CLEAR)
    assert reply.custom["type"] == "guidance" and reply.custom["sources"][0] == "lesson-1.1"
    assert reply.custom["sources"][-1] == BESIDE.id and len(reply.custom["sources"]) <= 5
    assert "“Our Guide” (page 3, “Question about planning”)" in reply.text.split("\n\n")[-1]
    assert talk.slots["offered_items"] and BESIDE.id not in talk.slots["answered_items"]


@pytest.mark.usefixtures("documents")
def test_what_the_paper_does_not_treat_is_answered_from_own_documents(talk: Talk) -> None:
    reply = talk.turn(Guide(), *STRANGE)
    assert reply.custom == {"type": "guidance", "intent": "out_of_scope", "sources": [ALONE.id]}
    assert "“Our Guide” (“Zebra trombone”) says: “Play the zebra trombone. Softly.”" in reply.text
    assert f'/tell_me_more{{"item":"{ALONE.id}"}}' in reply.payloads


def test_without_own_documents_it_is_outside(talk: Talk) -> None:
    assert talk.turn(Guide(), *STRANGE).custom["type"] == "out_of_scope"


@pytest.mark.usefixtures("documents")
def test_after_danger_no_document_stands_in_for_people(talk: Talk) -> None:
    talk.slots["urgency"] = "urgent"
    assert talk.turn(Guide(), *STRANGE).custom["type"] == "handoff"


@pytest.mark.usefixtures("documents")
def test_a_passage_is_opened_and_cited_like_an_item(talk: Talk) -> None:
    talk.turn(Guide(), *STRANGE)
    opened = talk.turn(OpenItem(), "tell me more")
    assert opened.custom == {"type": "item", "sources": [ALONE.id]} and ALONE.text in opened.text
    cited = talk.turn(CiteSource(), "where does it say so?")
    assert "“Our Guide” (“Zebra trombone”)" in cited.text and cited.custom["sources"] == [ALONE.id]


@pytest.mark.usefixtures("documents")
def test_what_only_items_have_is_asked_for_kindly(talk: Talk) -> None:
    talk.turn(Guide(), *STRANGE)
    assert talk.turn(Why(), "why?").custom["type"] == "chitchat"
    assert talk.turn(MakePlan(), "make me a plan").replies == ["plan_ask"]


def test_a_passage_that_is_gone_is_asked_for_anew(talk: Talk) -> None:
    reply = talk.turn(OpenItem(), '/tell_me_more{"item":"doc-guide-9"}', item="doc-guide-9")
    assert reply.replies == ["ask_for_situation"]


def test_an_index_that_cannot_be_read_keeps_nobody_from_advice(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: int) -> None:
        raise StoreError("passages.faiss is broken.")

    resources.store.cache_clear()
    monkeypatch.setattr(resources, "open_store", broken)
    assert talk.turn(Guide(), *CLEAR).custom["sources"][0] == "lesson-1.1"
    assert talk.turn(Guide(), *STRANGE).custom["type"] == "out_of_scope"
    assert "passages.faiss is broken" in caplog.text and "zebra" not in caplog.text
