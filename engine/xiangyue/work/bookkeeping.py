"""Pages of the points ledger, read: statements, and the list of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from xiangyue.profile import Profile
from xiangyue.storage import LEDGER, Reader
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, from_wall, to_micros, to_wall, zone
from xiangyue.values import LedgerEntry, Value
from xiangyue.work.peopling import find_names

RESET = "reset"
BASE = "base"

_HOLDERS = (
    "WITH RECURSIVE holder(member) AS ("
    " SELECT min(member) FROM ledger WHERE community = ?"
    " UNION ALL SELECT (SELECT min(l.member) FROM ledger l"
    "  WHERE l.community = ? AND l.member > holder.member)"
    " FROM holder WHERE holder.member IS NOT NULL)"
    " SELECT {what} FROM holder WHERE member IS NOT NULL AND EXISTS ("
    " SELECT 1 FROM ledger l WHERE l.community = ? AND l.member = holder.member AND l.account = ?)"
)
_OF = "FROM ledger l WHERE l.community = ? AND l.member = holder.member AND l.account = ?"
_SUM = f"(SELECT CAST(coalesce(sum(l.amount), 0) AS BIGINT) {_OF} AND l.at >= ? AND l.at < ?"
_LAST = f"{_OF} AND l.at < ? ORDER BY l.at DESC, l.seq DESC, l.n DESC LIMIT 1"
_LINES = _HOLDERS.format(
    what=f"member, {_SUM} AND l.amount > 0), {_SUM} AND l.amount < 0),"
    f" coalesce((SELECT l.balance {_LAST}), 0), coalesce((SELECT l.frozen {_LAST}), 0)"
)


class Statement(Value, frozen=True):
    """One month of an account, like a page of a bank book; points are hundredths.

    ``begins`` and ``ends`` are the month's bounds in microseconds, the end exclusive. ``frozen``
    tells whether the account waited for a review at its end (of a month that runs: now), ``free``
    what could be exchanged then.
    """

    community: str
    member: str
    account: str
    begins: int
    ends: int
    opening: int
    entries: tuple[LedgerEntry, ...]
    closing: int
    free: int
    frozen: bool


class Line(Value, frozen=True):
    """One line of a month's list: the household's id, its name only by consent.

    Where the list is masked, ``member`` is, and by ``code`` the household finds its line.
    """

    member: str
    name: str | None
    earned: int
    spent: int
    closing: int
    frozen: bool
    code: str = ""


class Settlement(Value, frozen=True):
    """The list of a month, by code, never by points; a frozen account waits for its review."""

    community: str
    account: str
    title: Text
    begins: int
    ends: int
    lines: tuple[Line, ...]


def month_of(profile: Profile, at: datetime) -> tuple[int, int]:
    """Return the bounds of the month that an instant lies in, on the profile's calendar."""
    where = zone(profile.calendar.timezone)
    first = to_wall(at, where).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    return to_micros(from_wall(first, where)), to_micros(from_wall(following, where))


def year_of(profile: Profile, at: datetime) -> int:
    """Return when the year began that an instant lies in."""
    where = zone(profile.calendar.timezone)
    wall = to_wall(at, where)
    first = wall.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    return to_micros(from_wall(first, where))


def month_name(profile: Profile, at: int) -> str:
    """Return a month as people write it: 2026-06."""
    return f"{to_wall(from_micros(at), zone(profile.calendar.timezone)):%Y-%m}"


def holders(reader: Reader, community: str, account: str) -> Iterator[str]:
    """Yield the members that have entries in an account, in the order of their codes."""
    sql = _HOLDERS.format(what="member")
    return (member for (member,) in reader.all(sql, community, community, community, account))


def read_statement(
    reader: Reader,
    community: str,
    member: str,
    account: str,
    bounds: tuple[int, int],
    base: int,
    most: int | None = None,
) -> Statement:
    """Return a month of an account, whose bounds are given, like a page of a bank book.

    Its first entries are given, ``most`` of them at most.
    """
    key = community, member, account
    where = "FROM ledger WHERE community = ? AND member = ? AND account = ?"
    rows = reader.all(
        f"SELECT {LEDGER} {where} AND at >= ? AND at < ? ORDER BY at, seq, n"
        f"{'' if most is None else f' LIMIT {most}'}",
        *key,
        *bounds,
    )
    last = reader.all(
        f"SELECT balance, frozen {where} AND at < ? ORDER BY at DESC, seq DESC, n DESC LIMIT 1",
        *key,
        bounds[1],
    )
    closing, frozen = last[0] if last else (0, 0)
    entries = tuple(LedgerEntry(*row) for row in rows)
    brought = sum(entry.amount for entry in entries)
    if len(entries) == most:
        total = f"SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) {where} AND at >= ? AND at < ?"
        brought = int(reader.all(total, *key, *bounds)[0][0])
    free = 0 if frozen else max(0, closing - base)
    return Statement(*key, *bounds, closing - brought, entries, closing, free, bool(frozen))


def read_lines(
    reader: Reader, community: str, account: str, bounds: tuple[int, int]
) -> Iterator[Line]:
    """Yield the lines of a month's list, in the order of the members' codes."""
    key, ends = (community, account), bounds[1]
    sums, lasts = (*key, *bounds) * 2, (*key, ends) * 2
    rows = reader.all(_LINES, *[community] * 2, *sums, *lasts, *key)
    names = find_names(reader, [row[0] for row in rows])
    for member, earned, spent, closing, frozen in rows:
        yield Line(member, names.get(member), earned, -spent, closing, bool(frozen))


def was_reset(reader: Reader, community: str, member: str, account: str, since: int) -> bool:
    """Tell whether an account has gone back to its base since an instant."""
    return bool(
        reader.all(
            "SELECT 1 FROM ledger WHERE community = ? AND member = ? AND account = ?"
            " AND at >= ? AND sort = ? LIMIT 1",
            community,
            member,
            account,
            since,
            RESET,
        )
    )
