"""Orders from a sheet: received by category, each number once; and their results out again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import DESK, june, settle, write
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from sheets import Rows, write_csv, write_xlsx

from xiangyue import Command, Decision, Engine, Misuse
from xiangyue.errors import BadInput, XiangyueError
from xiangyue.exchange.sheets.order_histories import AT_ONCE
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.results import export_orders
from xiangyue.exchange.sheets.table import SheetOptions
from xiangyue.time.clock import to_micros

Grid = list[list[Any]]

HEAD = ["工单编号", "诉求类别", "标题", "受理时间", "网格", "反映内容", "反映人数"]
ORDERS: Grid = [
    HEAD,
    ["A-1", "路灯", "三号灯", "2026-05-31 09:30", "一组", "不亮", "３"],
    ["A-2", "gas", "", datetime(2026, 5, 31, 8, 5), "", "闻到味道", ""],
    ["20260531000000003", "建议", "", "", "xinqi", "多种树", ""],
]
DAY = 86_400_000_000
SHARED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village with a desk and a grid."""
    with Engine(f"sqlite:///{tmp_path / 'desk.db'}") as engine:
        settle(engine, write(tmp_path))
        engine.add_unit("xinqi-1", "grid", parent="xinqi", title={"zh": "一组"}, now=june(1))
        yield engine


def orders(engine: Engine, folder: Path, rows: Rows, **more: Any) -> OrderReport:
    """Import orders at noon of the first of June, wang's."""
    path = write_csv(folder / "o.csv", rows)
    said = {"community": "xinqi", "by": "wang", "now": june(1, "12:00"), **more}
    return import_orders(engine, path, **said)


def found(report: OrderReport) -> list[str]:
    """Return where what was found, as ``2:3 sheet-id``."""
    return [f"{str(f.place).partition(':')[2]} {f.code}" for f in report.findings]


def left_out(report: OrderReport) -> list[str]:
    """Return where what was left out is, as ``2:3 sheet-id``."""
    return [f"{str(f.place).partition(':')[2]} {f.code}" for f in report.refused]


def exported(engine: Engine, folder: Path, **more: Any) -> list[dict[str, str]]:
    """Return the results as a CSV has them."""
    path = folder / "r.csv"
    export_orders(engine, path, "xinqi", **more)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_orders_become_tasks(engine: Engine, tmp_path: Path, kind: str) -> None:
    """By the flow of their category, with their fields, their unit and their own time."""
    path = (write_csv if kind == "csv" else write_xlsx)(tmp_path / f"o.{kind}", ORDERS)
    report = import_orders(engine, path, community="xinqi", by="wang", now=june(1, "12:00"))
    assert (report.findings, report.refused, report.count("done")) == ((), (), 3)
    lamp, gas, idea = (engine.task(order.task) for order in report.orders)
    assert (lamp.flow, lamp.unit, lamp.title) == ("request", "xinqi-1", "三号灯")
    assert (lamp.data["matter"], lamp.data["asked"]) == ("不亮", 3)
    assert (gas.flow, gas.data["category"], idea.flow) == ("request", "gas", "idea")
    opening = engine.history(gas)[0].command
    assert (opening.source, opening.key) == ("sheet", "A-2")
    assert opening.occurred_at == to_micros(june(1, "08:05")) - DAY
    assert engine.verify()


def test_the_same_number_is_received_once(engine: Engine, tmp_path: Path) -> None:
    """A second time the sheet is known; a longer one adds what is new."""
    assert orders(engine, tmp_path, ORDERS).count("done") == 3
    before = engine.heads()
    again = orders(engine, tmp_path, ORDERS, now=june(2))
    assert (again.count("done", known=True), engine.heads()) == (3, before)
    longer = [*ORDERS, ["A-4", "lamp", "", "", "", "", ""]]
    more = orders(engine, tmp_path, longer, now=june(2))
    assert (more.count("done"), more.count("done", known=True)) == (1, 3)


def test_a_number_stands_for_what_it_said(engine: Engine, tmp_path: Path) -> None:
    """With other content, or by another hand, it stays as it was and is named; new rows come in."""
    orders(engine, tmp_path, ORDERS)
    changed = [HEAD, ["A-9", "gas", "", "", "", "", ""], [*ORDERS[1][:5], "又不亮", "3"], ORDERS[2]]
    before = engine.heads()
    dry = orders(engine, tmp_path, changed, dry=True, now=june(1, "13:00"))
    assert (left_out(dry), engine.heads()) == (["3:1 sheet-order-bound"], before)
    report = orders(engine, tmp_path, changed, now=june(1, "13:00"))
    assert (report.refused, report.findings, report.written) == (dry.refused, (), True)
    for told in (dry, report):
        assert [order.number for order in told.orders] == ["A-9", "A-2"]
    assert [row["Order number"] for row in exported(engine, tmp_path)].count("A-9") == 1
    other = orders(engine, tmp_path, ORDERS[:2], by="ma")
    assert (left_out(other), other.orders) == (["2:1 sheet-order-bound"], ())
    assert engine.verify()


