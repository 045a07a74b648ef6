"""Sheets as files and cells: what is read, how Excel's habits are met, what is refused."""

from __future__ import annotations

import gc
import importlib.util
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from sheets import repacked, write_csv, write_xlsx

from xiangyue.errors import BadInput, Misuse, XiangyueError
from xiangyue.exchange.sheets import cells, reading, rows, table, xlsxrows
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.table import SheetOptions, Table
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.exchange.sheets.writing import guarded, write_sheet

COLUMNS = (
    Column("unit", "Unit", "单位编号", ("id",), needed=True, example="x"),
    Column("title", "Title", "名称"),
    Column("phone", "Phone", "电话"),
)
SHARED = [HealthCheck.function_scoped_fixture]
CELLS = (cells.text, cells.code, cells.ident, cells.whole, cells.number, cells.yes, cells.day)


def read(path: Path, **options: Any) -> list[tuple[rows.Value, ...]]:
    """Return the values of all rows."""
    return [row.values for row in reading.read_rows(path, **options)]


def opened(path: Path, **options: Any) -> tuple[Table, list[tuple[str | None, ...]]]:
    """Return a sheet of the small columns, and each record's texts."""
    found = Table(path, COLUMNS, SheetOptions(**options))
    return found, [
        tuple(record.get(column.id, cells.text) for column in COLUMNS) for record in found.records()
    ]


