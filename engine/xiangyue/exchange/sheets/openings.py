"""What a task asks for when it is opened, as the columns and cells of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from xiangyue.exchange.sheets.cells import plain
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.field_values import called, field_value, says
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record
from xiangyue.exchange.sheets.units import find_unit
from xiangyue.profile import Action, Field, Profile
from xiangyue.values import Unit


def field_columns(
    profile: Profile, openings: Iterable[Action], own: Collection[Column]
) -> Iterator[Column]:
    """Yield a column for each field that is asked for at an opening, as ``field:NAME``.

    One whose every name an own column has goes without.
    """
    taken = frozenset(plain(name) for column in own for name in (column.id, column.en, column.zh))
    for name in dict.fromkeys(n for o in openings for n in (*o.needs, *o.asks)):
        field = profile.fields.get(name)
        if field is None:
            continue
        names = {title for title in (*field.title.values(), name) if plain(title) not in taken}
        if names:
            yield _column(field, tuple(names))


def _column(field: Field, names: tuple[str, ...]) -> Column:
    choices = [str(value) for value in field.schema.get("enum", ())]
    if field.schema.get("type") == "boolean":
        choices, chinese = ["yes", "no"], ["是", "否"]
    else:
        chinese = [called(field, value, "zh") for value in choices]
        choices = [called(field, value, "en") for value in choices]
    return Column(
        f"field:{field.id}",
        field.title.of("en"),
        field.title.of("zh"),
        names,
        help_en=field.help.of("en") or field.purpose.of("en"),
        help_zh=field.help.of("zh") or field.purpose.of("zh"),
        choices=tuple(choices),
        choices_zh=tuple(chinese),
    )


def field_data(
    record: Record,
    profile: Profile,
    opening: Action,
    names: Mapping[str, str],
    units: Mapping[str, Unit],
    not_asked: Callable[[Record, str], None],
) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a row gives; what is not asked for must be empty.

    ``names`` are units by their titles.
    """
    asked = dict.fromkeys((*opening.needs, *opening.asks))
    for name in profile.fields:
        column = f"field:{name}"
        if not record.has(column):
            continue
        if name not in asked:
            not_asked(record, name)
            continue
        field = profile.fields[name]
        if field.schema.get("format") == "unit":
            value: Any = find_unit(record, column, names, units)
        else:
            value = record.get(column, partial(_read, field, profile))
        if value is not None:
            yield name, value
    for name in opening.needs:
        if name in profile.fields and not record.has(f"field:{name}"):
            record.wrong(f"field:{name}", "sheet-needs", field=says(profile.fields[name]))


def _read(field: Field, profile: Profile, value: Value) -> Any:
    return field_value(value, field, profile)
