"""Reads documents of every kind that is known; each kind has one reader."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from knowledge.documents.block import DocumentError, Reading, Say, silent
from knowledge.documents.normal import plain

# The readers by module and function: each is imported when a file of its kind is met, since they take a second.
READERS: Mapping[str, tuple[str, str]] = {
    ".txt": ("readers_text", "read_text"),
    ".md": ("readers_markdown", "read_markdown"),
    ".markdown": ("readers_markdown", "read_markdown"),
    ".html": ("readers_html", "read_html"),
    ".htm": ("readers_html", "read_html"),
    ".docx": ("readers_word", "read_word"),
    ".pdf": ("readers_pdf", "read_pdf"),
}


def read(path: Path, say: Say = silent) -> Reading:
    """A document, in blocks.

    Args:
        path: of the file; its suffix says of which kind it is.
        say: is given lines about progress of long files.

    Raises:
        DocumentError: if it is of no known kind, missing, encrypted or broken.
    """
    named = READERS.get(path.suffix.lower())
    if named is None:
        raise DocumentError(f"{path}: this kind of file cannot be read; {', '.join(READERS)} can.")
    try:
        reader: Callable[[Path, Say], Reading] = getattr(import_module(f"knowledge.documents.{named[0]}"), named[1])
        return reader(path, say)
    except DocumentError:
        raise
    except FileNotFoundError:
        raise DocumentError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{path}: this is not UTF-8 text.") from None
    except Exception as error:  # parsers meet broken files with exceptions of many kinds, Python's own among them
        raise DocumentError(
            f"{path}: the file is broken or encrypted ({plain(str(error)) or type(error).__name__})."
        ) from None
