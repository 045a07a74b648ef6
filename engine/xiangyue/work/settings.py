"""A community's settings: the release and params that govern it, and the days off of its country.

They come in revisions, each with its entry. Where one brings another calendar, open deadlines move.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.canonical import dump, load
from xiangyue.errors import Misuse
from xiangyue.flow import compile_check
from xiangyue.profile import Profile
from xiangyue.storage import Tx
from xiangyue.time.clock import from_micros
from xiangyue.time.known_days import Days, filled, learnt
from xiangyue.time.notices import Notice
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import NORMAL, Decision
from xiangyue.words import check_id
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import journal
from xiangyue.work.rescheduling import reschedule


def key_of(revision: int) -> str:
    """Return the key of the entry that makes a settings revision; no caller's begins so."""
    return f"~settings.{revision}"


def put_in_force(
    tx: Tx,
    plans: Plans,
    community: str,
    profile: Profile,
    params: Mapping[str, Any],
    by: str,
    now: int,
    days: Days | None = None,
    *,
    exactly: bool = False,
    decided_in: Decision | None = None,
) -> tuple[int, int]:
    """Make a settings revision; returns its number, and how many open deadlines it moves.

    ``exactly`` leaves no other param as it was tuned, save what the release does not know;
    ``decided_in`` is the decision that has it so. Deadlines move where the calendar is another one:
    by days off, office hours or the time zone.
    """
    before = _calendar(tx, plans, community)
    noted: dict[str, Any] = {}
    if decided_in is not None:
        noted = {"decided_in": decided_in.ref, "decision": decided_in.seq}
    revision = _put(tx, community, profile, params, by, now, days or {}, exactly, noted)
    after = _calendar(tx, plans, community)
    if before is None or after is None or before == after:
        return revision, 0
    return revision, reschedule(tx, plans, community, now)


def _calendar(tx: Tx, plans: Plans, community: str) -> Calendar | None:
    head = tx.head(community)
    if head is None or head.settings == 0:
        return None
    return plans.in_force(tx, head.in_mode(NORMAL), community).profile.calendar


def announce(tx: Tx, plans: Plans, community: str, notice: Notice, by: str, now: int) -> int | None:
    """Put a notice in force; returns how many deadlines it moves, None if it was in force.

    Raises Misuse where the community's calendar is not that of the notice's country.
    """
    profile, days = _governed(tx, plans, community)
    if profile.calendar.country != notice.country:
        own = profile.calendar.country or "-"
        raise Misuse("notice-country", community=community, country=notice.country, own=own)
    said, year = notice.days(), str(notice.year)
    if days.get(year) == said:
        return None
    return put_in_force(tx, plans, community, profile, {}, by, now, {year: said})[1]


def refresh(tx: Tx, plans: Plans, community: str, by: str, now: int) -> tuple[tuple[int, ...], int]:
    """Take over what the installed ``holidays`` package knows by now, save where a notice speaks.

    Returns the years whose days are others than were kept, and how many deadlines they move;
    where there are none, nothing is recorded.
    """
    profile, days = _governed(tx, plans, community)
    new = learnt(days, profile.calendar.country, from_micros(now).year)
    if not new:
        return (), 0
    moved = put_in_force(tx, plans, community, profile, {}, by, now, new)[1]
    return tuple(map(int, new)), moved


def _governed(tx: Tx, plans: Plans, community: str) -> tuple[Profile, Days]:
    head = known_head(tx.head(community), community)
    profile = plans.get(tx, tx.settings(community, head.settings)[0]).profile
    return profile, load(tx.days(community, head.settings))


def fits(profile: Profile, name: str, value: Any) -> bool:
    """Tell whether a param may stay; one that only older releases know always may."""
    param = profile.params.get(name)
    return param is None or compile_check(param.schema)(value)


def _stays(profile: Profile, name: str, value: Any, exactly: bool) -> bool:
    return name not in profile.params if exactly else fits(profile, name, value)


def _put(
    tx: Tx,
    community: str,
    profile: Profile,
    params: Mapping[str, Any],
    by: str,
    now: int,
    days: Days,
    exactly: bool,
    noted: Mapping[str, Any],
) -> int:
    """Bind a community to a release, with params of its own; returns the new revision.

    What was tuned before stays, unless the release would not accept it any more; ``days`` are
    those that differ from what was kept of the country's holidays, by year.
    """
    check_id(by)
    for name, value in params.items():
        param = profile.params.get(name)
        if param is None:
            raise Misuse("param-unknown", name=name, known=", ".join(sorted(profile.params)))
        if not compile_check(param.schema)(value):
            raise Misuse("param-value", name=name, value=value, schema=dict(param.schema))
    head = tx.head(community)
    before = head.settings if head else 0
    tuned = tx.settings(community, before)[1] if before else {}
    params = {**{k: v for k, v in tuned.items() if _stays(profile, k, v, exactly)}, **params}
    known = {**(load(tx.days(community, before)) if before else {}), **days}
    kept = filled(known, profile.calendar.country, from_micros(now).year)
    revision = before + 1
    about = {
        "revision": revision,
        "release": profile.hash,
        "params": params,
        "days": kept or None,
        "by": by,
        **noted,
    }
    journal(tx, community, "settings", now, about, key=key_of(revision))
    row = {"community": community, "revision": revision, "release": profile.hash}
    tx.write("settings", {**row, "params": dump(params).decode(), "days": dump(kept).decode()})
    tx.put_in_force(community, revision)
    return revision
