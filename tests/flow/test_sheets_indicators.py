"""Indicators from a sheet propose a community's type, are kept with the proposal, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sheets import Rows, Writer, write_csv, write_xlsx

from xiangyue import BadInput, Engine
from xiangyue.exchange.fit.fitsheet import read_communities
from xiangyue.exchange.fit.fittypes import Catalogue, catalogue
from xiangyue.exchange.sheets.indicators import (
    export_indicators,
    import_indicators,
    indicator_columns,
)
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.importer import Imported

pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 2, 1, tzinfo=UTC)
HEAD = ["社区", "城乡", "A1", "A2", "A3", "R1", "R2", "R3", "R4"]
SCARCE = ["xinqi", "农村", 55, 9.5, 20, 2, 0.1, 45, 70]


@pytest.fixture(scope="module")
def types() -> Catalogue:
    """Return the types of the installed profiles, which take a moment to read."""
    return catalogue([])


@pytest.fixture
def county() -> Iterator[Engine]:
    """Return a village whose rules have a yearly review."""
    with Engine() as engine:
        engine.install("base", community="xinqi", now=NOW)
        engine.register("cunwei", roles={"committee": "xinqi"}, kind="organization", now=NOW)
        engine.register("daibiao", roles={"representatives": "xinqi"}, kind="organization", now=NOW)
        yield engine


def indicators(
    engine: Engine,
    folder: Path,
    types: Catalogue,
    *rows: list[Any],
    kind: Writer = write_csv,
    **more: Any,
) -> Imported:
    """Import the indicators of a sheet."""
    path = kind(folder / ("i.csv" if kind is write_csv else "i.xlsx"), [HEAD, *rows])
    return import_indicators(engine, path, **{"by": "cunwei", "types": types, "now": NOW, **more})


def codes(found: Imported) -> list[tuple[int, str]]:
    """Return what was left out, on which line."""
    return [(note.place.line, note.code) for note in found.notes]


def test_figures_propose_and_people_decide(
    county: Engine, tmp_path: Path, types: Catalogue
) -> None:
    """Once for the same figures, anew for others, and not over what was decided."""
    dry = indicators(county, tmp_path, types, SCARCE, dry=True)
    assert (dry.total.carried, dry.written, county.tasks("xinqi").tasks) == (1, False, ())
    made = indicators(county, tmp_path, types, SCARCE)
    (task,) = county.tasks("xinqi").tasks
    assert (made.written, task.data["proposed_type"]) == (True, "resource-scarce-rural")
    assert task.data["type_figures"].startswith("A1 55; A2 9.5; A3 20; R1 2;")
    again = indicators(county, tmp_path, types, SCARCE, now=LATER)
    assert (again.total.carried, again.written, again.notes) == (1, False, ())
    other = [*SCARCE[:2], 54, *SCARCE[3:]]
    assert indicators(county, tmp_path, types, other, now=LATER).written
    assert county.task(task).data["type_figures"].startswith("A1 54;")
    decided = {"decided_type": "resource-scarce-rural"}
    assert county.act(task, "decide", by="daibiao", data=decided, now=LATER)
    late = indicators(county, tmp_path, types, SCARCE, now=LATER)
    assert (codes(late), late.total.refused) == ([(2, "indicators-decided")], 1)


def test_each_row_that_proposes_nothing_is_told(
    county: Engine, tmp_path: Path, types: Catalogue
) -> None:
    """A community that is not here, figures that say too little, and who may not propose."""
    strange, thin = ["other", *SCARCE[1:]], ["xinqi", "", 55, "", "", "", "", "", ""]
    found = indicators(county, tmp_path, types, strange, thin)
    assert codes(found) == [(2, "indicators-not-governed"), (3, "indicators-no-type")]
    assert (found.total.read, found.total.refused) == (2, 2)
    assert codes(indicators(county, tmp_path, types, SCARCE, by="daibiao")) == [(2, "role")]


def test_what_has_to_wait_comes_once(county: Engine, tmp_path: Path, types: Catalogue) -> None:
    """On a day of rest it is put off, however often it is imported, and then it is there."""
    sunday = datetime(2026, 6, 7, 2, tzinfo=UTC)
    for later in range(2):
        found = indicators(county, tmp_path, types, SCARCE, now=sunday + timedelta(hours=later))
        assert (found.total.changed, county.tasks("xinqi").tasks) == (1, ())
    county.tick(now=sunday + timedelta(days=1))
    assert len(county.tasks("xinqi").tasks) == 1


def test_nothing_is_proposed_if_a_cell_is_wrong(
    county: Engine, tmp_path: Path, types: Catalogue
) -> None:
    """All that is wrong is told, and every row counts as left out."""
    bad = ["x", "", "many", "", "", "", "", "", ""]
    found = indicators(county, tmp_path, types, SCARCE, bad)
    assert (codes(found), found.total.refused) == ([(3, "fit-no-number")], 2)
    assert county.tasks("xinqi").tasks == ()


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
def test_what_was_kept_comes_back(
    county: Engine, tmp_path: Path, types: Catalogue, kind: str, lang: str
) -> None:
    """The same figures, under headings with titles, beneath no example."""
    indicators(county, tmp_path, types, SCARCE)
    path, template = tmp_path / f"out.{kind}", tmp_path / f"t.{kind}"
    assert export_indicators(county, path, lang=lang) == 1
    (back,) = read_communities(path, types.known)
    (told,) = read_communities(tmp_path / "i.csv", types.known)
    assert back == told
    assert import_indicators(county, path, by="cunwei", types=types, now=LATER).total.carried == 1
    write_template(template, indicator_columns(), lang)
    with pytest.raises(BadInput, match="no community below"):
        import_indicators(county, template, by="cunwei", types=types)


def test_a_share_may_be_a_cell_of_percent(tmp_path: Path, types: Catalogue) -> None:
    """What is seen as 55% is 55 percent, with a title above the headings."""
    rows: Rows = [["某县社区指标"], ["社区", "A1 任务占比"], ["xinqi", 0.55]]
    path = write_xlsx(tmp_path / "i.xlsx", rows)
    book = openpyxl.load_workbook(path)
    sheet: Any = book.active
    sheet["B3"].number_format = "0.0%"
    book.save(path)
    assert read_communities(path, types.known)[0].values == {"A1": 55.0}


def test_a_csv_of_figures_is_read_like_any_other(tmp_path: Path, types: Catalogue) -> None:
    """Of two bytes, with semicolons, notes above that have quotation marks, and kept zeros."""
    path = tmp_path / "i.csv"
    text = '# "note; x\n社区;A1;R2\n="007";55 %;0.5\n'
    path.write_bytes(text.encode("utf-16-le"))
    (found,) = read_communities(path, types.known)
    assert (found.id, found.values) == ("007", {"A1": 55.0, "R2": 0.5})
