"""The part of the face that tells other systems what happens: the change feed."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.acting import known_head
from xiangyue.canonical import SAFE
from xiangyue.errors import Misuse
from xiangyue.feed import MOST, Feed, check_types, read_feed
from xiangyue.spelling import shown
from xiangyue.storage import Store


class Telling:
    """The change feed of one store."""

    _store: Store

    def feed(
        self,
        community: str,
        after: int = 0,
        limit: int = 100,
        types: Sequence[str] | None = None,
    ) -> Feed:
        """Return what has happened in a community as CloudEvents 1.0, in the order it happened.

        ``after`` is the number of the last entry that is known already (``feed.next``), ``limit``
        is from 1 to 1000, and ``types`` names those wanted (``task.refused``, or ``task`` for all
        that begin so). No event holds a personal value. Raises Misuse for what does not exist.
        """
        if not 1 <= limit <= MOST:
            raise Misuse("page-limit", limit=limit, most=MOST)
        if not 0 <= after < SAFE:
            raise Misuse("feed-after", after=shown(after))
        wanted = check_types(types)
        with self._store.read() as reader:
            known_head(reader.situation(community, None, None).head, community)
            return read_feed(reader, community, after, limit, wanted)
