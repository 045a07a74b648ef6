"""A decision table as a grid of inputs: one row a rule, one cell a column, rows come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiangyue import BadInput, Profile
from xiangyue_admin import speaking
from xiangyue_admin.forms import cells
from xiangyue_admin.forms.asked import Asked, named, of_field, of_param
from xiangyue_admin.forms.people import Named
from xiangyue_admin.forms.sheet import Saying
from xiangyue_admin.speaking import _

MOST_ROWS = 60  # a longer table is changed in its file
_SEVERAL = "|"  # between several choices of one cell
_ROW = re.compile(r"rows\.([0-9]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what it is called, of which type it is, and what its cells may name."""

    name: str
    title: str
    kind: str
    choices: Named
    values: Mapping[str, Any]
    output: bool
    asked: Asked


@dataclass(slots=True)
class Cell:
    """One cell as it stands in the page."""

    id: str
    text: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    errors: list[str] = field(default_factory=list)


class Grid:
    """The rows of one table of a profile, to be read and changed.

    ``rows`` are the cells; ``given`` is the table's ``rows`` as a profile holds them.
    """

    def __init__(
        self,
        profile: Profile,
        name: str,
        rows: Sequence[Sequence[Any]] | None = None,
        *,
        sent: Mapping[str, str] | None = None,
    ) -> None:
        """Begin with rows (the profile's own, if left out), or with what a page sent.

        Where the page asks for it, a row is added or taken away.
        """
        document = profile.document["tables"][name]
        self.name, self.id = name, f"t_{name}"
        self.title = profile_text(document["title"]) or name
        self.hit = str(document.get("hit", "unique"))
        self.columns = tuple(_headings(profile, document))
        self.rest: list[str] = []
        self.asks_more = False
        if sent is None or f"{self.id}-rows" not in sent:
            held = document["rows"] if rows is None else rows
            texts = [
                [_text(cell, column) for cell, column in zip(row, self.columns, strict=True)]
                for row in held
            ]
        else:
            texts = self._sent(sent)
        self.rows = [
            [self._cell(n, c, text) for c, text in enumerate(row)] for n, row in enumerate(texts)
        ]

    @property
    def ranged(self) -> bool:
        """Whether a column is of numbers."""
        return any(c.kind in ("integer", "number") and not c.choices for c in self.columns)

    @property
    def caption(self) -> str:
        """What becomes of several rows that fit."""
        said = {
            "unique": _("Exactly one row fits each case."),
            "first": _("The topmost row that fits counts."),
            "any": _("Several rows may fit if they say the same."),
            "sum": _("All rows that fit are added up."),
            "min": _("Of all rows that fit, the smallest counts."),
            "max": _("Of all rows that fit, the largest counts."),
        }
        return said.get(self.hit, "")

    def read(self) -> list[list[Any]] | None:
        """Return the rows as a profile holds them; None where a cell cannot be read."""
        found, sound = [], True
        for row in self.rows:
            values = []
            for cell, column in zip(row, self.columns, strict=True):
                try:
                    values.append(_value(cell.text, column))
                except ValueError as error:
                    cell.errors.append(str(error))
                    sound = False
            found.append(values)
        return found if sound else None

    def blame(self, said: Iterable[Saying] | BadInput) -> None:
        """Put what the engine said at the cell or row that it is about; else above the grid."""
        language = speaking.language()
        for one in [said] if isinstance(said, BadInput) else said:
            text = f"{one.text(language)} {one.mend(language)}".strip()
            row, column = one.values.get("row"), one.values.get("column")
            if row is None and (found := _ROW.search(str(getattr(one, "address", "")))):
                row = int(found[1])
            if isinstance(row, int) and row < len(self.rows):
                place = column if isinstance(column, int) and column < len(self.columns) else 0
                self.rows[row][place].errors.append(text)
            else:
                self.rest.append(text)

    def summary(self) -> list[tuple[str | None, str]]:
        """Return all that is wrong, each with the id of the cell that it is about."""
        found: list[tuple[str | None, str]] = [(None, text) for text in self.rest]
        for row in self.rows:
            for cell in row:
                for said in cell.errors:
                    found.append((cell.id, _("%(what)s: %(said)s", what=cell.label, said=said)))
        return found

    def _sent(self, sent: Mapping[str, str]) -> list[list[str]]:
        told = sent.get(f"{self.id}-rows", "")
        count = min(int(told) if re.fullmatch(r"[0-9]{1,4}", told, re.ASCII) else 0, MOST_ROWS)
        width = len(self.columns)
        rows = [[sent.get(f"{self.id}-{n}-{c}", "") for c in range(width)] for n in range(count)]
        asked = sent.get(f"{self.id}-do", "")
        self.asks_more = bool(asked)
        if asked == "add" and len(rows) < MOST_ROWS:
            rows.append([_blank(column) for column in self.columns])
        if (found := re.fullmatch(r"remove-([0-9]{1,4})", asked, re.ASCII)) and len(rows) > 1:
            rows = [row for n, row in enumerate(rows) if n != int(found[1])]
        return rows or [[_blank(column) for column in self.columns]]

    def _cell(self, row: int, place: int, text: str) -> Cell:
        column = self.columns[place]
        label = _("Row %(row)s, %(column)s", row=row + 1, column=column.title)
        return Cell(f"{self.id}-{row}-{place}", text, label, _options(text, column))


