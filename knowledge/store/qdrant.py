"""Passages kept in Qdrant, where one machine is not enough: every action server asks the same engine.

A collection holds a point for each passage. A second one, `<collection>-state`, holds a point for each document and one
for the encoder. Qdrant has no transactions: what a writer did before a fault stays, and a document whose state was not
noted is put right the next time.
"""

import contextlib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from knowledge.encoder import Vectors
from knowledge.store.interface import Near, StoreError
from knowledge.store.passage import StoredPassage

COLLECTION = "common-ground"  # where an address names none
SPACE = uuid.UUID("6f1c1e0a-5d4e-4f0e-9d2b-3d6f6f4f8a51")  # of ids that are made of names; any will do, for ever
AT_ONCE = 256  # points in one request
ENCODER = "encoder"  # no document: names of those hold no more than letters, digits and hyphens


def connect(server: str, collection: str, key: str | None, within: int) -> "QdrantStore":
    """The store on a server.

    Args:
        server: its address, such as http://127.0.0.1:6333.
        collection: name of the collection; a usual one if empty.
        key: that the server asks for, if it does.
        within: seconds that a request may take.

    Raises:
        StoreError: if it cannot be reached.
    """
    client = QdrantClient(url=server, api_key=key, timeout=within, check_compatibility=False)
    return QdrantStore(client, collection or COLLECTION)


class QdrantStore:
    """A store in a collection of Qdrant; see `knowledge.store.interface.PassageStore`.

    Args:
        client: of the engine.
        collection: name of the collection; it need not be there yet.

    Raises:
        StoreError: if the engine cannot be reached.
    """

    def __init__(self, client: QdrantClient, collection: str) -> None:
        self._client, self._passages, self._state = client, collection, f"{collection}-state"
        with _reached():
            client.get_collections()

    def count(self) -> int:
        with _reached():
            return self._client.count(self._passages).count if self._there() else 0

    def encoder(self) -> str | None:
        return self._notes().get(f"/{ENCODER}")

    def documents(self) -> Mapping[str, str]:
        return {name: sha256 for name, sha256 in self._notes().items() if not name.startswith("/")}

    def hashes(self, document: str) -> Mapping[str, str]:
        of_it = models.Filter(must=[models.FieldCondition(key="document", match=models.MatchValue(value=document))])
        rows = self._scrolled(self._passages, of_it, ["id", "sha256"]) if self._there() else ()
        return {str(row["id"]): str(row["sha256"]) for row in rows}

    def get(self, ids: Sequence[str]) -> list[StoredPassage]:
        if not ids or not self._there():
            return []
        with _reached():
            points = self._client.retrieve(self._passages, [_point(name) for name in ids], with_payload=True)
        found = {passage.id: passage for passage in (_passage(point.payload) for point in points)}
        return [found[name] for name in dict.fromkeys(ids) if name in found]

    def nearest(self, vector: Vectors, count: int) -> list[Near]:
        if not self._there():
            return []
        with _reached():
            found = self._client.query_points(self._passages, vector.tolist(), limit=count, with_payload=True)
        return [Near(_passage(point.payload), float(point.score)) for point in found.points]

    @contextlib.contextmanager
    def writer(self, encoder: str, dimension: int, *, fresh: bool = False) -> Iterator["QdrantWriter"]:
        if fresh or not self._there():
            self._begin(dimension)
        with _reached():
            writer = QdrantWriter(self._client, self._passages, self._state)
            yield writer
            writer.note(f"/{ENCODER}", encoder)

    def close(self) -> None:
        self._client.close()

    def _begin(self, dimension: int) -> None:
        """Makes both collections, empty."""
        with _reached():
            for name, size, distance in (
                (self._passages, dimension, models.Distance.COSINE),
                (self._state, 1, models.Distance.DOT),
            ):
                self._client.delete_collection(name)
                self._client.create_collection(name, models.VectorParams(size=size, distance=distance))
            self._client.create_payload_index(self._passages, "document", models.PayloadSchemaType.KEYWORD)

    def _there(self) -> bool:
        with _reached():
            return self._client.collection_exists(self._passages)

    def _notes(self) -> dict[str, str]:
        with _reached():
            there = self._client.collection_exists(self._state)
        rows = self._scrolled(self._state, None, ["name", "sha256"]) if there else ()
        return {str(row["name"]): str(row["sha256"]) for row in rows}

    def _scrolled(self, name: str, only: models.Filter | None, fields: list[str]) -> Iterator[Mapping[str, object]]:
        """What points hold, all of them."""
        place = None
        while True:
            with _reached():
                points, place = self._client.scroll(name, only, limit=AT_ONCE, offset=place, with_payload=fields)
            yield from (point.payload or {} for point in points)
            if place is None:
                return


class QdrantWriter:
    """Writes at once; see `knowledge.store.interface.Writer`."""

    def __init__(self, client: QdrantClient, passages: str, state: str) -> None:
        self._client, self._passages, self._state = client, passages, state

    def remove(self, ids: Collection[str]) -> None:
        names = list(ids)
        for start in range(0, len(names), AT_ONCE):
            points = [_point(name) for name in names[start : start + AT_ONCE]]
            self._client.delete(self._passages, models.PointIdsList(points=points), wait=True)

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        for start in range(0, len(passages), AT_ONCE):
            points = [
                models.PointStruct(
                    id=_point(passage.id),
                    vector=vector.tolist(),
                    payload={**passage.to_json(), "sha256": passage.sha256},
                )
                for passage, vector in zip(
                    passages[start : start + AT_ONCE], vectors[start : start + AT_ONCE], strict=True
                )
            ]
            self._client.upsert(self._passages, points, wait=True)

    def note(self, document: str, sha256: str | None) -> None:
        if sha256 is None:
            self._client.delete(self._state, models.PointIdsList(points=[_point(document)]), wait=True)
            return
        payload = {"name": document, "sha256": sha256}
        point = models.PointStruct(id=_point(document), vector=[1.0], payload=payload)
        self._client.upsert(self._state, [point], wait=True)


@contextlib.contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (ApiException, OSError) as error:
        raise StoreError(f"The engine that KNOWLEDGE_URL names did not answer ({type(error).__name__}).") from None


def _point(name: str) -> str:
    """Qdrant knows points by numbers or UUIDs, so this one is made of the name."""
    return str(uuid.uuid5(SPACE, name))


def _passage(payload: Mapping[str, object] | None) -> StoredPassage:
    values = {name: value for name, value in (payload or {}).items() if name != "sha256"}
    try:
        return StoredPassage(**values)  # type: ignore[arg-type]  # as `add` wrote it
    except TypeError:
        raise StoreError("The collection that KNOWLEDGE_URL names holds something else than passages.") from None