def test_a_bad_cell_still_stops_all(engine: Engine, tmp_path: Path) -> None:
    """What was changed is named beside it, and nothing is received."""
    orders(engine, tmp_path, ORDERS)
    changed = [*ORDERS[1][:5], "又不亮", "3"]
    before = engine.heads()
    report = orders(engine, tmp_path, [HEAD, changed, ["A-9", "gass", "", "", "", "", ""]])
    assert (found(report), left_out(report)) == (["3:2 sheet-choice"], ["2:1 sheet-order-bound"])
    assert (report.orders, report.written, engine.heads()) == ((), False, before)


OLD: Grid = [
    HEAD,
    ["F-1", "gas", "", "2026-04-01 08:30", "", "闻到味道", ""],
    ["F-2", "gas", "", "2026-05-31 08:30", "", "", ""],
]


def test_a_backlog_counts_from_now_and_says_when_it_was(engine: Engine, tmp_path: Path) -> None:
    """Without being asked for nothing is; what is not too old keeps its own time."""
    refused = orders(engine, tmp_path, OLD)
    assert (found(refused), refused.written) == (["2:4 sheet-order-old"], False)
    assert all("--backlog" in refused.findings[0].mend(lang) for lang in ("en", "zh"))
    dry = orders(engine, tmp_path, OLD, backlog=True, dry=True)
    report = orders(engine, tmp_path, OLD, backlog=True)
    for told in (dry, report):
        assert (told.findings, told.refused) == ((), ())
        assert [order.backlog for order in told.orders] == [True, False]
    old, new = (engine.history(order.task)[0] for order in report.orders)
    assert engine.task(report.orders[0].task).opened_at == to_micros(june(1, "12:00"))
    assert old.command.note == "受理时间 / Received at: 2026-04-01 08:30"
    assert engine.task(report.orders[1].task).opened_at == to_micros(june(1, "08:30")) - DAY
    assert new.command.note is None
    assert engine.verify()


def test_a_backlog_is_known_however_it_is_sent_again(engine: Engine, tmp_path: Path) -> None:
    """Asked for or not, and when what was new has grown old; what was changed is named."""
    orders(engine, tmp_path, OLD, backlog=True)
    before = engine.heads()
    for backlog in (True, False):
        again = orders(engine, tmp_path, OLD, backlog=backlog, now=june(20))
        assert (again.count("done", known=True), again.refused) == (2, ())
    moved = [HEAD, [*OLD[1][:3], "2026-04-02 08:30", *OLD[1][4:]]]
    assert left_out(orders(engine, tmp_path, moved, backlog=True)) == ["2:1 sheet-order-bound"]
    assert engine.heads() == before


def test_every_bad_cell_of_orders_is_named(engine: Engine, tmp_path: Path) -> None:
    """What the engine would refuse, too; nothing is received."""
    grid: Grid = [
        [*HEAD, "来电"],
        ["B-1", "lampp", "", "", "xinqi-9", "", "many", ""],
        ["B-2", "gas", "", "31.5.2026", "", "x" * 301, "0", ""],
        ["B-2", "gas", "", "", "", "", "", ""],
        ["", "", "", "", "", "x", "", ""],
        ["B-3", "idea", "", "", "", "", "2", ""],
        ["~1", "gas", "", "", "", "", "", ""],
        ["B-4", "gas", "", "2026-01-01", "", "", "", ""],
        ["B-5", "gas", "", "", "", "", "", ""],
    ]
    before = engine.heads()
    report = orders(engine, tmp_path, grid)
    assert found(report) == [
        "1:8 sheet-unknown-column",
        "2:2 sheet-choice",
        "2:5 sheet-no-unit",
        "3:4 sheet-date",
        "3:6 sheet-value",
        "3:7 sheet-value",
        "4:1 sheet-twice",
        "5:1 sheet-missing",
        "5:2 sheet-missing",
        "6:7 sheet-not-asked",
        "7:1 sheet-order-number",
        "8:4 sheet-order-old",
    ]
    assert (report.orders, report.written, engine.heads()) == ((), False, before)
    assert "7d" in report.findings[-1].text("en") and report.findings[-1].mend("zh")
    assert "xxx" not in str(report.findings)


