"""Opens the store that `KNOWLEDGE_URL` names: files of this machine unless it says another engine."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge.library import ROOT
from knowledge.store.interface import PassageStore, StoreError
from knowledge.store.local import LocalStore

VARIABLE = "KNOWLEDGE_URL"
KEY_VARIABLE = "KNOWLEDGE_API_KEY"
FOLDER = ROOT / "build" / "own"


def open_store(url: str | None = None, within: int = 20) -> PassageStore:
    """The store of an organisation's own documents.

    Args:
        url: `file:///folder`, or `http://host:6333/collection` (or https) of a Qdrant server; what the variable
            KNOWLEDGE_URL says if not given, and a folder of the project if that says nothing.
        within: seconds in which a server must answer a request; few where somebody waits, and writing takes more.

    Raises:
        StoreError: if the address is none, or the server cannot be reached.
    """
    url = os.environ.get(VARIABLE, "") if url is None else url
    if not url:
        return LocalStore(FOLDER)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return LocalStore(Path(unquote(parts.path)))
    if parts.scheme in ("http", "https") and parts.hostname:
        from knowledge.store.qdrant import connect  # the client takes a second to load

        server = f"{parts.scheme}://{parts.netloc}"
        return connect(server, parts.path.strip("/"), os.environ.get(KEY_VARIABLE) or None, within)
    message = "file:///folder, or http://host:6333/collection of a Qdrant server"
    raise StoreError(f"{VARIABLE} is “{url}”; it may be {message}.")
