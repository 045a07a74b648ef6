"""How members are reached: addresses, in the order they are preferred, and languages."""

from __future__ import annotations

import re

from xiangyue.canonical import load
from xiangyue.channel import CHANNEL_KINDS
from xiangyue.errors import Misuse
from xiangyue.spelling import shown
from xiangyue.storage import Reader, Tx
from xiangyue.tables import REGISTRY
from xiangyue.values import Value
from xiangyue.words import check_words
from xiangyue.work.destroying import destroy
from xiangyue.work.registering import journal

MOST_RANK = 99
_OLD = "SELECT seq FROM contact WHERE member = ? AND kind = ?"
_LANGUAGE = re.compile(  # language, its dialect, script, region and variants, as RFC 5646 has them
    r"[a-z]{2,3}(-[a-z]{3})?(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*", re.ASCII
)


class Contact(Value, frozen=True):
    """One way to reach a member; lower ``rank`` comes first.

    ``address`` is None where it was destroyed.
    """

    kind: str
    rank: int
    address: str | None


def put_contact(
    tx: Tx,
    member: str,
    kind: str,
    address: str | None,
    rank: int,
    by: str,
    now: int,
    *,
    first: bool = False,
) -> None:
    """Note how a member is reached by one kind of channel; None for the address removes it.

    The address is kept apart, and the one that it replaces is destroyed; where it is known to be
    the ``first`` of its kind there is none.
    """
    if tx.member(member) is None:
        raise Misuse("member-unknown", member=member)
    if kind not in CHANNEL_KINDS:
        raise Misuse("contact-kind", given=shown(kind), known=", ".join(CHANNEL_KINDS))
    if type(rank) is not int or not 1 <= rank <= MOST_RANK:
        raise Misuse("contact-rank", given=shown(rank), most=MOST_RANK)
    check_words("address", address)
    if address is not None and not address.strip():
        raise Misuse("contact-empty", member=member)
    old = [] if first else tx.all(_OLD, member, kind)
    if address is None and not old:
        raise Misuse("contact-unknown", member=member, kind=kind)
    about = {"member": member, "kind": kind, "rank": rank if address else None, "by": by}
    apart = {"address": address} if address else None
    seq = journal(tx, REGISTRY, "contact", now, about, apart, after={})
    if old:
        tx.settle()  # one that came in this very transaction is destroyed too
        tx.change("DELETE FROM contact WHERE member = ? AND kind = ?", member, kind)
        destroy(tx, REGISTRY, [was for (was,) in old], by, "replaced or removed", now)
    if address is not None:
        tx.write("contact", {"member": member, "kind": kind, "rank": rank, "seq": seq})


def is_language(tag: str) -> bool:
    """Tell whether this is a language tag."""
    return _LANGUAGE.fullmatch(tag) is not None


def put_language(tx: Tx, member: str, language: str, by: str, now: int) -> None:
    """Note the language that a member reads and hears."""
    if tx.member(member) is None:
        raise Misuse("member-unknown", member=member)
    if not is_language(str(language)):
        raise Misuse("language-tag", given=shown(language))
    about = {"member": member, "language": language, "by": by}
    journal(tx, REGISTRY, "language", now, about, after={})
    tx.change("UPDATE member SET language = ? WHERE id = ?", language, member)


def contacts(reader: Reader, member: str) -> tuple[Contact, ...]:
    """Return how a member is reached, what is preferred first."""
    rows = reader.all(
        "SELECT c.kind, c.rank, p.body FROM contact c LEFT JOIN payload p"
        " ON p.community = ? AND p.seq = c.seq WHERE c.member = ? ORDER BY c.rank, c.kind",
        REGISTRY,
        member,
    )
    return tuple(
        Contact(kind, rank, str(load(body)["address"]) if body else None)
        for kind, rank, body in rows
    )


def language_of(reader: Reader, member: str) -> str | None:
    """Return the language of a member; None where it was never said."""
    rows = reader.all("SELECT language FROM member WHERE id = ?", member)
    return rows[0][0] if rows else None