def test_what_is_needed_is_asked_for(engine: Engine, tmp_path: Path) -> None:
    """A field that the flow needs when it begins is missing in its own cell."""
    strict = DESK.replace("asks: [matter, asked]", "needs: matter\n      asks: asked")
    engine.install(write(tmp_path / "strict", strict), community="xinqi", now=june(1, "11:00"))
    grid: Grid = [
        HEAD,
        ["C-1", "gas", "", "", "", "", ""],
        ["C-2", "gas", "", "", "", "y", ""],
    ]
    report = orders(engine, tmp_path, grid)
    assert found(report) == ["2:6 sheet-needs"]
    assert "反映内容" in report.findings[0].text("zh")


def test_a_dry_run_receives_nothing(engine: Engine, tmp_path: Path) -> None:
    """It tells what would be received and what is there already."""
    orders(engine, tmp_path, ORDERS[:2])
    before = engine.heads()
    report = orders(engine, tmp_path, ORDERS, dry=True, now=june(1, "13:00"))
    assert (report.count("done"), report.count("done", known=True)) == (2, 1)
    assert (report.written, engine.heads()) == (False, before)


BUDGET = """
limits:
  budget: {limit: contact_budget, stance: enforce, config: {most: 1, within: 7d}}
"""


def test_what_one_order_leaves_no_room_for_is_refused(engine: Engine, tmp_path: Path) -> None:
    """Each was possible by itself; the report says where, the others are received, none is lost."""
    text = DESK.replace("to: receiver", "to: opener", 1).replace("accessory: true", "", 1) + BUDGET
    engine.install(write(tmp_path / "sparing", text), community="xinqi", now=june(1, "11:00"))
    grid: Grid = [HEAD, *([n, "lamp", "", "", "", "dark", ""] for n in ("D-1", "D-2"))]
    report = orders(engine, tmp_path, grid)
    assert (report.findings, report.written) == ((), True)
    assert (report.count("done"), report.count("refused")) == (1, 1)
    (refused,) = report.refused
    assert (str(refused.place).endswith("o.csv:3:1"), refused.code) == (True, "sheet-refused")
    assert refused.text("zh") and refused.mend("en")
    assert [bool(order.task) for order in report.orders] == [True, False]
    assert found(orders(engine, tmp_path, grid, now=june(2))) == ["3:1 sheet-refused"]
    later = orders(engine, tmp_path, grid, now=june(9))
    assert (later.count("done"), later.count("done", known=True)) == (1, 1)
    assert engine.verify()


def test_grid_events_come_the_same_way(engine: Engine, tmp_path: Path) -> None:
    """One category holds for rows that name none; headings are said to mean what they mean."""
    grid: Grid = [
        ["事件编号", "所属网格", "情况描述", "照片"],
        ["E-1", "一组", "井盖缺失", "1.jpg"],
    ]
    options = SheetOptions(columns={"情况描述": "反映内容", "照片": ""})
    report = orders(engine, tmp_path, grid, category="lamp", options=options)
    assert (report.findings, report.count("done")) == ((), 1)
    task = engine.task(report.orders[0].task)
    assert (task.unit, task.data["matter"], task.data["category"]) == (
        "xinqi-1",
        "井盖缺失",
        "lamp",
    )
    assert "sheet-column-missing" in str(orders(engine, tmp_path, grid, options=options).findings)
    with pytest.raises(BadInput):
        orders(engine, tmp_path, grid, category="lampp")


def test_in_an_emergency_orders_go_where_they_go_then(engine: Engine, tmp_path: Path) -> None:
    """The flow of the mode counts, and what that asks for."""
    assert engine.open("alarm", community="xinqi", by="gao", now=june(1, "11:00"))
    report = orders(engine, tmp_path, [HEAD, ["G-1", "gas", "", "", "", "煤气", "3"]])
    assert found(report) == ["2:7 sheet-not-asked"]
    report = orders(engine, tmp_path, [HEAD, ["G-1", "gas", "", "", "", "煤气", ""]])
    assert engine.task(report.orders[0].task).flow == "rescue"


def test_what_orders_need_is_said_first(engine: Engine, tmp_path: Path, ditch: Path) -> None:
    """A member who is none, and a community whose profile has no categories."""
    with pytest.raises(Misuse) as caught:
        orders(engine, tmp_path, ORDERS, by="nobody")
    assert caught.value.code == "member-unknown"
    engine.install(ditch, community="xinqi", now=june(1, "11:00"))
    with pytest.raises(Misuse) as caught:
        orders(engine, tmp_path, ORDERS)
    assert caught.value.code == "sheet-no-categories"


