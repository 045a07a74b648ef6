"""What a store has recorded, read as it stood at one moment, however long that takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from xiangyue.canonical import load
from xiangyue.storage import Reader
from xiangyue.study.world.following import Followed, Follower
from xiangyue.study.world.people import Registrar
from xiangyue.study.world.recalled import Recalled
from xiangyue.study.world.world import Documents
from xiangyue.tables import REGISTRY

_PAGE = 1000
_HEADS = "SELECT community, seq FROM head"
_ENTRIES = (
    "SELECT j.seq, j.key, j.task, j.body, j.hash, p.body, p.salt FROM journal j"
    " LEFT JOIN payload p ON p.community = j.community AND p.seq = j.seq"
    " WHERE j.community = ? AND j.seq > ? AND j.seq <= ? ORDER BY j.seq LIMIT ?"
)
_REGISTRY = (
    "SELECT seq, body FROM journal WHERE community = ? AND seq > ? AND seq <= ?"
    " ORDER BY seq LIMIT ?"
)


class Snapshot(NamedTuple):
    """Where every chain ended at one moment: what comes later is not looked at."""

    ends: Mapping[str, int]

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """Look at a store now."""
        return cls(dict(reader.all(_HEADS)))


class History:
    """The chains of a store up to a snapshot."""

    def __init__(self, reader: Reader, snapshot: Snapshot) -> None:
        """Read through ``reader``."""
        self._reader = reader
        self._ends = snapshot.ends
        self._documents: dict[str, Mapping[str, Any] | None] = {}

    def entries(self, community: str) -> Iterator[Followed]:
        """Yield the entries of a community, the oldest first."""
        for row in self._pages(_ENTRIES, community):
            yield Followed(*row)

    def document(self, digest: str) -> Mapping[str, Any] | None:
        """Return the document of a release; None where there is none."""
        if digest not in self._documents:
            known = self._reader.has_release(digest)
            self._documents[digest] = self._reader.release_document(digest) if known else None
        return self._documents[digest]

    def relive(self, community: str, also: Documents | None = None) -> Relived:
        """Return a community before its first entry; ``also`` knows further releases."""
        world = Recalled(
            self._reader, lambda digest: (also and also(digest)) or self.document(digest)
        )
        bodies = (load(text) for _, text in self._pages(_REGISTRY, REGISTRY))
        return Relived(world, Follower(world, community), Registrar(world, bodies))

    def _pages(self, sql: str, community: str) -> Iterator[Any]:
        seq, last = 0, self._ends.get(community, 0)
        while rows := self._reader.all(sql, community, seq, last, _PAGE):
            yield from rows
            seq = rows[-1][0]


class Relived(NamedTuple):
    """A community whose history is lived through once more, with its registry."""

    world: Recalled
    follower: Follower
    registrar: Registrar