def profile_text(text: Mapping[str, str]) -> str:
    """Return words of a profile's document in the visitor's language."""
    return text.get(speaking.language()) or text.get("en") or next(iter(text.values()), "")


def _headings(profile: Profile, document: Mapping[str, Any]) -> Iterator[Heading]:
    for name, schema in document["inputs"].items():
        asked = _input(profile, name, schema)
        kind = "boolean" if asked.kind == "boolean" else str(asked.schema.get("type", "string"))
        yield Heading(name, asked.title, kind, asked.choices, asked.values, False, asked)
    alone = len(document["outputs"]) == 1
    for name, kind in document["outputs"].items():
        title = _("Result") if alone else named(name)
        yield Heading(name, title, kind, (), {}, True, Asked(name, title, {"type": kind}))


def _input(profile: Profile, name: str, schema: Any) -> Asked:
    """Return what an input of a table asks, by the field or param that it borrows from."""
    if not isinstance(schema, str):
        choices = tuple((str(one), named(str(one))) for one in schema.get("enum", ()))
        values = {str(one): one for one in schema.get("enum", ())}
        return Asked(name, named(name), schema, choices, required=True, values=values)
    room, _dot, borrowed = schema.partition(".")
    if room == "fields":
        return of_field(profile, borrowed, required=True)
    return of_param(profile, borrowed)


def _options(text: str, column: Heading) -> tuple[tuple[str, str], ...]:
    """Return what a cell offers; a list of several that stands there already is one of them."""
    if column.kind == "boolean":
        choices: Named = (("true", _("Yes")), ("false", _("No")))
    elif not column.choices:
        return ()
    else:
        choices = column.choices
    known = dict(choices)
    several = text if text not in known and text != cells.ANY else ""
    more = [(several, _(" or ").join(known.get(one, one) for one in several.split(_SEVERAL)))]
    anything = [] if column.output else [(cells.ANY, _("any"))]
    return (*anything, *choices, *(more if several else []))


def _text(cell: Any, column: Heading) -> str:
    if column.choices and isinstance(cell, (list, tuple)):
        return _SEVERAL.join(map(str, cell))
    return str(cell) if column.choices else cells.shown(cell, column.kind)


def _value(text: str, column: Heading) -> Any:
    if column.output:
        return cells.result(text, column.kind)
    if column.choices:
        if text in ("", cells.ANY):
            return cells.ANY
        named = [column.values.get(one, one) for one in text.split(_SEVERAL)]
        return named[0] if len(named) == 1 else named
    return cells.condition(text, column.kind)


def _blank(column: Heading) -> str:
    if column.output:
        return "false" if column.kind == "boolean" else ""
    return column.choices[0][0] if column.choices else cells.ANY
