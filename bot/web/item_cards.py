"""What cards show, by id: items of the paper, and passages of own documents where there are any."""

import logging
from collections.abc import Iterable

from bot.web.items import ItemView, item_views, passage_view
from bot.web.wording_rules import WordingRules
from knowledge.quotation import Quotation
from knowledge.store import PassageStore, StoreError, open_store

log = logging.getLogger(__name__)


class ItemCards:
    """Looks items and passages up.

    Args:
        rules: on wording; what may hurt is not repeated.
    """

    def __init__(self, rules: WordingRules) -> None:
        self._rules = rules
        self._items = item_views(rules.library)
        self._store: PassageStore | None = None

    def views(self, ids: Iterable[str]) -> list[ItemView]:
        """Those that are there, in the order of `ids`. It may read files, so call it from a thread."""
        names = list(ids)
        own = self._own([name for name in names if name not in self._items])
        return [view for name in names if (view := self._items.get(name) or own.get(name)) is not None]

    def _own(self, names: list[str]) -> dict[str, ItemView]:
        if not names:
            return {}
        try:
            self._store = self._store or open_store()
            passages = self._store.get(names)
        except StoreError as error:
            log.error("Own documents could not be asked: %s", error)
            return {}
        if not passages:
            return {}
        with self._rules.checker() as checker:
            quotation = Quotation(checker, self._rules.library.phrases.own)
            return {passage.id: passage_view(passage, quotation) for passage in passages}
