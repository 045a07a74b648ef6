"""A table of communities with their indicators, CSV or XLSX, and the empty one to fill in."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.fit.fitcells import COLUMNS, Rows, column, read_header
from xiangyue.exchange.sheets.reading import texts
from xiangyue.exchange.sheets.rows import MAX_ROWS
from xiangyue.exchange.sheets.table import is_example
from xiangyue.messages import say
from xiangyue.study.fit import INDICATORS, Community, Indicator
from xiangyue.study.fit.indicators import BANDS

_MOST_PROBLEMS: Final = 10_000
_TITLES: Final = 5  # rows that may stand above the heading
_NOTE: Final = "#"  # begins a line that is not read
_EXAMPLE: Final[dict[str, str]] = {
    **{"community": "xinqi", "profile": "resource-scarce-rural", "setting": "rural"},
    **{"A1": "55", "A2": "9.5", "A3": "20", "R1": "12", "R2": "0.4", "R3": "31", "R4": "42"},
    **{"O1": "0.5", "O2": "", "P1": "3", "P2": "18", "P3": "8", "P4": "11.5", "P5": "60"},
    **{"D1": "48", "D2": "65", "D3": "44"},
}


class BadCells(BadInput):
    """A table that cannot be used as it is; ``problems`` are all that is wrong with its cells."""

    def __init__(self, problems: tuple[BadInput, ...], count: int = 0) -> None:
        """Remember the problems, in the order of the table; the message quotes the first.

        ``count`` is how many rows were read.
        """
        problems = tuple(sorted(problems, key=_spot))
        first = problems[0]
        words = {"first": {lang: first.text(lang) for lang in ("en", "zh")}}
        super().__init__("fit-cells", place=first.place, count=len(problems), **words)
        self.problems = problems
        self.count = count

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes."""
        return BadCells, (self.problems, self.count)


def read_communities(
    path: Path, profiles: Collection[str], sheet: str | None = None
) -> tuple[Community, ...]:
    """Read a CSV in UTF-8, UTF-16 or GB18030, or a workbook, one community a row.

    Rows that begin with ``#`` are notes. ``profiles`` are the names that the column ``profile``
    may hold, ``sheet`` is which of a workbook's it is. Raises BadInput where the file as a whole
    cannot be read, BadCells for all that is wrong with its heading, or with its rows.
    """
    return tuple(read_table(path, profiles, sheet).communities)


def read_table(path: Path, profiles: Collection[str], sheet: str | None = None) -> Rows:
    """Read a table as ``read_communities`` does, and keep where each community stands."""
    name = str(path)
    above = 0
    rows: Rows | None = None
    for row, line in texts(path, sheet, _NOTE):
        if row[0].lstrip().startswith(_NOTE) or is_example(row):
            continue
        if rows is None and above < _TITLES and not any(map(column, row)):
            above += 1
            continue
        if rows is None:
            columns, problems = read_header(row, name, line)
            if problems:
                raise BadCells(tuple(problems))
            rows = Rows(name, columns, profiles)
        else:
            rows.take(row, line)
            if rows.count > MAX_ROWS:
                place = Place(name, line)
                raise BadInput("sheet-too-many-rows", place=place, limit=MAX_ROWS)
            if len(rows.problems) > _MOST_PROBLEMS:
                break
    if rows is None:
        raise BadInput("fit-empty", place=Place(name))
    if rows.problems:
        raise BadCells(tuple(rows.problems), rows.count)
    if not rows.communities:
        raise BadInput("fit-no-rows", place=Place(name))
    return rows


def template(lang: str = "en") -> str:
    """Return a CSV to fill in: what each column holds, as notes; the heading; an example."""
    notes = [say(f"fit-template-{name}", lang) for name in COLUMNS[:3]]
    notes += [_note(indicator, lang) for indicator in INDICATORS.values()]
    notes.append(say("fit-template-notes", lang))
    lines = [f"{_NOTE} {note}" for note in notes]
    return "\n".join([*lines, ",".join(COLUMNS), ",".join(_EXAMPLE[name] for name in COLUMNS)])


def _spot(problem: BadInput) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def _note(one: Indicator, lang: str) -> str:
    bands: dict[str, str] = {band: one.range(band) for band in BANDS}
    values = {"code": one.code, "title": one.title.of(lang), "unit": one.unit.of(lang), **bands}
    return say("fit-template-indicator", lang, values)
