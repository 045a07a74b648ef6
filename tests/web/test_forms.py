"""Forms made from profiles: what is asked, what is read, and where it is said what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from flask import Flask, g, render_template_string

from xiangyue import Engine, Profile, load
from xiangyue.plugs import packs
from xiangyue_admin import speaking
from xiangyue_admin.forms import Grid, People, Sheet, field_sheet, param_sheet, reading

NAMES = sorted(file.parent.name for file in packs()[0].glob("*/profile.yaml"))
PAGE = (
    "{% import 'xiangyue/fields.html' as fields with context %}"
    "{% for s in sheets %}{{ fields.all(s) }}{% endfor %}"
    "{% for t in grids %}{{ fields.grid(t) }}{% endfor %}"
)
HOSTILE = "</textarea><script>alert(1)</script>\"'&{{ 7*7 }}"


@cache
def shipped(name: str) -> Profile:
    """Return a profile of the shelf."""
    profile = load(name, packs()).profile
    assert profile is not None
    return profile


@contextmanager
def page(app: Flask, language: str = "en", sent: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Be within a request that reads a page, or sends one."""
    method = "GET" if sent is None else "POST"
    with app.test_request_context("/", method=method, data=sent):
        g.xiangyue_language = language
        yield


def drawn(sheets: list[Sheet], grids: list[Grid] | None = None) -> str:
    """Return forms as the page shows them."""
    words = {"_": speaking._, "n_": speaking.n_, "say": speaking}
    return render_template_string(PAGE, sheets=sheets, grids=grids or [], **words)


@pytest.fixture(scope="module")
def rural() -> Profile:
    """Return the profile of the villages."""
    return shipped("resource-scarce-rural")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_shipped_profile_has_its_forms(app: Flask, name: str, language: str) -> None:
    """Each field and param has a label and, where it has words about it, a reference to them."""
    profile = shipped(name)
    with page(app, language):
        values = {one.id: one.default for one in profile.params.values()}
        sheets = [
            field_sheet(profile, profile.fields),
            param_sheet(profile, profile.params, values),
        ]
        text = drawn(sheets, [Grid(profile, table) for table in profile.tables])
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
    inputs = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*>", text)
    assert len(inputs) >= len(profile.fields) + len(profile.params)
    for one in inputs:
        id = re.search(r' id="([^"]+)"', one)
        assert id is not None, one
        assert f'<label for="{id[1]}"' in text or "aria-label=" in one, one
    for described in re.findall(r'aria-describedby="([^"]+)"', text):
        assert set(described.split()) <= set(ids)
    assert " style=" not in text


@pytest.mark.parametrize(
    "written, read",
    [("12", 12), ("１２", 12), (" 1,200 ", 1200), ("12.0", 12), ("－3", -3), ("+4", 4)],
)
def test_whole_numbers_are_read_in_every_width(app: Flask, written: str, read: int) -> None:
    """What a Chinese keyboard writes counts as much."""
    with page(app):
        assert reading.integer(written) == read


@pytest.mark.parametrize("written", ["", "x", "1.5", "１２ab", "1e9", "²", "12" * 12, "1,2"])
def test_what_is_no_whole_number_is_told(app: Flask, written: str) -> None:
    """Nothing is guessed."""
    with page(app), pytest.raises(ValueError, match="whole number"):
        reading.integer(written)


@pytest.mark.parametrize("written", ["2026-06-01", "2026/6/1", "2026年6月1日", "２０２６．６．１"])
def test_days_are_read_in_every_usual_way(app: Flask, written: str) -> None:
    """They become what the engine takes."""
    with page(app):
        assert reading.day(written) == "2026-06-01"


@pytest.mark.parametrize("written", ["2026-02-30", "6/1/2026", "tomorrow"])
def test_a_day_that_is_not_is_told(app: Flask, written: str) -> None:
    """Nothing is guessed."""
    with page(app), pytest.raises(ValueError, match="2026-06-01"):
        reading.day(written)


def test_a_moment_gets_the_zone_of_the_page(app: Flask) -> None:
    """It is shown and read in the same zone."""
    with page(app):
        assert reading.moment("2026-06-01T09:30") == "2026-06-01T09:30+08:00"
        assert reading.shown("2026-06-01T01:30:00+00:00", "date-time") == "2026-06-01T09:30"


def test_what_is_sent_is_what_the_engine_takes(app: Flask, rural: Profile) -> None:
    """Values by name; what is left empty is left out."""
    names = ["task_class", "difficulty", "days_late", "grounds"]
    sent = {"f_task_class": "routine", "f_days_late": "２", "f_grounds": "", "f_difficulty": ""}
    with page(app, sent=sent):
        form = field_sheet(rural, names)
        assert form.validate(), form.errors
        assert form.given == {"task_class": "routine", "days_late": 2}


def test_what_is_held_is_filled_in_and_kept(app: Flask, rural: Profile) -> None:
    """Nobody writes twice what is known; sent again unchanged it is the same."""
    held = {"task_class": "routine", "days_late": 2, "difficulty": "hard"}
    with page(app):
        text = drawn([field_sheet(rural, held, held=held)])
    assert 'value="routine" checked' in text
    assert 'value="2"' in text
    assert "already known" in text


def test_each_error_stands_at_its_input(app: Flask, rural: Profile) -> None:
    """And in a summary that leads there."""
    sent = {"f_task_class": "nonsense", "f_days_late": "many"}
    with page(app, sent=sent):
        form = field_sheet(rural, ["task_class", "days_late", "difficulty"], needed=["difficulty"])
        assert not form.validate()
        ids = [id for id, _ in form.summary()]
        assert ids == ["f_task_class-0", "f_days_late", "f_difficulty-0"]
        text = drawn([form])
        assert text.count('class="wrong"') == 3
        assert 'value="many"' in text
        assert form.given == {}


