"""Habits of spreadsheet programs: what they make of numbers, days, headings and files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sheets import Rows, repacked, write_csv, write_xlsx

from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.sheets import cells, reading, rows, xlsxlayout
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.table import SheetOptions, Table
from xiangyue.exchange.sheets.writing import write_sheet

COLUMNS = (
    Column("unit", "Unit", "单位编号", needed=True),
    Column("title", "Title", "名称"),
    Column("phone", "Phone", "电话"),
)


def first(path: Path) -> tuple[rows.Value, ...]:
    """Return the values of the first row."""
    return next(iter(reading.read_rows(path))).values


def opened(path: Path) -> tuple[Table, list[tuple[str | None, ...]]]:
    """Return a sheet of the small columns, and each record's texts."""
    found = Table(path, COLUMNS, SheetOptions())
    return found, [
        tuple(record.get(column.id, cells.text) for column in COLUMNS) for record in found.records()
    ]


def codes(found: Table) -> list[tuple[str, str]]:
    """Return where in the sheet what was found."""
    return [(str(one.place).rpartition("/")[2], one.code) for one in found.findings]


def formatted(path: Path, values: Sequence[Any], formats: Sequence[str]) -> Path:
    """Write one row of cells, each in its format."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([*values])
    for cell, pattern in zip(sheet[1], formats, strict=True):
        cell.number_format = pattern
    book.save(path)
    return path


def raised(value: rows.Value, read: Any) -> str:
    """Return the code of what a reader says against a value."""
    with pytest.raises(BadInput) as caught:
        read(value)
    assert caught.value.mend("en") and caught.value.mend("zh")
    return caught.value.code


def test_a_percentage_is_what_is_seen(tmp_path: Path) -> None:
    """A cell of 85% is 0.85 as a number and 85% as a text, and so is the text of a CSV."""
    path = formatted(tmp_path / "a.xlsx", [0.85, 0.125, 1], ["0%", "0.00%", "0%"])
    seen = first(path)
    assert [cells.number(value) for value in seen] == [0.85, 0.125, 1]
    assert [cells.text(value) for value in seen] == ["85%", "12.5%", "100%"]
    assert [cells.number(said) for said in ("85%", "12.5 %", "８５％")] == [0.85, 0.125, 0.85]


def test_a_long_time_is_not_lost(tmp_path: Path) -> None:
    """Hours beyond a day are a text, as they are seen."""
    path = formatted(tmp_path / "a.xlsx", [timedelta(hours=26, minutes=5)], ["[h]:mm:ss"])
    assert first(path) == ("26:05:00",)


@pytest.mark.parametrize("number", [27, 31, 36, 50, 57, 58])
def test_chinese_formats_of_days_are_days(tmp_path: Path, number: int) -> None:
    """Chinese editions number formats of days that the standard does not spell out."""
    path = formatted(tmp_path / "a.xlsx", [46143], ["0.00000"])
    changed = repacked(
        path,
        tmp_path / "b.xlsx",
        "xl/styles.xml",
        lambda xml: xml.replace(b'numFmtId="164" fontId', b'numFmtId="%d" fontId' % number),
    )
    assert first(changed) == (datetime(2026, 5, 1),)


def test_days_may_count_from_1904(tmp_path: Path) -> None:
    """In such a workbook, a plain number is another day; as a number it stays what it is."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet.append([46143 - 1462, datetime(2026, 5, 1), 7, 2.5])
    book.save(tmp_path / "a.xlsx")
    plain, day, seven, more = first(tmp_path / "a.xlsx")
    assert cells.day(plain) == cells.day(day) == date(2026, 5, 1)
    assert (cells.number(seven), cells.whole(seven), cells.text(seven)) == (7, 7, "7")
    assert (cells.number(more), cells.text(more)) == (2.5, "2.5")


