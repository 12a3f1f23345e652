"""Where the passages of an organisation's own documents are kept and found: in files, or in Qdrant."""

from knowledge.store.interface import Near, PassageStore, StoreError
from knowledge.store.opening import open_store
from knowledge.store.passage import StoredPassage

__all__ = ["Near", "PassageStore", "StoreError", "StoredPassage", "open_store"]
