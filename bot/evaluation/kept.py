"""Keeps what takes long: a folder holds what was made of certain inputs, until the inputs change."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

MARK = "made-of"


def keep(folder: Path, inputs: Any, make: Callable[[Path], None]) -> bool:
    """Has `make` fill `folder`, unless it was filled from the same inputs before.

    Args:
        folder: emptied first; one folder holds one thing, so what is kept does not grow.
        inputs: all that the result depends on, as JSON can say it.
        make: is given the folder, empty.

    Returns:
        Whether it was there already.
    """
    mark, fingerprint = folder / MARK, digest(inputs)
    if mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint:
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    mark.write_text(fingerprint, encoding="utf-8")  # last: a run that was broken off leaves no mark
    return False


def digest(inputs: Any) -> str:
    """Hash of what JSON can say."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def files_digest(paths: Iterable[Path]) -> str:
    """Hash of names and contents."""
    return digest([[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in sorted(paths)])
