"""``xiangyue calendar``: which days are worked, and the official notices that say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.lookup import sound
from xiangyue.cli.options import DEFAULT_DB, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import Line, Table, emit, language, words
from xiangyue.errors import Misuse
from xiangyue.values import SYSTEM

if TYPE_CHECKING:
    from xiangyue import Engine
    from xiangyue.time.working_calendar import Calendar

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Show working days, and load official holiday notices."
)(ask_help)

_NONE: Final = "–"

Communities = Annotated[
    list[str] | None,
    typer.Option("--community", metavar="COMMUNITY", help="Only there; may be repeated."),
]


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue calendar show --profile base --year 2026\n"
    "  xiangyue calendar show --community xinqi --db sqlite:///village.db --year 2027"
)
def show(
    year: Annotated[int, typer.Option("--year", min=1950, max=2199, help="Which year.")],
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="PROFILE", help="A profile's calendar.")
    ] = None,
    community: Annotated[
        str | None,
        typer.Option("--community", metavar="COMMUNITY", help="The calendar in force there."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """List the days off and the make-up workdays of a year."""
    from xiangyue import Engine

    if (profile is None) == (community is None):
        raise Misuse("calendar-which")
    if profile is not None:
        calendar, source = sound(profile).calendar, None
    else:
        with Engine(existing(db)) as engine:
            calendar, source = engine.calendar(str(community), year)
    document = calendar_document(calendar, year, source)
    emit(as_json, document, lambda: _lines(document))


def calendar_document(calendar: Calendar, year: int, source: str | None) -> dict[str, Any]:
    """Return what differs in a year from the plain week, with names where they are known."""
    from datetime import date, timedelta

    from xiangyue.time.public_holidays import named

    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    names = named(calendar.country, year, language()) if calendar.country else {}
    worked = {day for day in days if calendar.is_working_day(day)}
    provisional = calendar.provisional(year)
    status = "provisional" if provisional else "announced" if calendar.country else "plain"
    off = [day for day in days if day.weekday() in calendar.week and day not in worked]
    return {
        "year": year,
        "country": calendar.country,
        "status": status,
        "source": source,
        "working_days": len(worked),
        "off": [{"day": day.isoformat(), "name": names.get(day)} for day in off],
        "work": [
            day.isoformat() for day in days if day in worked and day.weekday() not in calendar.week
        ],
    }


def _lines(found: dict[str, Any]) -> Iterator[Line]:
    yield words("calendar-days", year=found["year"], days=found["working_days"])
    status = words(f"calendar-{found['status']}", year=found["year"])
    yield status if found["source"] is None else f"{status} {found['source']}"
    rows = [(one["day"], words("calendar-off"), one["name"] or _NONE) for one in found["off"]]
    rows += [(day, words("calendar-work"), _NONE) for day in found["work"]]
    if rows:
        heads = [words(f"calendar-head-{name}") for name in ("day", "what", "name")]
        yield Table(heads, sorted(rows))


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue calendar load 2027.yaml --db sqlite:///county.db\n"
    "  xiangyue calendar load 2027.yaml --community xinqi --by li"
)
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The notice, a YAML file.")],
    db: Db = DEFAULT_DB,
    community: Communities = None,
    by: By = SYSTEM,
    as_json: Json = False,
) -> None:
    """Put a holiday notice in force, in every community of its country if none is named."""
    from xiangyue import Engine
    from xiangyue.time.notices import read_notice

    notice = read_notice(file)
    moved: dict[str, int | None] = {}
    with Engine(existing(db)) as engine:
        acting(engine, by)
        for name in _chosen(engine, community, notice.country):
            moved[name] = engine.announce(name, notice, by=by)
    document = {"country": notice.country, "year": notice.year, "communities": moved}
    emit(as_json, document, lambda: _loaded(notice.country, notice.year, moved))


def _chosen(engine: Engine, named: list[str] | None, country: str | None = None) -> list[str]:
    """Return the named communities, or all, of a country if one is given.

    Raises Misuse where one is not known: the others are not changed before that is said.
    """
    calendars = {name: engine.profile(name).calendar for name in named or engine.communities()}
    return [n for n, one in calendars.items() if named or country in (None, one.country)]


def _loaded(country: str, year: int, moved: dict[str, int | None]) -> Iterator[Line]:
    for name, count in moved.items():
        if count is None:
            yield words("calendar-same", community=name, year=year)
        else:
            yield words("calendar-loaded", community=name, year=year, count=count)
    if not moved:
        yield words("calendar-nobody", country=country)


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue calendar refresh --db sqlite:///county.db\n"
    "  xiangyue calendar refresh --community xinqi --by li"
)
def refresh(
    db: Db = DEFAULT_DB, community: Communities = None, by: By = SYSTEM, as_json: Json = False
) -> None:
    """Take over the days off that a newer holidays package knows, and move open deadlines."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        acting(engine, by)
        chosen = _chosen(engine, community)
        found = {name: engine.refresh_calendar(name, by=by) for name in chosen}
    document = {name: {"years": [*years], "moved": moved} for name, (years, moved) in found.items()}
    emit(as_json, {"communities": document}, lambda: _refreshed(found))


def _refreshed(found: dict[str, tuple[tuple[int, ...], int]]) -> Iterator[Line]:
    for name, (years, count) in found.items():
        if years:
            said = ", ".join(map(str, years))
            yield words("calendar-refreshed", community=name, years=said, count=count)
        else:
            yield words("calendar-fresh", community=name)
