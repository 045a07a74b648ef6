"""Units from a sheet: checked as a tree, with what is there already, then registered."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from xiangyue.engine import Engine
from xiangyue.errors import BadInput
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.report import Report, report
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.words import LEVELS
from xiangyue.spelling import nearest, shown
from xiangyue.text import Text
from xiangyue.time.moments import Moment
from xiangyue.values import TIERS, Unit, UnitPlace, replace
from xiangyue.values.places import division_of, with_division
from xiangyue.work.enrolling import Step
from xiangyue.work.placing import MOST_LETTERS
from xiangyue.work.registering import OWNING_TIER

_UNSAID = "?"
"""The level of a unit whose cell does not say it: those beneath are no worse for it."""

COLUMNS = (
    Column(
        "unit",
        "Unit",
        "单位编号",
        ("id", "unit id", "编号", "单位代码", "网格编号", "社区编号"),
        needed=True,
        help_en="Latin letters, digits and . _ : @ -; kept for good.",
        help_zh="拉丁字母、数字和 . _ : @ -；登记后不再更改。",
        example="xinqi-1",
    ),
    Column(
        "level",
        "Level",
        "层级",
        ("unit level", "级别", "单位层级", "类别"),
        needed=True,
        help_en="county, subdistrict, township, community, village or grid.",
        help_zh="县、街道、乡镇、社区、村或网格。",
        example="grid",
        choices=tuple(TIERS),
        choices_zh=("县", "街道", "乡镇", "社区", "村", "网格"),
    ),
    Column(
        "parent",
        "Parent",
        "上级",
        ("above", "上级编号", "上级单位", "所属单位", "所属"),
        help_en="The id (or title) of the unit above; empty at the top.",
        help_zh="上级单位的编号（或名称）；最上级留空。",
        example="xinqi",
    ),
    Column(
        "title",
        "Title",
        "名称",
        ("name", "单位名称", "中文名称", "title zh", "名称中文"),
        help_en="What people call it.",
        help_zh="单位的名称。",
        example="新启村一组",
    ),
    Column(
        "title_en",
        "Title in English",
        "英文名称",
        ("title en", "english title"),
        help_en="Its name in English, if it has one.",
        help_zh="英文名称（如有）。",
    ),
    Column(
        "code",
        "Division code",
        "区划代码",
        ("行政区划代码", "统计用区划代码", "行政区划编码", "区划编码"),
        help_en="The code of the division of 6, 9 or 12 digits, if it is one.",
        help_zh="行政区划代码（6、9或12位，如有）。",
        example="330102001001",
    ),
)


def import_units(
    engine: Engine,
    path: Path | str,
    *,
    by: str,
    dry: bool = False,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> Report:
    """Register the units of a sheet; nothing of it if anything is wrong with a cell.

    Raises BadInput for what is no sheet, and Misuse where it is not clear which.
    """
    table = Table(path, COLUMNS, options or SheetOptions(), progress)
    there = engine.units()
    units, records, codes = _read(table)
    names = by_title(there, units)
    units = {
        name: replace(unit, parent=find_unit(records[name], "parent", names, units, there))
        for name, unit in units.items()
    }
    order = _upper_first(units, records)
    for name, unit in units.items():
        above = unit.parent or ""
        _check_order(unit, records[name], units.get(above) or there.get(above))
    wrong = bool(table.findings)
    wanted = [units[name] for name in order if units[name].unit_level != _UNSAID]
    steps, clashes = engine.enrol_units(wanted, by=by, dry=dry or wrong, now=now)
    for clash in clashes:
        values = {"subject": clash.subject, "known": shown(clash.known)}
        records[clash.subject].wrong(clash.what, "sheet-clash", **values)
    places = engine.places()
    placed = {name: with_division(places.get(name, UnitPlace()), code) for name, code in codes}
    placed = {name: place for name, place in placed.items() if place != places.get(name)}
    if not (dry or table.findings):
        engine.place_all(placed, by=by, now=now)
    known = {name for name in placed if division_of(places.get(name, UnitPlace()))}
    steps += [Step("code", name, code, name in known) for name, code in codes if name in placed]
    return report(table, steps, dry)


def _read(
    table: Table,
) -> tuple[dict[str, Unit], dict[str, Record], list[tuple[str, str]]]:
    units: dict[str, Unit] = {}
    records: dict[str, Record] = {}
    codes: list[tuple[str, str]] = []
    for record in table.records():
        name = record.get("unit", cells.ident, needed=True)
        level = record.get("level", lambda v: cells.one_of(v, LEVELS), needed=True)
        title = _title(record)
        code = record.get("code", _division)
        if name is None:
            continue
        if name in units:
            record.wrong("unit", "sheet-twice", value=name, first=records[name].place("unit"))
            continue
        units[name] = Unit(name, level or _UNSAID, None, "", title)
        records[name] = record
        if code is not None:
            codes.append((name, code))
    return units, records, codes


def _division(value: Value) -> str:
    found = cells.code(value)
    if len(found) > MOST_LETTERS:
        raise BadInput("sheet-long", limit=MOST_LETTERS)
    if not found.isprintable():
        raise BadInput("sheet-control")
    return found


def _title(record: Record) -> Text:
    title = record.get("title", cells.text)
    english = record.get("title_en", cells.text)
    found = Text()
    if title:
        found["en" if title.isascii() else "zh"] = title
    if english:
        found["en"] = english
    return found


def by_title(*trees: Mapping[str, Unit]) -> dict[str, str]:
    """Return units by what they are called, where only one is called so."""
    found: dict[str, set[str]] = {}
    for units in trees:
        for unit in units.values():
            for title in unit.title.values():
                found.setdefault(cells.plain(title), set()).add(unit.id)
    return {title: min(names) for title, names in found.items() if len(names) == 1}


def find_unit(
    record: Record, column: str, names: Mapping[str, str], *trees: Mapping[str, Unit]
) -> str | None:
    """Return the unit that a cell names by its id or title; None where there is none, or blank."""
    said = record.get(column, cells.code)
    if said is None:
        return None
    if any(said in units for units in trees):
        return said
    if cells.plain(said) in names:
        return names[cells.plain(said)]
    if said.isdecimal():
        lost = [name for units in trees for name in units if name.lstrip("0") == said]
        if len(lost) == 1:  # a number that has lost its zeros in front
            return lost[0]
    near = nearest(said, [name for units in trees for name in units])
    record.wrong(column, "sheet-no-unit", value=shown(said), nearest=near["nearest"])
    return None


def _upper_first(units: Mapping[str, Unit], records: Mapping[str, Record]) -> list[str]:
    """Return the units with those above first; of a circle one is noted, and opened there."""
    above = {
        name: {unit.parent} if unit.parent is not None and unit.parent in units else set[str]()
        for name, unit in units.items()
    }
    while True:
        try:
            return [*TopologicalSorter(above).static_order()]
        except CycleError as error:
            circle = error.args[1][::-1]
            records[circle[0]].wrong("parent", "sheet-circle", circle=" → ".join(circle))
            above[circle[0]] = set()


def _check_order(unit: Unit, record: Record, above: Unit | None) -> None:
    if _UNSAID in (unit.unit_level, above.unit_level if above else ""):
        return
    tier = TIERS[unit.unit_level]
    if above is None:
        if tier > OWNING_TIER and not record.has("parent"):
            record.wrong("parent", "sheet-grid-alone", unit=unit.id)
    elif TIERS[above.unit_level] >= tier:
        values = {"level": unit.unit_level, "parent": above.id, "above": above.unit_level}
        record.wrong("level", "sheet-level-order", **values)
