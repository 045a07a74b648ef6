"""Resources from a sheet into the library and back, under profiles that ask for other things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sheets import Rows, Writer, write_csv, write_xlsx

from xiangyue import Engine, Misuse
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.resource_lists import export_resources
from xiangyue.exchange.sheets.resources import import_resources, resource_columns
from xiangyue.exchange.sheets.templates import write_template

pytestmark = pytest.mark.sqlite

LENDING = Path(__file__).parent / "profiles" / "lending"
NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
LATER = datetime(2026, 10, 12, 3, tzinfo=UTC)
HEAD = ["资源编号", "资源名称", "提供方", "所在单位", "What", "Amount", "Best before"]


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village of two grids where things are lent."""
    with Engine() as engine:
        engine.add_unit("here", "village", now=NOW)
        engine.add_unit("east", "grid", parent="here", title={"zh": "东组"}, now=NOW)
        engine.install(LENDING, "here", now=NOW)
        for name in ("li", "club", "firm"):
            engine.register(name, home="here", roles={"keeper": "here"}, now=NOW)
        yield engine


def resources(
    engine: Engine, folder: Path, rows: Rows, kind: Writer = write_csv, **more: Any
) -> OrderReport:
    """Import the resources of a sheet."""
    path = kind(folder / ("r.csv" if kind is write_csv else "r.xlsx"), rows)
    return import_resources(engine, path, **{"community": "here", "by": "li", "now": NOW, **more})


def codes(report: OrderReport) -> list[tuple[str, str]]:
    """Return where what was found or left out."""
    found = (*report.findings, *report.refused)
    return [(str(one.place).rpartition("/")[2], one.code) for one in found]


ROWS: Rows = [
    HEAD,
    ["R-1", "小船", "club", "东组", "boat", 2, "2027-05-01"],
    ["R-2", "床位", "", "", "bed", "１２", ""],
]


@pytest.mark.parametrize("kind", [write_csv, write_xlsx])
def test_a_sheet_becomes_offers_once(village: Engine, tmp_path: Path, kind: Writer) -> None:
    """Each is what its owner offers, matched like any other; again, it brings nothing."""
    report = resources(village, tmp_path, ROWS, kind)
    assert (codes(report), [one.known for one in report.orders]) == ([], [False, False])
    boat, bed = (village.task(one.task) for one in report.orders)
    assert (boat.opener, boat.unit, boat.title) == ("club", "east", "小船")
    assert (boat.data["what"], boat.data["amount"], boat.data["best_before"]) == (
        *("boat", 2, "2027-05-01"),
    )
    assert (bed.opener, bed.unit, bed.data["amount"]) == ("li", "here", 12)
    again = resources(village, tmp_path, ROWS, kind, now=LATER)
    assert [(one.task, one.known) for one in again.orders] == [(boat.ref, True), (bed.ref, True)]
    assert len(village.tasks("here").tasks) == 2


def test_a_changed_row_is_left_out_and_the_others_come(village: Engine, tmp_path: Path) -> None:
    """What stands in the library is changed on its task, not by a sheet."""
    resources(village, tmp_path, ROWS[:2])
    rows: Rows = [HEAD, [*ROWS[1][:5], 3, ""], ROWS[2]]
    report = resources(village, tmp_path, rows)
    assert codes(report) == [("r.csv:2:1", "sheet-resource-bound")]
    assert [one.number for one in report.orders] == ["R-2"]


