"""The part of the face that tells other systems what happens: the feed and its subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.errors import Misuse
from xiangyue.storage import Store
from xiangyue.time.moments import Moment, micros
from xiangyue.work import subscribing
from xiangyue.work.feed import MOST, Feed, check_types, read_feed
from xiangyue.work.named import known_head
from xiangyue.work.subscribing import Subscription

_HOUR = 3600 * 1_000_000
_MOST_HOURS = 720


class Telling:
    """The change feed of one store, and who subscribes to it."""

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
        subscribing.check_after(after)
        wanted = check_types(types)
        with self._store.read() as reader:
            known_head(reader.situation(community, None, None).head, community)
            return read_feed(reader, community, after, limit, wanted)

    def subscribe(
        self,
        id: str,
        url: str,
        *,
        by: str,
        types: Sequence[str] | None = None,
        communities: Sequence[str] | None = None,
        secret: str | None = None,
        after: int | None = None,
        now: Moment = None,
    ) -> str:
        """Let events be posted to a URL, signed as Standard Webhooks says; returns the secret.

        It begins with what happens from now on, or after the entry ``after`` of each community
        (0 for everything); a community that is added later is told from its beginning. The URL is
        kept in the open for good: put no secret into it. Raises Conflict where the id is taken,
        Misuse or BadInput for what cannot be.
        """
        key = subscribing.new_secret() if secret is None else secret
        with self._store.begin() as tx:
            subscribing.add_subscription(
                tx, id, url, types, communities, key, after, by, micros(now)
            )
        return key

    def rotate_secret(
        self,
        id: str,
        *,
        by: str,
        hours: float = 24.0,
        secret: str | None = None,
        now: Moment = None,
    ) -> str:
        """Sign a subscription's events with a new secret; returns it.

        For so many ``hours`` each event is signed with the old one too, so that the receiver can
        change over in peace; 0 ends the old one at once. Raises Misuse where there is no such
        subscription, or for hours beyond 0 to 720.
        """
        if not 0 <= hours <= _MOST_HOURS:
            raise Misuse("webhook-hours", most=_MOST_HOURS)
        key, at = subscribing.new_secret() if secret is None else secret, micros(now)
        with self._store.begin() as tx:
            subscribing.rotate_secret(tx, id, key, at + round(hours * _HOUR), by, at)
        self._store.scrub()
        return key

    def unsubscribe(self, id: str, *, by: str, now: Moment = None) -> None:
        """End a subscription and destroy its secret; raises Misuse where there is none."""
        with self._store.begin() as tx:
            subscribing.end_subscription(tx, id, by, micros(now))
        self._store.scrub()

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Return every subscription, and how far it has been told what happened."""
        with self._store.read() as reader:
            return subscribing.subscriptions(reader)

    def replay(self, id: str, community: str, *, after: int) -> None:
        """Tell a subscription once more what came after an entry; each event keeps its id.

        Raises Misuse where the subscription or the entry does not exist.
        """
        with self._store.begin() as tx:
            subscribing.replay(tx, id, community, after)

    def redrive(self, id: str, *, community: str | None = None, skip: bool = False) -> int:
        """Try again where a subscription is suspended; returns in how many communities.

        With ``skip`` it goes on after the event that it hangs at. Raises Misuse where there is no
        such subscription.
        """
        with self._store.begin() as tx:
            return subscribing.redrive(tx, id, community, skip)
