"""The cells of a table of communities: what each may hold, and what is wrong with the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.names import shown
from xiangyue.spelling import nearest
from xiangyue.study.fit import INDICATORS, Community

COLUMNS: Final = ("community", "profile", "setting", *INDICATORS)

_ALSO: Final = {
    "社区": "community",
    "社区编号": "community",
    "治理方案": "profile",
    "城乡": "setting",
}
_KNOWN: Final = {
    **{title.lower(): one.code for one in INDICATORS.values() for title in one.title.values()},
    **{name.lower(): name for name in COLUMNS},
}
_CODED: Final = re.compile(r"[a-z]\d+(?=\W|[^\x00-\x7f]|$)")  # before a title
_SETTINGS: Final = {
    "urban": "urban",
    "rural": "rural",
    "城市": "urban",
    "城镇": "urban",
    "农村": "rural",
    "乡村": "rural",
}
_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?")
_LONGEST: Final = 128

# From so many shares on, all of which are at most one, they are taken for fractions.
_FRACTIONS: Final = 5


def column(name: str) -> str | None:
    """Return the column that a heading means; None for none."""
    plain = unicodedata.normalize("NFKC", name).strip()
    if plain in _ALSO:
        return _ALSO[plain]
    words = plain.lower()
    code = _CODED.match(words)
    return _KNOWN.get(words) or (_KNOWN.get(code[0]) if code else None)


def read_header(row: Sequence[str], file: str, line: int) -> tuple[tuple[str, ...], list[BadInput]]:
    """Return the column of each cell of the heading, and what is wrong with it."""
    problems: list[BadInput] = []
    found: list[str] = []
    for number, cell in enumerate(row, 1):
        place = Place(file, line, number)
        name = column(cell)
        if name is None and cell.strip():
            known = ", ".join(COLUMNS)
            problems.append(BadInput("fit-column", place=place, name=shown(cell), known=known))
        elif name and name in found:
            problems.append(BadInput("fit-column-twice", place=place, name=name))
        found.append(name or "")
    place = Place(file, line)
    if "community" not in found:
        problems.append(BadInput("fit-no-community-column", place=place))
    if not {*found} & {*INDICATORS} and not problems:
        problems.append(BadInput("fit-no-indicators", place=place, known=", ".join(INDICATORS)))
    return tuple(found), problems


class Rows:
    """Takes the rows one by one; ``profiles`` are those that a community may be governed by.

    ``lines`` says where each community stands.
    """

    def __init__(self, file: str, columns: Sequence[str], profiles: Collection[str]) -> None:
        """Begin with no row."""
        self.communities: list[Community] = []
        self.problems: list[BadInput] = []
        self.count = 0
        self._file = file
        self._columns = columns
        self._profiles = profiles
        self.lines: dict[str, int] = {}

    def take(self, row: Sequence[str], line: int) -> None:
        """Add a community, or what is wrong with its cells."""
        self.count += 1
        before = len(self.problems)
        headed = [*self._columns, *[""] * (len(row) - len(self._columns))]
        for number, (heading, cell) in enumerate(zip(headed, row, strict=False), 1):
            if not heading and cell.strip():
                self._refuse("fit-no-heading", Place(self._file, line, number), value=shown(cell))
        cells = {
            name: (unicodedata.normalize("NFKC", cell).strip(), Place(self._file, line, number))
            for number, (name, cell) in enumerate(zip(self._columns, row, strict=False), 1)
        }
        name = self._name(cells, line)
        profile = self._profile(cells)
        setting = self._setting(cells)
        values = self._values(cells, name, line)
        if len(self.problems) == before:
            self.communities.append(Community(name, values, profile, setting))

    def _refuse(self, code: str, place: Place, **values: Any) -> None:
        self.problems.append(BadInput(code, place=place, **values))

    def _name(self, cells: Mapping[str, tuple[str, Place]], line: int) -> str:
        at = self._columns.index("community") + 1
        name, place = cells.get("community", ("", Place(self._file, line, at)))
        if not name or len(name) > _LONGEST:
            self._refuse("fit-no-community", place, longest=_LONGEST)
        elif name in self.lines:
            values = {"community": shown(name), "line": self.lines[name]}
            self._refuse("fit-community-twice", place, **values)
        else:
            self.lines[name] = line
        return name

    def _profile(self, cells: Mapping[str, tuple[str, Place]]) -> str | None:
        name, place = cells.get("profile", ("", Place(self._file)))
        if name and name not in self._profiles:
            said = nearest(name, sorted(self._profiles))
            self._refuse("fit-profile", place, name=shown(name), **said)
        return name or None

    def _setting(self, cells: Mapping[str, tuple[str, Place]]) -> str | None:
        word, place = cells.get("setting", ("", Place(self._file)))
        if word and word.lower() not in _SETTINGS:
            self._refuse("fit-setting", place, value=shown(word))
        return _SETTINGS.get(word.lower())

    def _values(
        self, cells: Mapping[str, tuple[str, Place]], name: str, line: int
    ) -> dict[str, float]:
        found: dict[str, float] = {}
        for code, indicator in INDICATORS.items():
            text, place = cells.get(code, ("", Place(self._file)))
            if not text:
                continue
            number = text.removesuffix("%").rstrip() if indicator.share else text
            said = {
                "indicator": code,
                "title": dict(indicator.title),
                "unit": dict(indicator.unit),
                "value": shown(text),
                "community": shown(name) or "-",
            }
            if not _NUMBER.fullmatch(number):
                self._refuse("fit-no-number", place, **said)
            elif not 0 <= float(number) <= indicator.most:
                self._refuse("fit-range", place, most=f"{indicator.most:,.0f}", **said)
            else:
                found[code] = float(number)
        shares = [value for code, value in found.items() if INDICATORS[code].share]
        plain = [value for value in shares if value <= 1]
        if len(shares) == len(plain) >= _FRACTIONS and any(0 < value < 1 for value in plain):
            self._refuse("fit-fractions", Place(self._file, line), community=shown(name) or "-")
        return found