def test_bounds_of_a_param_are_kept_and_told(app: Flask, rural: Profile) -> None:
    """In the words of the page, with the unit."""
    name = next(p.id for p in rural.params.values() if p.schema.get("maximum") and p.unit)
    with page(app, sent={f"f_{name}": "999999999"}):
        form = param_sheet(rural, [name], {name: rural.params[name].default})
        assert not form.validate()
        assert "Accepted: From" in form.summary()[0][1]


def test_what_the_engine_refuses_stands_at_its_input(app: Flask, engine: Engine) -> None:
    """A refusal names the field; what names none stands above."""
    task = engine.open("village_task", community="xinqi", by="li", title="Clear the ditch")
    decision = engine.act(task, "convert", by="wang", data={"task_class": "routine"})
    assert not decision
    profile = engine.profile("xinqi")
    with page(app, "zh", sent={"f_task_class": "routine"}):
        form = field_sheet(profile, ["task_class", "difficulty"])
        assert form.validate()
        form.blame(decision)
        said = form.summary()
    assert ("f_difficulty-0", "难度：这里还没有填。") in said
    assert any(id is None for id, _ in said)


def test_a_form_shows_what_was_written_and_runs_none_of_it(app: Flask, rural: Profile) -> None:
    """Markup in a value is text."""
    texts = [n for n, f in rural.fields.items() if f.schema.get("type") == "string"]
    with page(app, sent={f"f_{name}": HOSTILE for name in texts}):
        text = drawn([field_sheet(rural, texts)])
    assert "<script" not in text
    assert "49" not in text.replace("&#34;", "")


def test_many_people_are_found_by_name(app: Flask, rural: Profile) -> None:
    """Few are chosen, many are written; a name that two have is asked again."""
    name = next(n for n, f in rural.fields.items() if f.schema.get("format") == "member")
    people = People(members=(*((f"m{n}", f"Name {n}") for n in range(99)), ("x", "Name 1")))
    for sent, given in (("Name 7", "m7"), ("Name 7 (m7)", "m7"), ("m8", "m8"), ("Name 1", None)):
        with page(app, sent={f"f_{name}": sent}):
            form = field_sheet(rural, [name], people=people)
            assert form.validate() == (given is not None)
            assert form.given.get(name) == given
    with page(app):
        assert "<datalist" in drawn([field_sheet(rural, [name], people=people)])


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_nobody_changed_is_the_same(app: Flask, name: str) -> None:
    """Sent back as it was shown, every row says what it said."""
    profile = shipped(name)
    for table, held in profile.document.get("tables", {}).items():
        with page(app):
            shown = Grid(profile, table)
            sent = {f"t_{table}-rows": str(len(shown.rows))}
            sent |= {cell.id: cell.text for row in shown.rows for cell in row}
        with page(app):
            rows = Grid(profile, table, sent=sent).read()
        assert rows is not None
        assert [list(map(_same, row)) for row in rows] == [
            list(map(_same, row)) for row in held["rows"]
        ]


def _same(cell: Any) -> Any:
    """Read a number that is written as text as the number."""
    if isinstance(cell, list):
        return list(map(_same, cell))
    plain = isinstance(cell, str) and re.fullmatch(r"-?\d+(\.\d+)?", cell)
    return float(cell) if plain or isinstance(cell, (int, float)) else cell


@pytest.mark.parametrize(
    "written, cell",
    [
        ("1–3", "[1..3]"), ("1至3", "[1..3]"), ("１～３", "[1..3]"), ("≥ 4", ">= 4"), (">3", ">3"),
        ("-", "-"), ("", "-"), ("任意", "-"), ("0.5", 0.5), ("-2", -2), ("1,2", [1, 2]),
        ("(3..]", "(3..]"),
    ],
)  # fmt: skip
def test_ranges_are_written_as_people_write_them(app: Flask, written: str, cell: Any) -> None:
    """They become the spelling of profiles."""
    from xiangyue_admin.forms import cells

    with page(app):
        assert cells.condition(written, "integer") == cell


def test_rows_come_and_go_by_buttons(app: Flask, rural: Profile) -> None:
    """What was written in the others stays."""
    with page(app):
        first = Grid(rural, "award_factor")
        sent = {"t_award_factor-rows": str(len(first.rows))}
        sent |= {cell.id: cell.text for row in first.rows for cell in row}
        sent["t_award_factor-1-2"] = "0.65"
        added = Grid(rural, "award_factor", sent={**sent, "t_award_factor-do": "add"})
        gone = Grid(rural, "award_factor", sent={**sent, "t_award_factor-do": "remove-0"})
        assert added.asks_more
        assert len(added.rows) == len(first.rows) + 1
        assert added.rows[1][2].text == "0.65"
        assert len(gone.rows) == len(first.rows) - 1
        assert gone.rows[0][2].text == "0.65"


@pytest.mark.parametrize("count", ["-1", "x", "99999", "0", "²"])
def test_a_made_up_number_of_rows_does_no_harm(app: Flask, rural: Profile, count: str) -> None:
    """There is always a row, and never more than a page holds."""
    with page(app):
        grid = Grid(rural, "award_factor", sent={"t_award_factor-rows": count})
        assert 1 <= len(grid.rows) <= 60


def test_an_empty_result_is_told_at_its_cell(app: Flask, rural: Profile) -> None:
    """The summary leads to the cell."""
    with page(app):
        grid = Grid(rural, "base_value", sent={"t_base_value-rows": "1", "t_base_value-0-0": "key"})
        assert grid.read() is None
        assert grid.summary()[0][0] == "t_base_value-0-1"