def test_halves_of_the_day_are_understood() -> None:
    """In Chinese before the hour, in English after it."""
    at = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
    for said in (
        "2026/5/1 下午2:30:00",
        "2026年5月1日 下午 2时30分",
        "2026-05-01 2:30 PM",
        "2026/5/1 下午14:30",
    ):
        assert cells.moment(said, "Asia/Shanghai") == at
    assert cells.wall("2026/5/1 上午12:05").time() == time(0, 5)
    assert raised("2026/5/1 下午25:00", cells.wall) == "sheet-date"


def test_thousands_may_be_set_apart() -> None:
    """Of whole numbers as of others, by full-width commas too; what is no such group is asked."""
    assert [cells.whole(said) for said in ("1,200", "1，200", "12 000", "1,200.00")] == [
        *(1200, 1200, 12000, 1200)
    ]
    assert cells.number("-1,234.5") == -1234.5
    assert raised("1,20", cells.whole) == "sheet-whole"


@pytest.mark.parametrize("read", [cells.text, cells.code])
def test_an_identity_number_that_lost_its_end_is_said(tmp_path: Path, read: Any) -> None:
    """Whatever the column is for: a workbook keeps fifteen digits of a number."""
    path = write_xlsx(tmp_path / "a.xlsx", [[3.30106199001011e17]])
    assert raised(first(path)[0], read) == "sheet-digits"


def test_a_number_that_became_a_day_is_said(tmp_path: Path) -> None:
    """House 3-2 is the third of February to a spreadsheet program."""
    path = write_xlsx(tmp_path / "a.xlsx", [[datetime(2026, 3, 2), time(3, 2)]])
    assert [raised(value, cells.ident) for value in first(path)] == ["sheet-made-a-date"] * 2


def test_a_csv_has_what_a_program_shows(tmp_path: Path) -> None:
    """Zeros kept by a formula; errors and what a narrow column lost are said where they are."""
    path = tmp_path / "a.csv"
    path.write_bytes(b'Unit,Title,Phone\r\n"=""007""",#N/A,########\r\n="008",#3,\r\n\x1a')
    found, records = opened(path)
    assert codes(found) == [("a.csv:2:2", "sheet-error-value"), ("a.csv:2:3", "sheet-too-narrow")]
    assert records == [("007", None, None), ("008", "#3", None)]


def test_texts_like_errors_leave_and_come_back(tmp_path: Path) -> None:
    """A text that reads like an error is none, wherever it is opened."""
    grid = [["#N/A", "#####", "'#3"]]
    for kind in ("csv", "xlsx"):
        write_sheet(tmp_path / f"a.{kind}", COLUMNS, grid)
        found, records = opened(tmp_path / f"a.{kind}")
        assert (codes(found), records) == ([], [tuple(grid[0])])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_needs_no_mark(tmp_path: Path, encoding: str) -> None:
    """Text of that kind is seen by the ends of its lines."""
    path = tmp_path / "a.csv"
    path.write_bytes("单位编号\t名称\r\nx\t甲\r\n".encode(encoding))
    assert opened(path)[1] == [("x", "甲", None)]


def test_lines_may_end_with_a_return_alone(tmp_path: Path) -> None:
    """As old programs of the Macintosh have it."""
    path = tmp_path / "a.csv"
    path.write_bytes("Unit,Title\rx,甲\ry,乙\r".encode("gb18030"))
    assert opened(path)[1] == [("x", "甲", None), ("y", "乙", None)]
    assert [row.number for row in reading.read_rows(path)] == [1, 2, 3]


@pytest.mark.parametrize("above", ["", "sep=;\r\n", "Sep=;\n", "名单\n"])
def test_commas_in_numbers_set_nothing_apart(tmp_path: Path, above: str) -> None:
    """What cuts the lines alike does, or what a line above the headings names."""
    path = tmp_path / "a.csv"
    path.write_text(f"{above}Unit;Title;Phone\r\nx;1,5;2,5\r\n", encoding="utf-8")
    assert opened(path)[1] == [("x", "1,5", "2,5")]
    path.write_text(f"{above}Unit;Title\r\nx;1,5,6,7,8\r\n", encoding="utf-8")
    assert opened(path)[1] == [("x", "1,5,6,7,8", None)]


