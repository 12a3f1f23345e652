"""Which Rasa server has a conversation, and which of them answer."""

from collections.abc import Sequence
from hashlib import blake2b


class RasaServers:
    """The servers by their web addresses.

    Each conversation keeps to one of them, without anybody noting which: by rendezvous hashing. When one does not
    answer, only its own conversations move, each to the same server from everywhere, and back when it is there again.

    Attributes:
        urls: of all.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = tuple(urls)
        self._silent: set[str] = set()

    def of(self, conversation: str) -> list[str]:
        """All servers in the order in which to try them for a conversation; those that do not answer come last."""
        return sorted(self.urls, key=lambda url: (url in self._silent, _weight(url, conversation)))

    def note(self, url: str, answers: bool) -> None:
        """Remembers whether a server answers."""
        (self._silent.discard if answers else self._silent.add)(url)

    @property
    def silent(self) -> int:
        """How many do not answer."""
        return len(self._silent)


def _weight(url: str, conversation: str) -> bytes:
    return blake2b(f"{url} {conversation}".encode(), digest_size=8).digest()
