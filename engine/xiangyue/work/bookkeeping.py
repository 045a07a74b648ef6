"""Pages of the points ledger, read: statements, the list of a month, where an entry comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from xiangyue.flow import Plan, Scored
from xiangyue.profile import Account, Profile
from xiangyue.storage import LEDGER, Reader
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, from_wall, to_micros, to_wall, zone
from xiangyue.values import Decision, LedgerEntry, Value

RESET = "reset"
BASE = "base"

_MEMBERS = (
    "WITH RECURSIVE holder(member) AS ("
    " SELECT min(member) FROM ledger WHERE community = ?"
    " UNION ALL SELECT (SELECT min(l.member) FROM ledger l"
    "  WHERE l.community = ? AND l.member > holder.member)"
    " FROM holder WHERE holder.member IS NOT NULL)"
    " SELECT member FROM holder WHERE member IS NOT NULL AND EXISTS ("
    " SELECT 1 FROM ledger l WHERE l.community = ? AND l.member = holder.member AND l.account = ?)"
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


class Explanation(Value, frozen=True):
    """Where an entry comes from: the rule, what it saw, the decision, and the release.

    ``inputs`` are the values that the rule read; personal ones are only named. ``rule`` is None
    for what everybody begins with and for a yearly reset. ``corrected_by`` are the numbers of the
    entries that correct it.
    """

    entry: LedgerEntry
    rule: str | None
    title: Text
    points: str
    basis: str
    inputs: Mapping[str, Any]
    personal: tuple[str, ...]
    release: str
    profile: str
    decision: Decision | None
    corrected_by: tuple[str, ...] = ()


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
    rows = reader.all(_MEMBERS, community, community, community, account)
    return (member for (member,) in rows)


def read_statement(
    reader: Reader, community: str, member: str, account: str, bounds: tuple[int, int], base: int
) -> Statement:
    """Return a month of an account, whose bounds are given, like a page of a bank book."""
    key = community, member, account
    rows = reader.all(
        f"SELECT {LEDGER} FROM ledger WHERE community = ? AND member = ? AND account = ?"
        " AND at >= ? AND at < ? ORDER BY at, seq, n",
        *key,
        *bounds,
    )
    last = reader.all(
        "SELECT balance, frozen FROM ledger WHERE community = ? AND member = ? AND account = ?"
        " AND at < ? ORDER BY at DESC, seq DESC, n DESC LIMIT 1",
        *key,
        bounds[1],
    )
    closing, frozen = last[0] if last else (0, 0)
    entries = tuple(LedgerEntry(*row) for row in rows)
    opening = closing - sum(entry.amount for entry in entries)
    free = 0 if frozen else max(0, closing - base)
    return Statement(*key, *bounds, opening, entries, closing, free, bool(frozen))


def read_line(
    reader: Reader,
    community: str,
    member: str,
    account: Account,
    bounds: tuple[int, int],
    base: int,
) -> Line:
    """Return a member's line in the list of a month."""
    page = read_statement(reader, community, member, account.id, bounds, base)
    amounts = [entry.amount for entry in page.entries]
    return Line(
        member=member,
        name=_public_name(reader, member),
        earned=sum(amount for amount in amounts if amount > 0),
        spent=-sum(amount for amount in amounts if amount < 0),
        closing=page.closing,
        frozen=page.frozen,
    )


def _public_name(reader: Reader, member: str) -> str | None:
    """Return what a member is called, if it has agreed to be named in public."""
    known = reader.member(member)
    if known is None or "naming" not in known.consents:
        return None
    return reader.name_of(member)


def explained(
    entry: LedgerEntry, plan: Plan | None, decision: Decision | None, corrected_by: tuple[str, ...]
) -> Explanation:
    """Return where an entry comes from; behind a yearly reset there is no decision."""
    scored = _scored(entry, plan, decision) if plan and decision else None
    rule = scored.rule if scored else None
    account = plan.profile.accounts.get(entry.account) if plan else None
    stated = rule or account
    read = _names(scored) if scored else frozenset()
    return Explanation(
        entry=entry,
        rule=rule.id if rule else None,
        title=rule.title if rule else _TITLES[entry.sort],
        points=rule.points if rule else "",
        basis=stated.basis if stated else "",
        inputs={n: v for n, v in decision.saw.items() if n in read} if decision else {},
        personal=tuple(n for n in decision.saw_private if n in read) if decision else (),
        release=decision.release if decision else "",
        profile=plan.profile.id if plan else "",
        decision=decision,
        corrected_by=corrected_by,
    )


_TITLES = {
    BASE: Text(en="Points that everybody begins with", zh="账户基础分"),
    RESET: Text(en="Yearly reset", zh="年度清零"),
}


def _scored(entry: LedgerEntry, plan: Plan, decision: Decision) -> Scored | None:
    """Return the scoring rule that made an entry; base points come with the account."""
    if entry.sort == BASE:
        return None
    flow = plan.flows[decision.flow]
    step = flow.step(decision.command.action) if decision.before else flow.opening
    return next(scored for scored in step.scoring if scored.rule.id == entry.rule)


def _names(scored: Scored) -> frozenset[str]:
    rules = (scored.when, scored.points, scored.group)
    return frozenset(name for rule in rules if rule for name in rule.names)


def corrections(reader: Reader, entry: LedgerEntry) -> tuple[str, ...]:
    """Return the numbers of the entries that correct one."""
    rows = reader.all(
        "SELECT seq, n FROM ledger WHERE community = ? AND member = ? AND account = ?"
        " AND corrects = ? AND corrects <> ''",
        entry.community,
        entry.member,
        entry.account,
        entry.number,
    )
    # In an order that the statement asked for, SQLite would read the whole community.
    return tuple(f"{seq}.{n}" for seq, n in sorted(map(tuple, rows)))


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
