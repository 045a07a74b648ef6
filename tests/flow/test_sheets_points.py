"""Rules for points from a sheet: drafted for another to approve, and out again as they came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from commons import PLACE, settle
from sheets import Rows, Writer, write_csv, write_xlsx

from xiangyue import Engine, Misuse
from xiangyue.exchange.sheets.point_columns import as_written, parts_of, read_cell
from xiangyue.exchange.sheets.point_rules import Drafted, export_points, import_points
from xiangyue.plugs import packs
from xiangyue.profile import Profile, load

pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 2, 1, tzinfo=UTC)
HEAD = ["类别", "分值"]


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village that gives points for deeds."""
    with Engine() as engine:
        settle(engine, NOW)
        yield engine


def points(
    engine: Engine, folder: Path, rows: Rows, kind: Writer = write_csv, **more: Any
) -> Drafted:
    """Import the rows of a table."""
    path = kind(folder / ("p.csv" if kind is write_csv else "p.xlsx"), rows)
    said = {"community": PLACE, "by": "li", "reason": "As voted.", "now": LATER, **more}
    return import_points(engine, path, **said)


def shipped(name: str) -> Profile:
    """Return a profile of the pack."""
    found = load(name, packs()).profile
    assert found is not None
    return found


@pytest.mark.parametrize("kind", [write_csv, write_xlsx])
def test_rows_become_a_draft_that_another_approves(
    village: Engine, tmp_path: Path, kind: Writer
) -> None:
    """Nothing is in force before that, and afterwards the same sheet changes nothing."""
    rows: Rows = [["积分标准", ""], HEAD, ["ditch", "８"], ["care", 4]]
    found = points(village, tmp_path, rows, kind)
    assert found.decision and (found.findings, found.same) == ((), False)
    assert worths(village) == [["ditch", 6], ["care", 4]]
    path = village.draft_of(found.decision).path
    assert village.act(found.decision, path.approve, by="chen", now=LATER)
    assert worths(village) == [["ditch", 8], ["care", 4]]
    assert points(village, tmp_path, rows, kind).same


def worths(engine: Engine) -> list[list[Any]]:
    """Return the rows in force."""
    return [[*row] for row in engine.profile(PLACE).document["tables"]["worths"]["rows"]]


def test_every_bad_cell_is_named_and_nothing_is_drafted(village: Engine, tmp_path: Path) -> None:
    """What is no choice, no number or left blank; a dry run drafts nothing either."""
    found = points(village, tmp_path, [HEAD, ["dich", 6], ["care", "many"], ["", 1]])
    assert [(one.place.line, one.place.column, one.code) for one in found.findings] == [
        *((2, 1, "sheet-choice"), (3, 2, "sheet-number"), (4, 1, "sheet-missing")),
    ]
    assert "“ditch”" in found.findings[0].mend()
    dry = points(village, tmp_path, [HEAD, ["ditch", 9]], dry=True)
    assert (dry.findings, dry.decision) == ((), None)
    assert village.drafts(PLACE) == ()


@pytest.mark.parametrize(
    ("cell", "known", "same"),
    [
        (8, "8.0", True),
        ("８.50", 8.5, True),
        (0, -0.0, True),
        (1e21, 10**21, True),
        (1234567, 1234568, False),
        (0.12345671, 0.12345672, False),
        (10**400, 10**400 + 1, False),
        (1e-9, 0, False),
        ("nan", "NaN", True),
        ([2, 1], "1,2", False),
        (True, 1, False),
    ],
)
def test_numbers_are_the_same_to_their_last_digit(cell: Any, known: Any, same: bool) -> None:
    """However they are written; what differs at the end is a change of the rules."""
    ((found,),) = as_written([[cell]], [[known]])
    assert (found is known) == same


def test_a_change_without_a_reason_is_none(village: Engine, tmp_path: Path) -> None:
    """A table that is not there is told with those that are, too."""
    with pytest.raises(Misuse, match="reason"):
        points(village, tmp_path, [HEAD, ["ditch", 9]], reason="")
    with pytest.raises(Misuse, match="“worths”"):
        points(village, tmp_path, [HEAD], table="worth")


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
def test_every_shipped_table_is_read_as_it_is_written(tmp_path: Path, kind: str, lang: str) -> None:
    """Its cells come back as the profile spells them."""
    profile = shipped("resource-scarce-rural")
    with Engine() as engine:
        engine.install(profile, community=PLACE, now=NOW)
        engine.register("li", roles={"village_secretary": PLACE}, now=NOW)
        for name in profile.tables:
            path = tmp_path / f"{name}.{kind}"
            assert export_points(profile, path, name, lang=lang) > 0
            found = import_points(
                engine, path, community=PLACE, by="li", reason="-", table=name, now=NOW
            )
            assert (found.findings, found.same) == ((), True), name


def test_what_the_table_refuses_is_named_where_it_stands(tmp_path: Path) -> None:
    """A range that is none, and one in which nothing lies."""
    with Engine() as engine:
        engine.install("resource-scarce-rural", community=PLACE, now=NOW)
        head = ["逾期天数", "完成质量", "系数"]
        path = write_csv(tmp_path / "p.csv", [head, ["3 ..", "pass", 1], ["5~4", "pass", 1]])
        found = import_points(
            engine, path, community=PLACE, by="li", reason="-", table="award_factor"
        )
        assert [(one.place.line, one.place.column, one.code) for one in found.findings] == [
            (2, 1, "table-interval"),
            (3, 1, "table-interval-empty"),
        ]


RANGES = {
    "1~3": "[1..3]",
    "1至3": "[1..3]",
    "≥ 3": ">= 3",
    "＞３": "> 3",
    "[1..3]": "[1..3]",
    "(1..3]": "(1..3]",
    "任意": "-",
    "-": "-",
    "0": 0,
    "1、5": [1, 5],
}


@pytest.mark.parametrize(("said", "cell"), RANGES.items())
def test_ranges_are_read_as_people_write_them(said: str, cell: Any) -> None:
    """With the signs of a Chinese keyboard; what is known already stays as it is spelt."""
    part = parts_of(shipped("resource-scarce-rural"), "award_factor")[0]
    assert read_cell(said, part) == cell


def test_a_range_that_became_a_day_is_said(village: Engine, tmp_path: Path) -> None:
    """A spreadsheet program makes the third of January of 1-3."""
    found = points(village, tmp_path, [HEAD, [datetime(2026, 1, 3), 1]], write_xlsx)
    assert [one.code for one in found.findings] == ["sheet-made-a-date"]
