"""Which column says what: the header found, its names understood, what is not known named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.sheets.cells import plain, text
from xiangyue.exchange.sheets.rows import Row, Unreadable, Value, half_width, is_blank
from xiangyue.profile import Finding
from xiangyue.spelling import nearest, shown

_LOOKED_AT = 20  # rows in which the header may stand
_ASIDE = ("(", "[", "【")
_COUNTING = frozenset(map(plain, ("序号", "行号", "顺序号", "serial no", "serial number")))


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a sheet can say: its id, its names, what it holds, and an example of it."""

    id: str
    en: str
    zh: str
    also: tuple[str, ...] = ()
    needed: bool = False
    help_en: str = ""
    help_zh: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    choices_zh: tuple[str, ...] = ()

    @property
    def own_names(self) -> frozenset[str]:
        """Its id and its headings, as names are compared."""
        return frozenset(map(plain, (self.id, self.en, self.zh)))

    @property
    def names(self) -> frozenset[str]:
        """What it may be called, as names are compared."""
        return self.own_names | frozenset(map(plain, self.also))

    def heading(self, lang: str) -> str:
        """Return its name in a language."""
        return self.zh if lang == "zh" else self.en

    def offers(self, lang: str) -> tuple[str, ...]:
        """Return the words that may stand in it, in a language; none where any may."""
        return self.choices_zh or self.choices if lang == "zh" else self.choices

    def shows(self, lang: str) -> str:
        """Return the example in a language."""
        if self.example in self.choices:
            return self.offers(lang)[self.choices.index(self.example)]
        return self.example


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column stands, and the row that says so."""

    row: Row
    where: Mapping[str, int]


def find_header(
    name: str,
    rows: Iterator[Row],
    columns: Sequence[Column],
    renamed: Mapping[str, str],
    findings: list[Finding],
) -> tuple[Header, Iterator[Row]]:
    """Find the header among the first rows; returns it and the rows beneath.

    A title above it is passed over, and a header of two rows with merged cells is one.
    ``renamed`` says of headings what column they mean; an empty one is not read. What is not
    known, twice there or missing is added to the findings. Raises BadInput where nothing is a
    header, and Misuse where ``renamed`` names what is not there.
    """
    # Where two columns share a name, the first has it; one that is also called so comes last.
    known = {name: column.id for column in reversed(columns) for name in column.names}
    known |= {name: column.id for column in reversed(columns) for name in column.own_names}
    own = {plain(heading): target for heading, target in renamed.items()}
    for target in own.values():
        if target and plain(target) not in known:
            near = nearest(target, [column.id for column in columns])
            raise Misuse("sheet-no-column", name=shown(target), **near)
    first = list(islice(rows, _LOOKED_AT))
    if all(row.blank for row in first) and all(row.blank for row in rows):
        raise BadInput("sheet-empty", place=Place(name))
    score = [sum(_meaning(value, known, own) is not None for value in r.values) for r in first]
    best = max(range(len(first)), key=lambda i: score[i])
    if not score[best]:
        wanted = ", ".join(column.id for column in columns if column.needed)
        raise BadInput("sheet-no-header", place=Place(name), rows=_LOOKED_AT, needed=wanted)
    header, after = _with_second(first, best, score, known, own)
    where = _place(header, columns, known, own, findings)
    return Header(header, where), chain(first[after:], rows)


def _meaning(value: Value, known: Mapping[str, str], own: Mapping[str, str]) -> str | None:
    """Return the column that a heading means: an empty word if it is not to be read.

    A column that only counts the rows is not read, unless it is known as something else.
    """
    if is_blank(value) or isinstance(value, Unreadable):
        return None
    words = half_width(str(value))
    for name in (plain(words), plain(_without_aside(words))):
        if name in own:
            return known[plain(own[name])] if own[name] else ""
        if name in known:
            return known[name]
    return "" if plain(words) in _COUNTING else None


def _without_aside(words: str) -> str:
    for mark in _ASIDE:
        words = words.partition(mark)[0]
    return words


def _with_second(
    rows: list[Row],
    best: int,
    score: Sequence[int],
    known: Mapping[str, str],
    own: Mapping[str, str],
) -> tuple[Row, int]:
    """Join a header with the row beside it, where merged cells have spread it over two."""
    for upper in (best, best - 1):
        lower = upper + 1
        if upper < 0 or lower >= len(rows) or not score[upper] or not score[lower]:
            continue
        below = [value for value in rows[lower].values if not is_blank(value)]
        if all(_meaning(value, known, own) is not None for value in below):
            width = max(len(rows[upper].values), len(rows[lower].values))
            values = tuple(
                rows[upper].at(i) if is_blank(rows[lower].at(i)) else rows[lower].at(i)
                for i in range(width)
            )
            row = rows[lower]
            return Row(row.file, row.sheet, row.number, values), lower + 1
    return rows[best], best + 1


def _place(
    header: Row,
    columns: Sequence[Column],
    known: Mapping[str, str],
    own: Mapping[str, str],
    findings: list[Finding],
) -> dict[str, int]:
    where: dict[str, int] = {}
    for i, value in enumerate(header.values):
        if is_blank(value):
            continue
        meant = _meaning(value, known, own)
        heading = shown(value.code if isinstance(value, Unreadable) else text(value))
        if meant is None:
            near = nearest(heading, chain.from_iterable((c.en, c.zh) for c in columns))
            values = {"heading": heading, "nearest": near["nearest"]}
            findings.append(Finding("sheet-unknown-column", "error", header.place(i), "", values))
        elif meant in where:
            values = {"heading": heading, "first": header.place(where[meant])}
            findings.append(Finding("sheet-column-twice", "error", header.place(i), "", values))
        elif meant:
            where[meant] = i
    for column in columns:
        if column.needed and column.id not in where:
            values = {"en": column.en, "zh": column.zh}
            findings.append(Finding("sheet-column-missing", "error", header.place(0), "", values))
    return where
