"""The days off and make-up workdays that a community's settings keep, by year.

They are written down when settings are made, so that another version of the ``holidays`` package,
on this machine or another, moves no deadline: whatever does is in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from xiangyue.time.public_holidays import (
    PACKAGE,
    announced_years,
    days_off_and_on,
    known_years,
    version,
)
from xiangyue.time.working_calendar import Calendar

Year = Mapping[str, Any]
"""A country's days off and make-up workdays in one year, and who says so.

Where that is the package and not a notice, ``guess`` tells whether the year is only computed.
"""

Days = Mapping[str, Year]
"""What is kept, by year: ``{"2027": {"country": …, "off": […], "work": […], "source": …}}``."""

REACH: Final = timedelta(days=7)
"""So far a year's notice may reach into the year before."""

_BEFORE: Final = 1  # years
_AHEAD: Final = 2
_GUESS: Final = "guess"


def as_kept(country: str, off: Iterable[date], work: Iterable[date], source: str) -> dict[str, Any]:
    """Return what is known of a year as settings keep it."""
    lists = {"off": sorted(off), "work": sorted(work)}
    days = {name: [day.isoformat() for day in found] for name, found in lists.items()}
    return {"country": country, **days, "source": source}


def by_package(country: str, year: int) -> Year:
    """Return a year as the installed ``holidays`` package knows it."""
    off, work = days_off_and_on(country, year)
    if year in announced_years(country):
        last = (date(year, 1, 1) - REACH).toordinal()
        before = days_off_and_on(country, year - 1)
        off, work = (
            days | {day for day in earlier if day >= last}
            for days, earlier in zip((off, work), before, strict=True)
        )
    source = f"{PACKAGE} {version()}"
    kept = as_kept(country, map(date.fromordinal, off), map(date.fromordinal, work), source)
    return {**kept, _GUESS: year not in known_years(country)}


def filled(days: Days, country: str | None, now_year: int) -> Days:
    """Return days with those of last year, this one and the next two where they were missing.

    Those of another country go: the calendar is no longer its own.
    """
    if country is None:
        return {}
    kept = {year: said for year, said in days.items() if said.get("country", country) == country}
    for year in range(now_year - _BEFORE, now_year + _AHEAD + 1):
        if str(year) not in kept:
            kept[str(year)] = by_package(country, year)
    return kept


def learnt(days: Days, country: str | None, now_year: int) -> Days:
    """Return this year and the next where the package says something else than what is kept.

    What a notice said stays.
    """
    if country is None:
        return {}
    found = {}
    for year in (now_year, now_year + 1):
        said, new = days.get(str(year)), by_package(country, year)
        if said is None or (_GUESS in said and {**new, "source": said["source"]} != said):
            found[str(year)] = new
    return found


def with_days(calendar: Calendar, days: Days) -> Calendar:
    """Return a calendar on which these days are off, or worked, and no others in their years.

    What the profile itself opens or closes stays as it is. A later year wins where it names a day
    of the year before; a calendar without a country has no public holidays.
    """
    worked: dict[date, bool] = {}
    country = calendar.country
    mine = {
        int(year): said
        for year, said in days.items()
        if country is not None and said.get("country", country) == country
    }
    for _, said in sorted(mine.items()):
        worked.update(dict.fromkeys(map(date.fromisoformat, said["off"]), False))
        worked.update(dict.fromkeys(map(date.fromisoformat, said["work"]), True))
    return replace(
        calendar,
        off=frozenset(day for day, work in worked.items() if not work),
        on=frozenset(day for day, work in worked.items() if work),
        known=frozenset(mine),
        guessed=frozenset(year for year, said in mine.items() if said.get(_GUESS)),
    )
