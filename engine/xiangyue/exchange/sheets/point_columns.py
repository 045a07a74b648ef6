"""A decision table as a sheet: its columns, its cells, and which table is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.field_values import called, spoken
from xiangyue.exchange.sheets.rows import Value, half_width
from xiangyue.exchange.sheets.writing import Cell
from xiangyue.profile import Field, Profile
from xiangyue.spelling import nearest, shown

ANY: Final = "-"
"""A cell of an input that any value fits."""

_ANY_WORDS: Final = frozenset({ANY, "–", "—", "any", "all", "任意", "不限", "全部"})
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "points": ("分值", "积分", "分数", "得分"),
    "factor": ("系数", "比例"),
    "class": ("类别",),
}
_APART: Final = re.compile("[、,，;；\n]")
_FROM_TO: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:~|～|至|到|\.\.)\s*(-?\d+(?:\.\d+)?)")
_BOUND: Final = re.compile(r"(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)")
_SIGNS: Final = {"≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "＞": ">", "＜": "<"}


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a decision table; ``field`` is what an input borrows its values from."""

    id: str
    kind: str
    is_input: bool
    field: Field | None = None
    choices: tuple[Any, ...] = ()


def table_named(profile: Profile, said: str | None) -> str:
    """Return the table that a word means by id or title, or the only one there is.

    Raises Misuse, with those there are, where that is not clear.
    """
    tables: Mapping[str, Any] = profile.document.get("tables", {})
    known = {cells.plain(name): name for name in tables}
    for name, table in tables.items():
        for title in table.get("title", {}).values():
            known.setdefault(cells.plain(title), name)
    if said is None and len(tables) == 1:
        return next(iter(tables))
    if said is None:
        raise Misuse("sheet-which-table", known=", ".join(tables) or "-")
    if cells.plain(said) not in known:
        raise Misuse("sheet-no-table", name=shown(said), **nearest(said, [*tables]))
    return known[cells.plain(said)]


def parts_of(profile: Profile, table: str) -> tuple[Part, ...]:
    """Return the inputs of a table and then its outputs, as its rows have them."""
    data = profile.document["tables"][table]
    inputs = [_input(name, schema, profile) for name, schema in data["inputs"].items()]
    outputs = [Part(name, kind, is_input=False) for name, kind in data["outputs"].items()]
    return (*inputs, *outputs)


def _input(name: str, schema: Any, profile: Profile) -> Part:
    field = None
    if isinstance(schema, str):
        room, _, known = schema.partition(".")
        field = profile.fields.get(known) if room == "fields" else None
        param = profile.params.get(known) if room == "params" else None
        schema = field.schema if field else param.schema if param else {}
    choices = tuple(schema.get("enum", ()))
    if field is not None and not choices:
        choices = tuple(field.choices)
    kind = schema.get("type", "string")
    return Part(name, str(kind), is_input=True, field=field, choices=choices)


def point_columns(profile: Profile, table: str, lang: str = "en") -> tuple[Column, ...]:
    """Return what a sheet of a decision table's rows can say; examples are those of its first."""
    rows = profile.document["tables"][table]["rows"]
    first = rows[0] if rows else ()
    return tuple(
        _column(part, first[number] if number < len(first) else "", lang)
        for number, part in enumerate(parts_of(profile, table))
    )


def _column(part: Part, example: Any, lang: str) -> Column:
    titles = part.field.title if part.field else {}
    en, zh = (titles.get("en", part.id), titles.get("zh", part.id)) if titles else (part.id,) * 2
    also = () if part.is_input else _ALSO.get(part.id, ())
    choices = [str(choice) for choice in part.choices]
    return Column(
        part.id,
        en,
        also[0] if also else zh,
        (*also, *titles.values()),
        needed=True,
        help_en=_help(part, "en"),
        help_zh=_help(part, "zh"),
        example=str(cell_of(example, part, lang)),
        choices=tuple(called(part.field, c, "en") if part.field else c for c in choices),
        choices_zh=tuple(called(part.field, c, "zh") if part.field else c for c in choices),
    )


def _help(part: Part, lang: str) -> str:
    if not part.is_input:
        return "What comes out." if lang == "en" else "结果。"
    if lang == "en":
        return "A value, several set apart by commas, a range like 1~3 or >= 3, or - for any."
    return "一个值，或用顿号分隔的多个值，或范围（如 1~3、>= 3），- 表示任意。"