def test_nothing_is_entered_if_a_cell_is_wrong(village: Engine, tmp_path: Path) -> None:
    """Every bad cell is named, and a dry run says what would come."""
    rows: Rows = [
        HEAD,
        ["R-1", "", "nobody", "", "boat", 1, ""],
        ["R-1", "", "", "west", "ship", "", ""],
        ["", "", "", "", "bed", "many", ""],
    ]
    report = resources(village, tmp_path, rows)
    assert codes(report) == [
        ("r.csv:2:3", "sheet-no-member"),
        ("r.csv:3:1", "sheet-twice"),
        ("r.csv:3:4", "sheet-no-unit"),
        ("r.csv:3:5", "sheet-value"),
        ("r.csv:3:6", "sheet-needs"),
        ("r.csv:4:1", "sheet-missing"),
        ("r.csv:4:6", "sheet-whole"),
    ]
    dry = resources(village, tmp_path, ROWS, dry=True)
    assert (len(dry.orders), dry.written) == (2, False)
    assert not village.tasks("here").tasks


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
def test_what_is_exported_is_the_same_elsewhere(
    village: Engine, tmp_path: Path, kind: str, lang: str
) -> None:
    """Read in another store it makes equal offers; read in its own, it changes nothing."""
    resources(village, tmp_path, ROWS)
    village.open("thing", community="here", by="firm", data={"what": "bed", "amount": 1}, now=NOW)
    path = tmp_path / f"out.{kind}"
    assert export_resources(village, path, "here", lang=lang) == 3
    own = import_resources(village, path, community="here", by="li", now=LATER)
    assert (codes(own), [one.known for one in own.orders]) == ([], [True] * 3)
    with Engine() as other:
        other.add_unit("here", "village", now=NOW)
        other.add_unit("east", "grid", parent="here", now=NOW)
        other.install(LENDING, "here", now=NOW)
        for name in ("li", "club", "firm"):
            other.register(name, home="here", roles={"keeper": "here"}, now=NOW)
        report = import_resources(other, path, community="here", by="li", now=NOW)
        assert codes(report) == []
        assert offers(other) == offers(village)


def offers(engine: Engine) -> list[tuple[Any, ...]]:
    """Return what is offered, whatever its address."""
    found = engine.tasks("here", flow="thing").tasks
    return sorted((t.opener, t.unit, sorted(t.data.items())) for t in found)


def test_what_differs_from_its_address_is_left_out(village: Engine, tmp_path: Path) -> None:
    """An address of something else is a number like any other."""
    made = village.open(
        "thing", community="here", by="li", title="x", data={"what": "bed", "amount": 1}, now=NOW
    )
    row = [made.ref, "x", "", "", "bed", 2, ""]
    assert codes(resources(village, tmp_path, [HEAD, row])) == [
        ("r.csv:2:1", "sheet-resource-bound")
    ]
    assert codes(resources(village, tmp_path, [HEAD, ["here/none", *row[1:]]])) == []


def test_choices_are_what_people_call_them(tmp_path: Path) -> None:
    """The shipped library reads its choices by their titles in either language, and writes them."""
    with Engine() as engine:
        engine.install("resource-library", community="lvyuan", now=NOW)
        for name in ("keeper", "club", "wang", "zhao"):
            roles = {"library_keeper": "lvyuan"} if name == "keeper" else {}
            engine.register(name, home="lvyuan", roles=roles, now=NOW)
        template = tmp_path / "t.csv"
        write_template(template, resource_columns(engine.profile("lvyuan")), "zh")
        head = template.read_text("utf-8-sig").splitlines()[0].split(",")
        said = {
            "资源编号": "1",
            "资源名称": "大礼堂",
            "提供方": "club",
            "资源或需求内容": "活动场地",
            "平时可用数量": "120",
            "应急承诺数量": "80",
            "计量单位": "座",
            "应急到位时间（分钟）": "30",
            "联系人": "wang",
            "备用联系人": "zhao",
            "保险": "责任险",
            "同意的条款版本": "第一版",
            "归还或补偿方式": "Given back",
            "可用截止日": "2027/5/1",
        }
        grid = [head, [said.pop(name, "") for name in head]]
        assert not said
        path = write_csv(tmp_path / "r.csv", grid)
        report = import_resources(engine, path, community="lvyuan", by="keeper", now=NOW)
        assert codes(report) == []
        data = engine.task(report.orders[0].task).data
        assert (data["item"], data["insurance"], data["tier"]) == ("hall", "liability", "T2")
        export_resources(engine, tmp_path / "out.csv", "lvyuan", lang="zh")
        assert "活动场地" in (tmp_path / "out.csv").read_text("utf-8")
        export_resources(engine, tmp_path / "out-en.csv", "lvyuan")
        for name in ("out.csv", "out-en.csv"):
            again = import_resources(
                engine, tmp_path / name, community="lvyuan", by="keeper", now=LATER
            )
            assert (codes(again), [one.known for one in again.orders]) == ([], [True])


def test_who_has_no_library_is_told(tmp_path: Path) -> None:
    """With what would make one."""
    with Engine() as engine:
        engine.install("base", community="here", now=NOW)
        engine.register("li", home="here", now=NOW)
        with pytest.raises(Misuse, match="has no resource library"):
            resources(engine, tmp_path, ROWS)
