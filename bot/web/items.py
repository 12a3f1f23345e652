"""Items, and passages of own documents, as the page shows them on a card."""

from pydantic import BaseModel

from knowledge.library import Library
from knowledge.quotation import Quotation
from knowledge.schema import Item
from knowledge.store import StoredPassage


class LinkView(BaseModel):
    """A link that the paper gives."""

    label: str
    url: str


class ItemView(BaseModel):
    """What a card shows."""

    id: str
    kind: str
    number: str
    title: str
    says: list[str]
    steps: list[str]
    why: str
    section: str
    links: list[LinkView]


def item_views(library: Library) -> dict[str, ItemView]:
    """Every item, by id."""
    return {item.id: _view(item) for item in library.items.values()}


def passage_view(passage: StoredPassage, quotation: Quotation) -> ItemView:
    """A passage of an own document: its words as they stand, and where."""
    return ItemView(
        id=passage.id,
        kind="own",
        number="",
        title=passage.title,
        says=[line for line in quotation.quotable(passage.text).split("\n") if line],
        steps=[],
        why="",
        section=passage.source if passage.page is None else f"{passage.source}, page {passage.page}",
        links=[],
    )


def _view(item: Item) -> ItemView:
    return ItemView(
        id=item.id,
        kind=item.kind,
        number=item.number,
        title=item.title,
        says=list(item.says),
        steps=list(item.steps),
        why=item.why,
        section=item.place.section,
        links=[LinkView(label=link.label, url=link.url) for link in item.links],
    )