def test_a_cell_merged_downwards_stands_in_each_row(tmp_path: Path) -> None:
    """In those in which something else stands; beside it and beneath it nothing changes."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (COLUMNS[0].en, COLUMNS[1].en, COLUMNS[2].en), ("x", "甲", 1), ("", "", 2):
        sheet.append(line)
    sheet.append(["y", "乙", ""])
    sheet.append(["", "丙", ""])
    for merged in ("A2:A3", "B2:B3", "A4:A9", "B5:C5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    found, records = opened(tmp_path / "a.xlsx")
    assert records == [("x", "甲", "1"), ("x", "甲", "2"), ("y", "乙", None), ("y", "丙", None)]
    assert codes(found) == []


def test_a_column_that_counts_and_headings_said_again_are_passed_over(tmp_path: Path) -> None:
    """As where the pages of a printed list were joined."""
    head = ["序号", "单位编号", "名称"]
    grid: Rows = [head, [1, "x", "甲"], head, [2, "y", "乙"]]
    for path in write_csv(tmp_path / "a.csv", grid), write_xlsx(tmp_path / "a.xlsx", grid):
        found, records = opened(path)
        assert (codes(found), records) == ([], [("x", "甲", None), ("y", "乙", None)])
        assert found.count == 2


def test_hidden_sheets_are_left_and_hidden_rows_are_told(tmp_path: Path) -> None:
    """A list of words behind a sheet is not asked for; who filters rows may not know of them."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (["Unit"], ["x"], ["y"], ["z"]):
        sheet.append(line)
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    for state in ("hidden", "veryHidden"):
        words: Any = book.create_sheet(state)
        words.append(["Unit"])
        words.sheet_state = state
    path = tmp_path / "a.xlsx"
    book.save(path)
    found, records = opened(path)
    assert ([name for name, *_ in records], codes(found)) == (["x", "y", "z"], [])
    (told,) = found.warnings
    assert (str(told.place), told.values["count"]) == (f"{path}!Sheet!A3", 2)
    assert next(iter(reading.read_rows(path, sheet="veryHidden"))).values == ("Unit",)
    with pytest.raises(Misuse, match="Sheet, hidden, veryHidden"):
        [*reading.read_rows(path, sheet="none")]


def test_returns_in_a_cell_are_ends_of_lines(tmp_path: Path) -> None:
    """A workbook spells them out."""
    assert first(write_xlsx(tmp_path / "a.xlsx", [["a_x000D_\nb_x000D_c"]])) == ("a\nb\nc",)


def test_files_of_other_programs_are_named(tmp_path: Path) -> None:
    """Each by what it is, with how to make a workbook of it."""
    for part, kind in (("content.xml", "ODS"), ("xl/workbook.bin", "XLSB")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as parts:
            parts.writestr(part, "")
        with pytest.raises(BadInput, match=kind):
            first(tmp_path / "a.xlsx")
    strict = repacked(
        write_xlsx(tmp_path / "b.xlsx", [["x"]]),
        tmp_path / "c.xlsx",
        "xl/workbook.xml",
        lambda xml: xml.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    with pytest.raises(BadInput, match="Strict Open XML"):
        first(strict)


def test_what_stands_about_cells_is_found_wherever_it_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part is read a piece at a time, and tags lie across pieces."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for number in range(1, 40):
        sheet.append([number, f"=A{number}" if number == 20 else "x"])
        sheet.row_dimensions[number].hidden = number % 3 == 0
    sheet.merge_cells("B2:B4")
    path = tmp_path / "a.xlsx"
    book.save(path)
    whole = xlsxlayout.layout(path, "xl/worksheets/sheet1.xml")
    assert (whole.formulas, len(whole.hidden), whole.merged) == (True, 13, {2: ((1, 4),)})
    monkeypatch.setattr(xlsxlayout, "_CHUNK", 97)
    assert xlsxlayout.layout(path, "xl/worksheets/sheet1.xml") == whole