def read_cell(value: Value, part: Part) -> Any:
    """Read a cell as a decision table has it; raises BadInput for what is none."""
    if part.is_input:
        return _read_input(value, part)
    match part.kind:
        case "integer":
            return cells.whole(value)
        case "number":
            return cells.number(value)
        case "boolean":
            return cells.yes(value)
    return cells.text(value)


def _read_input(value: Value, part: Part) -> Any:
    if part.kind in ("integer", "number") and not isinstance(value, str):
        return cells.whole(value) if part.kind == "integer" else cells.number(value)
    said = cells.code(value)
    if said.lower() in _ANY_WORDS:
        return ANY
    if part.kind == "boolean":
        return cells.yes(value)
    words = [word for word in map(str.strip, _APART.split(said)) if word]
    if part.kind in ("integer", "number"):
        found = [_line(word, part) for word in words]
    else:  # what people call a choice may have a comma in it
        found = [_choice(word, part) for word in ([said] if _is_choice(said, part) else words)]
    return found[0] if len(found) == 1 else found


def _is_choice(said: str, part: Part) -> bool:
    return cells.plain(said) in _choices(part)


def _choices(part: Part) -> Mapping[str, Any]:
    known = {cells.plain(str(choice)): choice for choice in part.choices}
    called = spoken(part.field) if part.field else {}
    by_id = {str(choice): choice for choice in part.choices}
    return {**{word: by_id[name] for word, name in called.items() if name in by_id}, **known}


def _choice(said: str, part: Part) -> Any:
    known = _choices(part)
    if cells.plain(said) in known:
        return known[cells.plain(said)]
    if part.choices:
        near = nearest(said, [str(choice) for choice in part.choices])
        raise BadInput("sheet-choice", value=shown(said), **near)
    return said


def _line(said: str, part: Part) -> Any:
    """Read a number or a range of numbers, in the signs that people use."""
    for sign, plain in _SIGNS.items():
        said = said.replace(sign, plain)
    if span := _FROM_TO.fullmatch(said):
        return f"[{span[1]}..{span[2]}]"
    if bound := _BOUND.fullmatch(said):
        return f"{bound[1]} {bound[2]}"
    try:
        return cells.whole(said) if part.kind == "integer" else cells.number(said)
    except BadInput:
        return said  # an interval, or what the table says is none


def as_written(rows: Sequence[Sequence[Any]], before: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return rows in the spelling that a table has already for the same."""
    known = [
        {_norm(row[column]): row[column] for row in before if column < len(row)}
        for column in range(max(map(len, before), default=0))
    ]
    return [
        [
            known[column].get(_norm(cell), cell) if column < len(known) else cell
            for column, cell in enumerate(row)
        ]
        for row in rows
    ]


def _norm(cell: Any) -> str:
    match cell:
        case bool():
            return str(cell).lower()
        case int():
            return _digits(Decimal(cell))
        case float():
            return _digits(Decimal(repr(cell)))
        case list() | tuple():
            return ",".join(sorted(map(_norm, cell)))
    said = half_width(str(cell)).replace(" ", "")
    try:
        return _digits(Decimal(said))
    except ArithmeticError:
        return said


def _digits(number: Decimal) -> str:
    """Return a number, to its last digit, in one spelling."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return str(number)
    whole = "".join(map(str, digits)).lstrip("0")
    kept = whole.rstrip("0")
    return f"{'-' * sign}{kept}e{exponent + len(whole) - len(kept)}" if kept else "0"


def cell_of(cell: Any, part: Part, lang: str) -> Cell:
    """Return a cell of a decision table as people read it; ``read_cell`` reads it again."""
    match cell:
        case bool():
            return _YES[lang][cell] if lang in _YES else _YES["en"][cell]
        case int() | float():
            return cell
        case list() | tuple():
            words = [str(cell_of(one, part, lang)) for one in cell]
            apart = any(map(_APART.search, words))
            return "、".join(map(str, cell) if apart else words)
    return called(part.field, str(cell), lang) if part.field else str(cell)


_YES: Final[Mapping[str, tuple[str, str]]] = {"en": ("no", "yes"), "zh": ("否", "是")}


def rows_of(profile: Profile, table: str, lang: str) -> Iterator[Sequence[Cell]]:
    """Go through the rows of a table, as people read them."""
    parts = parts_of(profile, table)
    for row in profile.document["tables"][table]["rows"]:
        yield [cell_of(cell, part, lang) for cell, part in zip(row, parts, strict=True)]