def codes(found: Table) -> list[tuple[str, str]]:
    """Return the place and code of each finding."""
    return [(str(one.place).rpartition("/")[2], one.code) for one in found.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_understood_however_it_was_saved(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    """Encoding and separator are found out, also where a title stands above."""
    lines = ["人员名单", separator.join(("单位编号", "名称")), separator.join(("xinqi", "新启村"))]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    found, records = opened(path)
    assert (codes(found), records) == ([], [("xinqi", "新启村", None)])


def test_a_workbook_keeps_what_was_seen(tmp_path: Path) -> None:
    """Leading zeros, whole numbers, days, truths and hidden rows come as a reader saw them."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([7, 13800001111, 2.5, datetime(2026, 5, 1), True, time(9, 30), None, "07"])
    sheet["A1"].number_format = "000"
    sheet.append(["hidden"])
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    first, second = read(tmp_path / "a.xlsx")
    assert [cells.text(value) for value in first if value is not None] == [
        *("007", "13800001111", "2.5", "2026-05-01", "true", "09:30:00", "07")
    ]
    assert second[0] == "hidden"


def test_places_are_those_that_people_look_for(tmp_path: Path) -> None:
    """Of a workbook the sheet and cell, of a CSV line and column."""
    grid = [["Unit", "Title"], ["x", "a\nb"], ["y", "c"]]
    *_, of_csv = reading.read_rows(write_csv(tmp_path / "a.csv", grid))
    *_, of_book = reading.read_rows(write_xlsx(tmp_path / "a.xlsx", grid))
    assert str(of_csv.place(1)) == f"{tmp_path}/a.csv:4:2"
    assert str(of_book.place(1)) == f"{tmp_path}/a.xlsx!Sheet!B3"


@given(st.integers(0, 18_000))
def test_columns_are_called_as_in_a_workbook(column: int) -> None:
    """Letters count as the spreadsheet programs count."""
    assert rows.letters(column) == get_column_letter(column + 1)


def test_formulas_are_their_values(tmp_path: Path) -> None:
    """The value that was last computed counts; one that never was is said, and so is an error."""
    path = write_xlsx(tmp_path / "a.xlsx", [["Unit", "Title"], ["x", "=1+1"], ["y", "#N/A"]])
    found, _ = opened(path)
    assert codes(found) == [
        ("a.xlsx!Sheet!B2", "sheet-formula"),
        ("a.xlsx!Sheet!B3", "sheet-error-value"),
    ]
    computed = repacked(
        path,
        tmp_path / "b.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
        ),
    )
    assert opened(computed)[1][0] == ("x", "2", None)


def test_a_header_of_merged_cells_is_one(tmp_path: Path) -> None:
    """A title above it and names over two rows are what spreadsheets have."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for cell, words in {
        "A1": "名单",
        "A2": "单位编号",
        "B2": "内容",
        "B3": "名称",
        "C3": "电话",
    }.items():
        sheet[cell] = words
    for merged in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(merged)
    sheet.append(["x", "甲", "1"])
    book.save(tmp_path / "a.xlsx")
    found, records = opened(tmp_path / "a.xlsx")
    assert (codes(found), records) == ([], [("x", "甲", "1")])


def test_columns_may_stand_in_any_order_and_be_said_otherwise(tmp_path: Path) -> None:
    """Names in both languages, notes in brackets, full-width letters, and one's own names."""
    path = write_csv(
        tmp_path / "a.csv", [["手机号", "名称（必填）", "ＵＮＩＴ", "备注"], [1, 2, 3, 4]]
    )
    found, records = opened(path, columns={"手机号": "phone", "备注": ""})
    assert (codes(found), records) == ([], [("3", "2", "1")])


def test_columns_that_are_not_understood_are_named(tmp_path: Path) -> None:
    """An unknown one with the nearest, one twice, one missing, and a value without a heading."""
    path = write_csv(tmp_path / "a.csv", [["Titel", "Title", "名称", ""], ["a", "b", "c", "d"]])
    found, _ = opened(path)
    assert codes(found) == [
        ("a.csv:1:1", "sheet-unknown-column"),
        ("a.csv:1:3", "sheet-column-twice"),
        ("a.csv:1:1", "sheet-column-missing"),
        ("a.csv:2:4", "sheet-no-heading"),
    ]
    assert "“Title”" in found.findings[0].mend()
    with pytest.raises(Misuse, match="“titel”"):
        opened(path, columns={"Titel": "titel"})


def test_blank_rows_and_examples_are_passed_over(tmp_path: Path) -> None:
    """An example is counted, so that nobody wonders."""
    grid = [["Unit"], ["e.g. x"], [""], ["　"], ["例：y"], ["z"]]
    found, records = opened(write_csv(tmp_path / "a.csv", grid))
    assert ([name for name, *_ in records], found.count, found.examples) == (["z"], 1, 2)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_template_is_read_as_it_is_written(tmp_path: Path, kind: str, lang: str) -> None:
    """Its headings are all known, and its example is none of the rows."""
    path = tmp_path / f"t.{kind}"
    write_template(path, COLUMNS, lang)
    found, records = opened(path)
    assert (codes(found), records, found.examples) == ([], [], 1)
    assert set(found.where) == {column.id for column in COLUMNS}


def test_several_sheets_ask_which(tmp_path: Path) -> None:
    """Empty ones do not count; a CSV has none."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Unit"  # type: ignore[index]
    book.create_sheet("空")
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert read(path) == [("Unit",)]
    book.create_sheet("Two")["A1"] = "two"
    book.save(path)
    with pytest.raises(Misuse, match="Sheet, Two"):
        read(path)
    assert read(path, sheet="Two") == [("two",)]
    with pytest.raises(Misuse, match="no sheet “Three”"):
        read(path, sheet="Three")
    with pytest.raises(Misuse, match="has no sheets"):
        read(write_csv(tmp_path / "a.csv", [["a"]]), sheet="a")


DAYS = {
    "2026-05-01": date(2026, 5, 1),
    "2026/5/1": date(2026, 5, 1),
    "2026.05.01": date(2026, 5, 1),
    "2026年5月1日": date(2026, 5, 1),
    "２０２６－０５－０１": date(2026, 5, 1),
    "20260501": date(2026, 5, 1),
    "2026-05-01 23:59:59": date(2026, 5, 1),
    "46143": date(2026, 5, 1),
}


@pytest.mark.parametrize(("said", "day"), DAYS.items())
def test_days_are_read_as_they_are_written_here(said: str, day: date) -> None:
    """The year stands first, whatever stands between; Excel's own count is one, too."""
    assert cells.day(said) == day


@pytest.mark.parametrize(
    "said", ["1.5.2026", "05/01/2026", "2026-13-01", "2026-02-30", "1", "soon"]
)
def test_what_may_be_another_day_is_none(said: str) -> None:
    """A day that begins with its day or month is asked back, never guessed."""
    with pytest.raises(BadInput) as caught:
        cells.day(said)
    assert caught.value.code == "sheet-date"


def test_moments_are_those_of_the_wall() -> None:
    """Without an offset, the clock of the community's zone counts; a number is Excel's."""
    at = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
    for said in (
        "2026-05-01 14:30",
        "2026年5月1日14时30分",
        "2026-05-01T06:30:00Z",
        46143.604166667,
    ):
        assert cells.moment(said, "Asia/Shanghai") == at


@pytest.mark.parametrize("value", ["1.38E+10", 1.234567890123457e17, 2**60])
def test_lost_digits_are_said(value: rows.Value) -> None:
    """A number that the sheet has cut is no order number."""
    with pytest.raises(BadInput) as caught:
        cells.code(value)
    assert caught.value.code in ("sheet-rounded", "sheet-digits")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"))))
@example("=1+1")
@example("＝1+1")
@example("＠SUM(A1)")
@example("'=1")
@example("''")
@example("'7")
def test_no_text_leaves_as_a_formula(text: str) -> None:
    """What a CSV guards is itself again when it is read."""
    out = guarded(text)
    assert out[:1] not in (*"=+-@＝＋－＠", "\t", "\r", "\n")
    if text[:1] != "'" or len(text) == 1 or not text[1].isdigit():
        assert cells.unguarded(out) == text


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")),
    max_size=30,
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(grid=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
@settings(max_examples=40, suppress_health_check=SHARED)
def test_what_is_written_is_read(tmp_path: Path, kind: str, grid: list[tuple[str, ...]]) -> None:
    """Any texts, also those that look like formulas, numbers or quotes."""
    path = tmp_path / f"w.{kind}"
    assert write_sheet(path, COLUMNS, grid) == len(grid)
    kept = [row for row in grid if any(map(rows.trimmed, row))]
    shown = [row for row in kept if not table.is_example(row)]
    wanted = [tuple(rows.trimmed(cell) or None for cell in row) for row in shown]
    assert opened(path)[1] == wanted


def test_a_workbook_holds_no_formula_of_ours(tmp_path: Path) -> None:
    """A text that begins like one stays a text."""
    write_sheet(tmp_path / "a.xlsx", COLUMNS, [["=1+1", "+1", "@a"]])
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Another ending, a folder that is not there; nothing is left behind."""
    for path, code in (("a.ods", "sheet-ending"), ("no/a.csv", "sheet-not-written")):
        with pytest.raises(Misuse) as caught:
            write_sheet(tmp_path / path, COLUMNS, [])
        assert caught.value.code == code
    assert not [*tmp_path.iterdir()]


def test_a_workbook_that_is_broken_off_is_done_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is left, and nothing is written on when it is cleared away."""

    def breaking() -> Iterator[list[str]]:
        yield ["1", "2", "3"]
        raise LookupError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(LookupError):
        write_sheet(tmp_path / "a.xlsx", COLUMNS, breaking())
    gc.collect()
    assert not [*tmp_path.iterdir()]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "sheet-empty"),
    "blanks": (b"\xef\xbb\xbf\r\n ,,\n", "sheet-empty"),
    "no header": (b"1,2\n3,4\n", "sheet-no-header"),
    "old": (OLE, "sheet-old-format"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet-locked"),
    "a page": (b"<html><table>", "sheet-unknown-format"),
    "a pdf": (b"%PDF-1.7", "sheet-unknown-format"),
    "half a zip": (b"PK\x03\x04abc", "sheet-cut"),
    "nul": (b"unit\na\0b\n", "file-binary"),
    "quote": (b'unit\n"a\n', "file-csv"),
    "bytes": (b"unit\n\xff\xff\x80\n", "file-encoding"),
    "long": (b"unit\n" + b"a" * (1 << 21), "file-line-too-long"),
    "wide": (b"unit" + b",a" * 300, "sheet-too-many-columns"),
}


@pytest.mark.parametrize(("content", "code"), BROKEN.values(), ids=[*BROKEN])
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Each with its place and its mend, in both languages."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        opened(path)
    assert caught.value.code == code
    assert str(caught.value.place).startswith(str(path))
    assert caught.value.mend("en") and caught.value.mend("zh")


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    """Neither is a sheet, and both are said."""
    for path, code in ((tmp_path, "file-no-file"), (tmp_path / "no.csv", "file-unreadable")):
        with pytest.raises(BadInput) as caught:
            read(path)
        assert caught.value.code == code


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    """By what its parts say they unpack to, and so is a zip of something else."""
    path = write_xlsx(tmp_path / "a.xlsx", [["Unit"], ["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet2.xml", bytes(20 << 20))
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == "sheet-bomb"
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("readme.txt", "hello")
    with pytest.raises(BadInput) as caught:
        read(other)
    assert caught.value.code == "sheet-unknown-format"


def entities(xml: bytes) -> bytes:
    """Put entities that multiply into a part."""
    return b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + xml


def furthest(xml: bytes) -> bytes:
    """Let a row stand further down than a workbook goes."""
    return xml.replace(b'r="A2"', b'r="A99999999"').replace(b'<row r="2"', b'<row r="99999999"')


CHANGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "entities": ("xl/worksheets/sheet1.xml", entities),
    "entities in the book": ("xl/workbook.xml", entities),
    "cut xml": ("xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
    "rows without end": ("xl/worksheets/sheet1.xml", furthest),
    "no styles": ("xl/styles.xml", lambda _: b""),
}


@pytest.mark.parametrize(("part", "change"), CHANGES.values(), ids=[*CHANGES])
def test_a_damaged_workbook_is_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes]
) -> None:
    """Whatever the library stumbles over is one sentence."""
    path = write_xlsx(tmp_path / "a.xlsx", [["Unit"], ["x"]])
    with pytest.raises(BadInput) as caught:
        read(repacked(path, tmp_path / "b.xlsx", part, change))
    assert caught.value.code == ("sheet-doctype" if change is entities else "sheet-broken")


def test_a_sheet_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the first row too many."""
    monkeypatch.setattr(table, "MAX_ROWS", 3)
    path = write_csv(tmp_path / "a.csv", [["Unit"], *([f"u{n}"] for n in range(5))])
    with pytest.raises(BadInput) as caught:
        opened(path)
    assert str(caught.value.place).endswith("a.csv:5:1")


def test_without_the_library_a_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CSV is read all the same."""
    book = write_xlsx(tmp_path / "a.xlsx", [["Unit"]])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Misuse, match="xiangyue\\[sheets\\]"):
        read(book)
    assert read(write_csv(tmp_path / "a.csv", [["Unit"]])) == [("Unit",)]