DAYS = ((5, 31), (6, 1), (6, 2))


def test_results_go_out_as_the_orders_came(engine: Engine, tmp_path: Path) -> None:
    """A row an order, with its number, state and times on the wall; no other task is among them."""
    report = orders(engine, tmp_path, ORDERS)
    engine.receive("lamp", community="xinqi", by="ma", now=june(1, "12:30"))
    lamp, *_ = report.orders
    engine.act(lamp.task, "contact", by="lin", now=june(1, "14:00"))
    engine.act(lamp.task, "close", by="lin", now=june(2, "09:15"))
    rows = {row["Order number"]: row for row in exported(engine, tmp_path)}
    assert [*rows] == ["A-2", "A-1", "20260531000000003"]
    assert rows["A-1"] == {
        "Order number": "A-1",
        "Task": lamp.task,
        "Category": "Lamp",
        "State": "Closed",
        "Received at": "2026-05-31 09:30:00",
        "First contact": "",
        "Answered": "2026-06-02 09:15:00",
        "Return visit": "",
        "Solved": "",
        "Satisfied": "",
    }
    assert rows["A-2"]["State"] == "Raised"
    assert [r["类别"] for r in exported(engine, tmp_path, category="gas", lang="zh")] == ["燃气"]
    assert [len(exported(engine, tmp_path, since=date(2026, *day))) for day in DAYS] == [3, 1, 0]
    assert export_orders(engine, tmp_path / "r.xlsx", "xinqi") == 3
    sheet: Any = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert [cell.value for cell in sheet["A"]][1:] == [*rows]


def test_a_hotline_order_goes_out_with_its_service(tmp_path: Path) -> None:
    """First contact, answer, return visit and what was said at it, as a shipped profile counts."""
    with Engine(f"sqlite:///{tmp_path / 'served.db'}") as engine:
        engine.install("resource-scarce-rural", community="xinqi", now=june(1, "00:00"))
        for name, role in (("gao", "duty_person"), ("lin", "duty_person")):
            engine.register(name, roles={role: "xinqi"}, since=june(1, "00:00"), now=june(1))
        head = ["工单编号", "诉求类别", "标题", "诉求内容", "受理时间"]
        order = ["12345-1", "热线：一般诉求", "路灯不亮", "三号灯", "2026-06-01 10:00"]
        report = orders(engine, tmp_path, [head, order], by="gao", now=june(1, "10:05"))
        assert (report.findings, report.count("done")) == ((), 1)
        task = report.orders[0].task
        engine.act(task, "contact", by="gao", now=june(1, "10:30"))
        engine.act(task, "reply", by="gao", answer="换了灯泡", now=june(2, "09:00"))
        said = {"solved": True, "satisfied": False}
        assert engine.act(task, "visit", by="lin", data=said, now=june(3, "15:00"))
        (row,) = exported(engine, tmp_path)
        assert row == {
            "Order number": "12345-1",
            "Task": task,
            "Category": "Hotline: ordinary",
            "State": "Closed",
            "Received at": "2026-06-01 10:00:00",
            "First contact": "2026-06-01 10:30:00",
            "Answered": "2026-06-02 09:00:00",
            "Return visit": "2026-06-03 15:00:00",
            "Solved": "yes",
            "Satisfied": "no",
        }
        (row,) = exported(engine, tmp_path, lang="zh")
        assert (row["类别"], row["是否解决"], row["是否满意"]) == ("热线：一般诉求", "是", "否")


def test_an_order_that_was_put_off_goes_out_under_its_number(tmp_path: Path) -> None:
    """Taken in when the limits let it; it was received when it came."""
    text = DESK.replace("            accessory: true\n", "")
    text = text.replace("to: receiver\n            say", "to: clerk\n            say")
    text += "limits: {quiet_hours: {stance: enforce}}\n"
    with Engine(f"sqlite:///{tmp_path / 'desk.db'}") as engine:
        settle(engine, write(tmp_path, text))
        order = Command("xinqi", "open", "wang", category="lamp", key="A-1", source="sheet")
        assert engine.do(order, now=june(1, "23:30")).outcome == "deferred"
        assert exported(engine, tmp_path) == []
        for time in ("10:00", "10:01"):
            engine.tick(june(2, time))
        (row,) = exported(engine, tmp_path)
        assert (row["Order number"], row["State"]) == ("A-1", "Raised")
        assert row["Received at"] == "2026-06-01 23:30:00"


