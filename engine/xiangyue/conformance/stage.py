"""The hamlet on which limits are tried: what its profile declares, and when things happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from xiangyue.limit import Kind
from xiangyue.profile import Profile, load
from xiangyue.time.clock import from_wall, to_micros, zone
from xiangyue.time.worktime import Calendar, build_calendar

ZONE = "Asia/Shanghai"


def _wall(*numbers: int) -> datetime:
    return from_wall(datetime(*numbers), zone(ZONE))  # type: ignore[arg-type]


MOMENTS = (
    _wall(2026, 6, 3, 10, 15),  # a Wednesday at work
    _wall(2026, 6, 4, 0, 0),  # midnight
    _wall(2026, 6, 4, 23, 59, 59, 999_999),
    _wall(2026, 6, 5, 6, 0),
    _wall(2026, 6, 5, 8, 30),  # the first minute of work
    _wall(2026, 6, 5, 13, 0),  # noon break
    _wall(2026, 6, 5, 18, 0),  # a Friday, after work
    _wall(2026, 6, 6, 11, 0),  # a Saturday
    _wall(2026, 2, 17, 9, 0),  # Spring Festival
    _wall(2026, 10, 1, 22, 30),  # National Day, at night
    _wall(2026, 10, 10, 9, 0),  # a Saturday that may be worked for it
    _wall(2026, 12, 31, 23, 59),
    _wall(2028, 2, 29, 12, 0),
    _wall(2035, 5, 2, 9, 0),  # a year whose holidays are not announced
)


class Declared(NamedTuple):
    """An intervention as the village declares it, with what the engine works out."""

    kind: Kind
    to: str | None
    address: str
    accessory: bool
    detail: Mapping[str, Any]
    flow: str
    action: str


def declared(kind: Kind) -> Iterator[Declared]:
    """Yield what touches people in the hamlet, a score for each rule and some points."""
    for flow in hamlet().flows.values():
        for action in (flow.opening, *flow.actions.values()):
            for does in action.does:
                if does.kind == kind:
                    whom = _WHOM.get(does.to or "", does.to)
                    for detail in _worked_out(kind, does.detail):
                        what = does.address, does.accessory, detail, flow.id, action.id
                        yield Declared(kind, whom, *what)
    if kind == "score":
        for rule in hamlet().scoring.values():
            for points in (-200,) if rule.sort == "deduction" else (250, 0, 1, 1_000_000):
                group = "routine" if rule.group else ""
                detail = {"points": points, "account": rule.account, "rule": rule.id}
                detail |= {"entry": rule.sort, "class": group, "posting": 0}
                what = f"scoring.{rule.id}", not rule.essential, detail, rule.flow, rule.action
                yield Declared(kind, "wang", *what)


def _worked_out(kind: Kind, said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what the engine makes of the profile's words: lists of names, and an end."""
    detail = {
        k: [v] if k in ("fields", "by") and isinstance(v, str) else v for k, v in said.items()
    }
    if kind == "switch_mode":
        yield {name: value for name, value in detail.items() if name not in ("level", "until")}
        for level, hours in (("IV", 12), ("I", 12), ("II", 9600)) if "until" in detail else ():
            until = to_micros(MOMENTS[0] + timedelta(hours=hours))
            yield {**detail, "mode": f"{detail['mode']}:{level}", "until": until}
    else:
        yield detail
    if kind == "collect" and len(detail["fields"]) > 1:
        yield {**detail, "confirm": detail["fields"][:1]}
        yield {**detail, "fields": []}


_WHOM = {"who": "wang", "assignee": "wang", "opener": "wang", "actor": "li"} | {
    role: f"role:{role}" for role in ("official", "secretary", "resident")
}


@cache
def hamlet() -> Profile:
    """Return the profile that declares what is tried."""
    profile = load(Path(__file__).parent / "hamlet").profile
    assert profile is not None
    return profile


def document(*, bare: bool = False) -> dict[str, Any]:
    """Return the whole document of the hamlet, or only the rooms that every profile has."""
    whole = hamlet().document
    return {name: whole[name] for name in (_NEEDED if bare else whole)}


@cache
def calendar(*, bare: bool = False) -> Calendar:
    """Return the hamlet's calendar, or that of a profile without one; it has looked all up."""
    found = build_calendar({}) if bare else hamlet().calendar
    for at in MOMENTS:
        for year in range(at.year - 1, at.year + 3):
            found.is_working_day(at.date().replace(year=year, day=1))
    return found


_NEEDED = ("profile", "title", "languages", "roles", "fields", "flows")