VALUES = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@given(VALUES)
def test_no_cell_raises_anything_unforeseen(value: rows.Value) -> None:
    """It is read, or it is a sentence."""
    for reader in (*CELLS, lambda v: cells.moment(v, "Asia/Shanghai")):
        try:
            reader(value)
        except XiangyueError as error:
            assert error.text("en") and error.text("zh")


@given(st.binary(max_size=300))
@settings(max_examples=200, suppress_health_check=SHARED)
def test_no_bytes_raise_anything_unforeseen(tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, it is a sheet, or a sentence."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    try:
        opened(path)
    except XiangyueError as error:
        assert error.describe("zh")


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
def test_no_damage_to_a_workbook_raises_anything_unforeseen(
    tmp_path: Path, data: st.DataObject
) -> None:
    """A part of it with some bytes changed is read, or a sentence."""
    path = tmp_path / "a.xlsx"
    if not path.exists():
        write_xlsx(path, [["Unit", "Title"], ["x", 7], ["y", datetime(2026, 1, 1)]])
    parts = [*zipfile.ZipFile(path).namelist()]
    part = data.draw(st.sampled_from(parts))
    where, by = data.draw(st.integers(0, 400)), data.draw(st.binary(max_size=8))
    cut = data.draw(st.integers(0, 20))
    changed = repacked(
        path, tmp_path / "b.xlsx", part, lambda xml: xml[:where] + by + xml[where + cut :]
    )
    try:
        opened(changed)
    except XiangyueError as error:
        assert error.describe("en")


def test_the_limits_are_those_that_are_said() -> None:
    """As many rows and columns as the README promises."""
    assert (rows.MAX_ROWS, rows.MAX_COLUMNS, xlsxrows.MAX_UNPACKED) == (100_000, 200, 1 << 30)


def test_a_workbook_with_a_piece_missing_is_refused_in_words(tmp_path: Path) -> None:
    """Its table of parts then points to before its beginning, or says what no reader knows."""
    whole = write_xlsx(tmp_path / "whole.xlsx", [["id"], ["x"]]).read_bytes()
    path = tmp_path / "a.xlsx"
    end = whole.rindex(b"PK\x01\x02")
    newer = whole[: end + 6] + b"\xff" + whole[end + 7 :]
    for data in (whole[:4] + whole[200:], newer, whole[: len(whole) // 2]):
        path.write_bytes(data)
        with pytest.raises(BadInput) as caught:
            read(path)
        assert caught.value.code in ("sheet-broken", "sheet-cut")
    kinds = "[Content_Types].xml"
    repacked(tmp_path / "whole.xlsx", path, kinds, lambda part: part.replace(b".main+xml", b""))
    with pytest.raises(BadInput, match="no valid workbook part"):
        read(path)
