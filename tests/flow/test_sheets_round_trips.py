"""Units and members out of a store and into another: what was told is the same there."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import june, write
from sheets import write_csv

from xiangyue import Engine, Misuse
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.registry_lists import export_members, export_units
from xiangyue.exchange.sheets.report import Report
from xiangyue.exchange.sheets.units import import_units

pytestmark = pytest.mark.sqlite

UNITS = [
    ["单位编号", "层级", "上级", "名称", "英文名称"],
    ["xinqi-1", "网格", "xinqi", "一组", ""],
    ["xinqi", "村", "zhen", "新启村", "Xinqi"],
    ["zhen", "乡镇", "", "", "Zhen"],
    ["other", "village", "zhen", "", ""],
]
MEMBERS = [
    ["member", "name", "kind", "home", "role", "at", "since", "until", "deputy", "phone", "mail"],
    ["lin", "林", "", "xinqi", "clerk", "", "2026-05-01", "2027-05-01", "", "13800001111", "l@x"],
    ["lin", "", "", "", "guard", "", "", "", "wang", "", ""],
    ["wang", "=王", "household", "xinqi-1", "", "", "", "", "", "", "w@x"],
    ["zhao", "", "", "other", "", "", "", "", "", "", ""],
]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Engine]:
    """Return a governed village with its people."""
    with Engine() as engine:
        settle(engine, tmp_path)
        report = members(engine, write_csv(tmp_path / "m.csv", MEMBERS))
        assert report.findings == ()
        yield engine


def settle(engine: Engine, folder: Path) -> None:
    """Set up the village without its people."""
    path = write_csv(folder / "u.csv", UNITS)
    assert import_units(engine, path, by="li", now=june(1, "00:00")).written
    engine.install(write(folder), community="xinqi", now=june(1, "00:00"))


def members(engine: Engine, path: Path) -> Report:
    """Import members as of the second of June."""
    return import_members(engine, path, by="li", now=june(2))


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
def test_units_are_the_same_elsewhere(
    village: Engine, tmp_path: Path, kind: str, lang: str
) -> None:
    """With their order and titles; in their own store nothing changes."""
    path = tmp_path / f"out.{kind}"
    assert export_units(village, path, lang=lang) == 4
    assert import_units(village, path, by="li").steps == ()
    with Engine() as other:
        assert import_units(other, path, by="li").findings == ()
        assert other.units() == village.units()


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
def test_members_are_the_same_elsewhere(
    village: Engine, tmp_path: Path, kind: str, lang: str
) -> None:
    """With roles, names and contacts, where these are asked for; at home nothing changes."""
    path = tmp_path / f"out.{kind}"
    assert export_members(village, path, personal=True, lang=lang, now=june(3)) == 3
    own = members(village, path)
    assert (own.findings, own.steps) == ((), ())
    with Engine() as other:
        settle(other, tmp_path)
        assert members(other, path).findings == ()
        assert told(other) == told(village)


def told(engine: Engine) -> list[Any]:
    """Return what is known of everybody."""
    names = engine.names(["lin", "wang", "zhao"], named=True)
    with engine._store.read() as reader:
        people = reader.crowd(["lin", "wang", "zhao"])
    return [(member, names.get(name), engine.reach(name)) for name, member in people.items()]


def test_nobody_is_named_unless_that_is_asked_for(village: Engine, tmp_path: Path) -> None:
    """Neither a name nor an address leaves; without them the sheet says nothing else."""
    path = tmp_path / "out.csv"
    assert export_members(village, path, community="xinqi", now=june(3)) == 2
    text = path.read_text("utf-8-sig")
    assert not {said for said in ("林", "王", "13800001111", "l@x", "zhao") if said in text}
    own = members(village, path)
    assert (own.findings, own.steps) == ((), ())


def test_only_one_community_is_written(village: Engine, tmp_path: Path) -> None:
    """An unknown one is said."""
    path = tmp_path / "out.csv"
    assert export_units(village, path, community="xinqi") == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Unit", "xinqi", "xinqi-1"]
    with pytest.raises(Misuse):
        export_members(village, path, community="none")


def test_roles_that_are_over_stay(village: Engine, tmp_path: Path) -> None:
    """Only what is held still is written."""
    path = tmp_path / "out.csv"
    export_members(village, path, now=june(3).replace(year=2028))
    assert "clerk" not in path.read_text("utf-8") and "guard" in path.read_text("utf-8")
