"""Webhooks: the feed, posted to those who subscribe, signed as Standard Webhooks says.

In one community a subscription is told one event after the other, in their order. The cursor moves
after each that was taken (2xx), so a process that dies tells the last one again, under its id.
What cannot be delivered is tried again ever more rarely, then the subscription is suspended there:
the cursor stays, and nothing is lost.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from xiangyue.canonical import load
from xiangyue.sending.post import post
from xiangyue.sending.settings import MICROS, WebhookSettings
from xiangyue.sending.undelivered import Undelivered
from xiangyue.storage import Reader, Store
from xiangyue.tables import REGISTRY, WAITING
from xiangyue.watch.facts import Tried
from xiangyue.watch.spans import span
from xiangyue.work.claiming import LONGEST
from xiangyue.work.feed import Event, read_feed
from xiangyue.work.subscribing import SUSPENDED, kept_secrets, key_of

LEASE = 60 * MICROS
_GONE = 410

Send = Callable[[str, bytes, Mapping[str, str], float, bool], int]
"""Posts to a URL and returns the status, or raises Undelivered; see ``post``."""


_DEFAULT = WebhookSettings()


class _Claim(NamedTuple):
    """A subscription in one community, leased to one who sends."""

    community: str
    subscription: str
    seq: int
    attempts: int
    url: str
    types: tuple[str, ...]
    secrets: tuple[str, ...]


_KEY = "community = ? AND subscription = ?"
_FREE = "(due <= ? OR due > ?) AND (lease <= ? OR lease > ?)"
"""What lies further ahead than anything can was written before the clock was set back."""
_BEHIND = (
    "SELECT r.community, r.subscription, r.seq FROM subscriber r"
    " JOIN head h ON h.community = r.community"
    f" WHERE r.seq < h.seq AND r.state = ? AND {_FREE}"
    " ORDER BY r.due, r.community, r.subscription LIMIT ?"
)
_NEXT = (
    "SELECT min(CASE WHEN r.due > r.lease THEN r.due ELSE r.lease END)"
    " FROM subscriber r JOIN head h ON h.community = r.community"
    " WHERE r.seq < h.seq AND r.state = ?"
)
_UNTOLD = (
    " FROM subscription s CROSS JOIN head h"
    " LEFT JOIN subscriber r ON r.community = h.community AND r.subscription = s.id"
    " WHERE s.communities = '[]' AND h.community <> ? AND r.community IS NULL"
)
_BEGIN = (
    "INSERT INTO subscriber (community, subscription, seq)"
    f" SELECT h.community, s.id, 0{_UNTOLD} ON CONFLICT DO NOTHING"
)
_CLAIM = (
    f"UPDATE subscriber SET lease = ?, holder = ? WHERE {_KEY} AND seq = ?"
    f" AND state = ? AND {_FREE}"
)
_CLAIMED = (
    "SELECT r.seq, r.attempts, s.url, s.types, p.body"
    " FROM subscriber r JOIN subscription s ON s.id = r.subscription"
    " LEFT JOIN payload p ON p.community = ? AND p.seq = s.seq"
    " WHERE r.community = ? AND r.subscription = ?"
)
_MOVE = f"UPDATE subscriber SET seq = ?, attempts = 0, error = NULL WHERE {_KEY}"
_RELEASE = (
    "UPDATE subscriber SET state = ?, attempts = ?, due = ?, error = ?, lease = 0, holder = NULL"
    f" WHERE {_KEY}"
)
_MINE = " AND holder = ? AND seq = ?"


def deliver_webhooks(
    store: Store,
    now: int,
    holder: str,
    *,
    lease: int = LEASE,
    limit: int = 100,
    settings: WebhookSettings = _DEFAULT,
    send: Send = post,
) -> int:
    """Tell subscriptions what they do not know yet; returns how many events were taken.

    ``now`` and ``lease`` are microseconds, and a lease lasts at least two time-outs; ``holder``
    names who sends and must be its own in every thread. At most ``limit`` subscribers have their
    turn. One whose receiver has just failed is left for the next call, so that it holds up the
    others only once. Raises StoreError.
    """
    sender = _Sender(store, now, holder, lease, settings, send)
    with store.read() as reader:
        new = reader.all(f"SELECT 1{_UNTOLD} LIMIT 1", REGISTRY)
    if new:
        with store.begin() as tx:
            tx.execute(_BEGIN, REGISTRY)
    with store.read() as reader:
        behind = reader.all(_BEHIND, WAITING, *sender.free(now), limit)
    failed: set[str] = set()
    told = 0
    for community, subscription, seq in behind:
        if subscription in failed:
            continue
        claim = sender.claim(community, subscription, seq)
        if claim is not None:
            count, well = sender.tell(claim)
            told += count
            if not well:
                failed.add(subscription)
    return told


def next_telling(reader: Reader, now: int) -> int | None:
    """Return when a subscriber that is behind is to be told again; None where there is none."""
    ((at,),) = reader.all(_NEXT, WAITING)
    return None if at is None else int(at)


class _Sender:
    """One call's work: its clock goes on from ``now`` while it lasts."""

    def __init__(
        self, store: Store, now: int, holder: str, lease: int, settings: WebhookSettings, send: Send
    ) -> None:
        self._store = store
        self._called = now
        self._begin = now - time.monotonic_ns() // 1000
        self._holder = holder
        self._lease = max(lease, round(2 * settings.timeout * MICROS))
        self._settings = settings
        self._send = send

    def _now(self) -> int:
        return self._begin + time.monotonic_ns() // 1000

    def free(self, now: int) -> tuple[int, ...]:
        """Return the moments between which nobody is to be told yet, and nobody holds a lease."""
        return now, now + self._settings.longest_pause, now, now + max(self._lease, LONGEST)

    def claim(self, community: str, subscription: str, seq: int) -> _Claim | None:
        """Lease a subscriber; None where somebody else has it, or has moved it."""
        now = self._now()
        key = community, subscription
        with self._store.begin() as tx:
            mine = now + self._lease, self._holder, *key, seq
            if not tx.execute(_CLAIM, *mine, WAITING, *self.free(now)):
                return None
            return _claimed(tx, key, now)

    def tell(self, claim: _Claim) -> tuple[int, bool]:
        """Post what follows; returns how many events were taken, and whether all went well."""
        until = self._now() + self._lease - round(self._settings.timeout * MICROS)
        told, seq = 0, claim.seq
        try:
            keys = _keys(claim)
            while told < self._settings.batch and self._now() < until:
                with self._store.read() as reader:
                    page = read_feed(
                        reader, claim.community, seq, self._settings.batch - told, claim.types
                    )
                if page.next == seq:
                    break
                for event in page.events:
                    if self._now() >= until:
                        break
                    self._try(claim, keys, event)
                    if not self._move(claim, seq, event["xiangyueseq"]):
                        return told + 1, True
                    told, seq = told + 1, event["xiangyueseq"]
                else:
                    if page.next != seq and not self._move(claim, seq, page.next):
                        return told, True
                    seq = page.next
        except Undelivered as error:
            self._fail(claim, seq, error, claim.attempts + 1 if told == 0 else 1)
            return told, False
        self._release(claim, seq, WAITING, 0, self._called, None)
        return told, True

    def _try(self, claim: _Claim, keys: Sequence[bytes], event: Event) -> None:
        """Post one event, and tell what became of it."""
        begin = time.perf_counter()
        outcome, code = "again", "other"
        try:
            with span("webhook", community=claim.community, subscription=claim.subscription):
                self._post(claim.url, keys, event)
            outcome, code = "sent", ""
        except Undelivered as error:
            outcome, code = "dead" if error.final else "again", error.said.partition(" ")[0]
            raise
        finally:
            said = claim.community, "webhook", claim.subscription, outcome, code or None
            self._store.watch.tell(Tried(*said, time.perf_counter() - begin))

    def _post(self, url: str, keys: Sequence[bytes], event: Event) -> None:
        body = orjson.dumps(event)
        headers = signed(event["id"], self._now() // MICROS, body, *keys)
        settings = self._settings
        status = self._send(url, body, headers, settings.timeout, settings.allow_private)
        if not 200 <= status < 300:
            raise Undelivered("webhook-status", str(status), final=status == _GONE)

    def _move(self, claim: _Claim, seq: int, to: int) -> bool:
        """Move the cursor on; False where the lease is somebody else's by now."""
        with self._store.begin() as tx:
            return bool(
                tx.execute(
                    _MOVE + _MINE, to, claim.community, claim.subscription, self._holder, seq
                )
            )

    def _fail(self, claim: _Claim, seq: int, error: Undelivered, failed: int) -> None:
        state = SUSPENDED if error.final or failed >= self._settings.attempts else WAITING
        asked = min(error.after, self._settings.longest)
        due = self._now() + max(self._settings.pause(failed), round(asked * MICROS))
        self._release(claim, seq, state, failed, due, error.said)

    def _release(
        self, claim: _Claim, seq: int, state: str, failed: int, due: int, error: str | None
    ) -> None:
        said = state, failed, due, error
        key = claim.community, claim.subscription
        with self._store.begin() as tx:
            tx.execute(_RELEASE + _MINE, *said, *key, self._holder, seq)


def _claimed(reader: Reader, key: tuple[str, str], now: int) -> _Claim | None:
    """Return what is needed to send; None where the subscription has just ended."""
    rows = reader.all(_CLAIMED, REGISTRY, *key)
    if not rows:
        return None
    seq, attempts, url, types, apart = rows[0]
    secrets = tuple(secret for secret, _ in kept_secrets(apart, now)) if apart else ()
    return _Claim(*key, seq, attempts, url, tuple(load(types)), secrets)


def _keys(claim: _Claim) -> list[bytes]:
    if not claim.secrets:
        raise Undelivered("webhook-no-secret", final=True)
    return [key_of(secret) for secret in claim.secrets]


def signed(id: str, at: int, body: bytes, *keys: bytes) -> dict[str, Any]:
    """Return the headers of an event, signed with each key; ``at`` is in seconds since 1970 UTC.

    Its id stands there without full stops, which set apart what is signed.
    """
    name = id.replace(".", "%2E")
    text = f"{name}.{at}.".encode() + body
    digests = [hmac.new(key, text, hashlib.sha256).digest() for key in keys]
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(d).decode()}" for d in digests),
    }
