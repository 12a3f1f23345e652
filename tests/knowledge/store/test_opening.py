"""KNOWLEDGE_URL says where passages are kept."""

import socket
import time
from pathlib import Path

import pytest

from knowledge.store import StoreError, open_store
from knowledge.store.local import LocalStore
from knowledge.store.opening import FOLDER


def test_without_an_address_they_are_in_a_folder_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KNOWLEDGE_URL", raising=False)
    store = open_store()
    assert isinstance(store, LocalStore) and store.folder == FOLDER


def test_a_file_address_names_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KNOWLEDGE_URL", f"file://{tmp_path}/own%20papers")
    store = open_store()
    assert isinstance(store, LocalStore) and store.folder == tmp_path / "own papers"


@pytest.mark.parametrize("url", ["index", "ftp://host/x", "file://", "http:///x", "postgresql://host/x"])
def test_any_other_address_is_one_clear_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="KNOWLEDGE_URL is"):
        open_store(url)


def test_a_server_that_is_not_there_is_one_clear_sentence() -> None:
    with pytest.raises(StoreError, match="did not answer"):
        open_store("http://127.0.0.1:9/own")


def test_a_server_that_was_stopped_is_waited_for_only_so_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system takes calls for it, and nobody answers them
        began = time.monotonic()
        with pytest.raises(StoreError, match="did not answer"):
            open_store(f"http://127.0.0.1:{silent.getsockname()[1]}/own", within=1)
    assert time.monotonic() - began < 20, "many times what was allowed, on a busy machine"
