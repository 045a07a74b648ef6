"""Settings put in force in one community, and the days off that they keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.canonical import load
from xiangyue.errors import Misuse
from xiangyue.profile import Profile
from xiangyue.storage import Tx
from xiangyue.time.clock import from_micros
from xiangyue.time.known_days import Days, learnt
from xiangyue.time.notices import Notice
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import NORMAL
from xiangyue.work.acting import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import put_settings
from xiangyue.work.rescheduling import reschedule


def put_in_force(
    tx: Tx,
    plans: Plans,
    community: str,
    profile: Profile,
    params: Mapping[str, Any],
    by: str,
    now: int,
    days: Days | None = None,
) -> tuple[int, int]:
    """Make a settings revision; returns its number, and how many open deadlines it moves.

    They move where the calendar is another one: by days off, office hours or the time zone.
    """
    before = _calendar(tx, plans, community)
    revision = put_settings(tx, community, profile, params, by, now, days or {})
    after = _calendar(tx, plans, community)
    if before is None or after is None or before == after:
        return revision, 0
    return revision, reschedule(tx, plans, community, now)


def _calendar(tx: Tx, plans: Plans, community: str) -> Calendar | None:
    head = tx.head(community)
    if head is None or head.settings == 0:
        return None
    return plans.in_force(tx, head._replace(mode=NORMAL), community).profile.calendar


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
