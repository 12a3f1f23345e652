"""A passage of an organisation's own document, as it is kept."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.documents.found import Kind
from knowledge.documents.review import Document


@dataclass(frozen=True)
class StoredPassage:
    """One passage, word for word.

    Attributes:
        id: `doc-<name>-<n>`.
        document: name of the document.
        source: title of the document.
        kind: what the document marks it as.
        number: that the document gives it.
        title: its heading.
        page: on which it begins, where the format has pages.
        section: the headings above it.
        text: paragraphs with an empty line between, items of lists each in a line.
    """

    id: str
    document: str
    source: str
    kind: Kind
    number: str | None
    title: str
    page: int | None
    section: str
    text: str

    @property
    def embedded(self) -> str:
        """The text that is embedded: the heading says what the passage is about."""
        return f"{self.title}. {self.text}"

    @property
    def sha256(self) -> str:
        """Hash of all of it: a passage with the same one need not be embedded again."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """For an engine that keeps JSON."""
        return asdict(self)


def stored(name: str, document: Document) -> list[StoredPassage]:
    """The passages of a document that was looked through.

    Args:
        name: of the document.
        document: its file for review.
    """
    return [
        StoredPassage(
            id=entry.id,
            document=name,
            source=document.document.title,
            kind=entry.kind,
            number=entry.number,
            title=entry.title,
            page=entry.page,
            section=entry.section,
            text=entry.text,
        )
        for entry in document.entries
    ]
