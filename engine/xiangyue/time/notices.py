"""Official holiday notices: the days off and make-up workdays that a country announces for a year.

China's State Council publishes them each November for the next year. Where a notice is there, it
and not the ``holidays`` package says which days of its year are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from xiangyue.errors import BadInput
from xiangyue.profile.node import Node
from xiangyue.profile.source import read
from xiangyue.spelling import nearest, shown
from xiangyue.time.clock import parse_date
from xiangyue.time.known_days import REACH, Year, as_kept
from xiangyue.time.public_holidays import check_country

_KEYS: Final = ("country", "year", "source", "off", "work")
_YEARS: Final = range(1950, 2200)
_SATURDAY: Final = 5
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """One country's notice for one year; ``off`` and ``work`` are in order and apart."""

    country: str
    year: int
    source: str
    off: tuple[date, ...]
    work: tuple[date, ...]

    def days(self) -> Year:
        """Return the notice as a community's settings keep it."""
        return as_kept(self.country, self.off, self.work, self.source)


def read_notice(path: Path | str) -> Notice:
    """Read a notice from a YAML file; nothing but the file is looked at.

    ``country: CN``, ``year: 2027``, ``source:`` its number or address, ``off:`` the days off and
    ``work:`` the weekend days worked instead: lists of days (2027-01-01) and of ranges
    (2027-02-05..2027-02-12). Days lie in the year or in the last week before it. Raises BadInput,
    with its place, for anything else.
    """
    root = read(Path(path))
    for name, _ in root.items():
        if name not in _KEYS:
            place = root.place_of(name)
            raise BadInput("notice-key", place=place, name=shown(name), **nearest(name, _KEYS))
    country, year, source = (_scalar(root, name) for name in _KEYS[:3])
    try:
        check_country(str(country))
    except BadInput as error:
        raise BadInput(error.code, place=root.place_of("country"), **error.values) from None
    if type(year) is not int or year not in _YEARS:
        raise BadInput("notice-year", place=root.place_of("year"), value=shown(year))
    if not isinstance(source, str) or not source.strip() or len(source) > _LONGEST:
        raise BadInput("notice-source", place=root.place_of("source"), most=_LONGEST)
    off, work = (_listed(root, name, year) for name in _KEYS[3:])
    if not off:
        raise BadInput("notice-empty", place=root.place_of("off"), year=year)
    for day, node in work.items():
        if day in off:
            raise BadInput("notice-both", place=node.place, day=day.isoformat())
        if day.weekday() < _SATURDAY:
            raise BadInput("notice-weekday", place=node.place, day=day.isoformat())
    return Notice(str(country), year, source.strip(), tuple(sorted(off)), tuple(sorted(work)))


def _scalar(root: Node, name: str) -> object:
    node = root.get(name)
    if node is None:
        raise BadInput("notice-missing", place=root.place, name=name)
    return node.value


def _listed(root: Node, name: str, year: int) -> dict[date, Node]:
    """Return the days of a list, each with where it stands; a day is named once."""
    node = root.get(name)
    if node is None:
        return {}
    if not isinstance(node.value, tuple):
        raise BadInput("notice-list", place=root.place_of(name), name=name)
    found: dict[date, Node] = {}
    for item in node.value:
        for day in _days(item):
            if not date(year, 1, 1) - REACH <= day <= date(year, 12, 31):
                values = {"day": day.isoformat(), "year": year}
                raise BadInput("notice-outside", place=item.place, **values)
            if day in found:
                raise BadInput("notice-twice", place=item.place, day=day.isoformat())
            found[day] = item
    return found


def _days(item: Node) -> Iterator[date]:
    """Yield the days of an item, a day or a range of at most a year."""
    first, dots, last = str(item.value).partition("..")
    try:
        begin = parse_date(first.strip())
        end = parse_date(last.strip()) if dots else begin
    except BadInput:
        raise BadInput("notice-day", place=item.place, value=shown(item.value)) from None
    if not timedelta() <= end - begin <= timedelta(days=366):
        raise BadInput("notice-range", place=item.place, value=shown(item.value))
    return (begin + timedelta(days=n) for n in range((end - begin).days + 1))
