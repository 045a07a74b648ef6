"""Subscriptions: which other systems are told what happens, and how far each of them is.

What a subscription says is journaled in the registry's chain; its secret is in the entry's payload
and ends with it. How far it is, is a matter of sending: no entry speaks of that.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from xiangyue.canonical import SAFE, dump, load
from xiangyue.errors import BadInput, Conflict, Misuse
from xiangyue.journal import registry_entry
from xiangyue.spelling import shown
from xiangyue.storage import Reader, Tx
from xiangyue.tables import REGISTRY, WAITING
from xiangyue.words import check_id
from xiangyue.work.destroying import destroy
from xiangyue.work.feed import check_types, read_feed

SUSPENDED = "suspended"
"""The state of a subscriber that is not tried any more until it is re-driven."""

SECRET = "whsec_"
_BYTES = 32
_FEWEST, _MOST_BYTES = 24, 64
_MOST_URL = 2000
_URL = re.compile(r"https?://[!-\[\]-~]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """How far a subscription has been told what happened in one community.

    ``seq`` is the last entry it knows, ``behind`` how many there are after it. ``state`` is waiting
    or suspended; ``attempts`` have failed in a row, the next is made at ``due`` (microseconds since
    1970 UTC). ``error`` is the code of a message and its detail.
    """

    community: str
    seq: int
    behind: int
    state: str
    attempts: int
    due: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """Another system that is told what happens; no types or communities mean all of them."""

    id: str
    url: str
    types: tuple[str, ...]
    communities: tuple[str, ...]
    subscribers: tuple[Subscriber, ...]


def new_secret() -> str:
    """Return a new secret as Standard Webhooks writes it."""
    return SECRET + base64.b64encode(os.urandom(_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for; raises BadInput where it is none."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(SECRET) or not _FEWEST <= len(key) <= _MOST_BYTES:
        raise BadInput("webhook-secret", least=_FEWEST, most=_MOST_BYTES)
    return key


def check_url(url: str) -> str:
    """Return an address that events can be posted to; raises BadInput for any other."""
    try:
        parts = urlsplit(url) if _URL.fullmatch(url) and len(url) <= _MOST_URL else None
        fits = parts is not None and parts.hostname and parts.port != 0 and not parts.fragment
    except ValueError:
        parts, fits = None, False
    if parts is None or not fits:
        raise BadInput("webhook-url", url=shown(url))
    if "@" in parts.netloc:
        raise BadInput("webhook-url-password")
    return url


def add_subscription(
    tx: Tx,
    name: str,
    url: str,
    types: Sequence[str] | None,
    communities: Sequence[str] | None,
    secret: str,
    after: int | None,
    by: str,
    now: int,
) -> None:
    """Let another system be told what happens from now on, or from what came ``after``."""
    about = {
        "id": check_id(name),
        "url": check_url(url),
        "types": list(check_types(types)),
        "communities": list(dict.fromkeys(communities or ())),
        "by": check_id(by),
    }
    key_of(secret)
    tx.head(REGISTRY)
    if after is not None:
        check_after(after)
    if tx.all("SELECT 1 FROM subscription WHERE id = ?", name):
        raise Conflict("subscription-exists", id=name)
    ends = _ends(tx)
    for community in about["communities"]:
        if community not in ends:
            raise Misuse("community-unknown", community=community)
    seq = _journal(tx, "subscription", now, about, {"secret": secret})
    lists = {part: dump(about[part]).decode() for part in ("types", "communities")}
    tx.write("subscription", {"id": name, "url": url, **lists, "seq": seq})
    for community in about["communities"] or ends:
        end = ends[community]
        put_subscriber(tx, community, name, end if after is None else min(after, end))


def rotate_secret(tx: Tx, name: str, secret: str, until: int, by: str, now: int) -> None:
    """Sign with a new secret, and ``until`` then with the old one too; both are kept apart."""
    key_of(secret)
    tx.head(REGISTRY)
    sql = "SELECT seq FROM subscription WHERE id = ?"
    seq = tx.all(sql, known(tx, name))[0][0]
    rows = tx.all("SELECT body FROM payload WHERE community = ? AND seq = ?", REGISTRY, seq)
    old = [[one, end or until] for one, end in kept_secrets(rows[0][0], now)] if rows else []
    about = {"id": name, "by": check_id(by), "until": until}
    new = _journal(tx, "subscription-secret", now, about, {"secret": secret, "old": old})
    tx.execute("UPDATE subscription SET seq = ? WHERE id = ?", new, name)
    destroy(tx, REGISTRY, [seq], by, f"subscription {name} has a new secret", now)


def kept_secrets(body: str, now: int) -> list[tuple[str, int | None]]:
    """Return the secrets that count now, each with when it ends; the present one has no end."""
    apart = load(body)
    old = [(one, end) for one, end in apart.get("old", ()) if end > now]
    return [(apart["secret"], None), *old]


def end_subscription(tx: Tx, name: str, by: str, now: int) -> None:
    """Tell another system nothing more, and destroy its secret."""
    tx.head(REGISTRY)
    seq = tx.all("SELECT seq FROM subscription WHERE id = ?", known(tx, name))[0][0]
    _journal(tx, "subscription-end", now, {"id": name, "by": check_id(by)}, {})
    tx.execute("DELETE FROM subscription WHERE id = ?", name)
    tx.execute("DELETE FROM subscriber WHERE subscription = ?", name)
    destroy(tx, REGISTRY, [seq], by, f"subscription {name} ended", now)


def replay(tx: Tx, name: str, community: str, after: int) -> None:
    """Tell a subscription once more what came after an entry of a community."""
    only = load(tx.all("SELECT communities FROM subscription WHERE id = ?", known(tx, name))[0][0])
    ends = _ends(tx)
    if community not in ends or (only and community not in only):
        raise Misuse("subscription-elsewhere", id=name, community=shown(community))
    if check_after(after) > ends[community]:
        raise Misuse("webhook-after", after=after, community=community, last=ends[community])
    put_subscriber(tx, community, name, after)


def redrive(tx: Tx, name: str, community: str | None, skip: bool) -> int:
    """Try again where a subscription is suspended; returns in how many communities.

    With ``skip`` the event that it hangs at is left out, for good.
    """
    found = tx.all(
        "SELECT r.community, r.seq, s.types FROM subscriber r"
        " JOIN subscription s ON s.id = r.subscription WHERE s.id = ? AND r.state = ?"
        " ORDER BY r.community",
        known(tx, name),
        SUSPENDED,
    )
    rows = [row for row in found if community in (None, row[0])]
    for place, seq, types in rows:
        put_subscriber(tx, place, name, _past(tx, place, seq, load(types)) if skip else seq)
    return len(rows)


def subscriptions(reader: Reader) -> tuple[Subscription, ...]:
    """Return every subscription by its id, with how far it is in each community."""
    rows = reader.all(
        "SELECT r.subscription, r.community, r.seq, h.seq - r.seq, r.state, r.attempts, r.due,"
        " r.error FROM subscriber r JOIN head h ON h.community = r.community"
        " ORDER BY r.subscription, r.community"
    )
    told: dict[str, list[Subscriber]] = {}
    for name, *row in rows:
        told.setdefault(name, []).append(Subscriber(*row))
    known = reader.all("SELECT id, url, types, communities FROM subscription ORDER BY id")
    return tuple(
        Subscription(name, url, tuple(load(types)), tuple(load(only)), tuple(told.get(name, ())))
        for name, url, types, only in known
    )


def put_subscriber(tx: Tx, community: str, subscription: str, seq: int) -> None:
    """Let a subscription go on after an entry, whatever was before; who is sending stops."""
    tx.execute(
        "INSERT INTO subscriber (community, subscription, seq) VALUES (?, ?, ?)"
        " ON CONFLICT (community, subscription) DO UPDATE SET seq = excluded.seq, state = ?,"
        " attempts = 0, due = 0, lease = 0, holder = NULL, error = NULL",
        community,
        subscription,
        seq,
        WAITING,
    )
    tx.wake(community)


def known(reader: Reader, name: str) -> str:
    """Return the id of a subscription; raises Misuse if there is none."""
    if not reader.all("SELECT 1 FROM subscription WHERE id = ?", name):
        raise Misuse("subscription-unknown", id=shown(name))
    return name


def check_after(after: int) -> int:
    """Return the number of an entry; raises Misuse for what is none."""
    if not 0 <= after < SAFE:
        raise Misuse("feed-after", after=shown(after))
    return after


def _past(tx: Tx, community: str, seq: int, types: Sequence[str]) -> int:
    """Return the number of the next event's entry, or of the last entry if there is none."""
    while (page := read_feed(tx, community, seq, 1, types)).next > seq:
        seq = page.next
        if page.events:
            break
    return seq


def _ends(tx: Tx) -> dict[str, int]:
    rows = tx.all("SELECT community, seq FROM head WHERE community <> ?", REGISTRY)
    return dict(sorted(rows))


def _journal(
    tx: Tx, kind: str, now: int, about: Mapping[str, Any], apart: Mapping[str, Any]
) -> int:
    head = tx.head(REGISTRY)
    seq = head.seq + 1 if head else 1
    tx.append(REGISTRY, registry_entry(REGISTRY, seq, kind, now, about, apart), None, None)
    return seq