def test_more_orders_than_are_read_at_a_time_go_out_once_each(
    engine: Engine, tmp_path: Path
) -> None:
    """In the order in which they came, each with what was done on it."""
    count = 2 * AT_ONCE + 7
    at = june(1, "12:00")
    numbers = [f"N-{n * 7919 % count:05}" for n in range(count)]
    opening = [
        Command("xinqi", "open", "wang", category="lamp", key=number, source="sheet")
        for number in numbers
    ]
    tasks = [one.task for one in engine.act_many(opening, now=at) if isinstance(one, Decision)]
    engine.act_many([Command("xinqi", "contact", "lin", task) for task in tasks], now=at)
    engine.act_many([Command("xinqi", "close", "lin", task) for task in tasks[::2]], now=june(2))
    rows = exported(engine, tmp_path)
    assert [row["Order number"] for row in rows] == numbers
    assert [row["State"] for row in rows[:2]] == ["Closed", "In contact"]
    assert sum(row["State"] == "Closed" for row in rows) == len(tasks[::2])


def test_a_number_like_a_formula_leaves_as_none(engine: Engine, tmp_path: Path) -> None:
    """It comes in as it stands, goes out guarded, and comes in again as the same."""
    grid: Grid = [
        HEAD,
        ["=1+1", "gas", "", "", "", "", ""],
        ["-7", "gas", "", "", "", "", ""],
    ]
    orders(engine, tmp_path, grid)
    written = [row["Order number"] for row in exported(engine, tmp_path)]
    assert written == ["'=1+1", "'-7"]
    for number, out in zip(("=1+1", "-7"), written, strict=True):
        again: Grid = [HEAD, [out, "gas", "", "", "", "", ""]]
        (known,) = orders(engine, tmp_path, again, now=june(1, "13:00")).orders
        assert (known.number, known.known) == (number, True)


NUMBERS = st.from_regex(r"[A-Za-z0-9=+@][A-Za-z0-9 /._-]{0,18}[A-Za-z0-9]", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=30)


@pytest.mark.sqlite
@given(
    rows=st.dictionaries(
        NUMBERS.filter(lambda n: not n[:1].isdigit() or "e" not in n.lower()),
        st.tuples(st.sampled_from(["gas", "燃气", "Lamp"]), WORDS, st.integers(1, 9)),
        min_size=1,
        max_size=4,
    )
)
@tuned(max_examples=25, deadline=None, suppress_health_check=SHARED)
def test_any_valid_orders_come_in_and_out(
    tmp_path: Path, rows: dict[str, tuple[str, str, int]]
) -> None:
    """Every number that came in goes out, and says the same."""
    grid: Grid = [
        HEAD,
        *([n, c, "", "", "", words, asked] for n, (c, words, asked) in rows.items()),
    ]
    with Engine() as engine:
        settle(engine, write(tmp_path))
        report = orders(engine, tmp_path, grid)
        assert (report.findings, report.count("done")) == ((), len(rows))
        for order in report.orders:
            data = engine.task(order.task).data
            assert data.get("asked") == rows[order.number][2]
        path = tmp_path / "r.xlsx"
        export_orders(engine, path, "xinqi")
        sheet: Any = openpyxl.load_workbook(path).active
        assert {cell.value for cell in sheet["A"]} == {"Order number", *rows}
        known = orders(engine, tmp_path, grid, now=june(2))
        assert known.count("done", known=True) == len(rows)


CELL = st.one_of(
    st.text(max_size=20), st.sampled_from(["gas", "xinqi", "2026-05-31", "=1", "3", "~1", "9" * 40])
)


@pytest.mark.sqlite
@given(grid=st.lists(st.lists(CELL, min_size=1, max_size=8), max_size=5))
@tuned(max_examples=60, deadline=None, suppress_health_check=SHARED)
def test_no_orders_raise_anything_unforeseen(tmp_path: Path, grid: list[list[str]]) -> None:
    """A report, or a sentence; where anything was found, nothing was received."""
    path = tmp_path / "o.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows([HEAD, *grid])
    with Engine() as engine:
        settle(engine, write(tmp_path))
        before = engine.heads()
        try:
            report = import_orders(engine, path, community="xinqi", by="wang", now=june(1))
        except XiangyueError as error:
            assert error.describe("zh")
            assert engine.heads() == before
        else:
            assert not report.findings or engine.heads() == before
