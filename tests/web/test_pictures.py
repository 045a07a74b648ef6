"""Pictures: what they say, and that nothing in them comes from elsewhere or is said by colour."""

from __future__ import annotations

import base64
import re
from functools import cache
from xml.etree import ElementTree

import pytest
from flask import Flask, g, render_template_string

from xiangyue import Profile, load
from xiangyue.office import charts
from xiangyue.plugs import packs
from xiangyue_admin import pictures, speaking

PAGE = (
    "{% import 'xiangyue/pictures.html' as pictures with context %}"
    "{% if d %}{{ pictures.diagram(d) }}{% endif %}{% if c %}{{ pictures.chart(c) }}{% endif %}"
)


@cache
def rural() -> Profile:
    """Return the profile of the villages."""
    profile = load("resource-scarce-rural", packs()).profile
    assert profile is not None
    return profile


def drawn(app: Flask, language: str = "en", **pictures: object) -> str:
    """Return pictures as a page shows them."""
    with app.test_request_context("/"):
        g.xiangyue_language = language
        words = {"_": speaking._, "say": speaking}
        return render_template_string(PAGE, **words, **pictures)


@pytest.mark.parametrize("language, word", [("en", "Now"), ("zh", "当前")])
def test_where_a_task_stands_is_said_in_the_drawing(app: Flask, language: str, word: str) -> None:
    """By a word and a dark box; what it has passed has a tick; the list says the same."""
    flow = rural().flows["village_task"]
    first, second, *_ = flow.states
    with app.test_request_context("/"):
        g.xiangyue_language = language
        found = pictures.diagram(rural(), "village_task", now=second, passed=[first])
    assert found.drawing is not None
    root = ElementTree.fromstring(str(found.drawing))
    assert word in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [spot.mark for spot in found.spots][:2] == ["passed", "now"]
    text = drawn(app, language, d=found)
    assert text.count('aria-current="step"') == 1
    assert not re.search(r"\sstyle=|<style|<script|href=", str(found.drawing))


def test_a_drawing_for_cadres_says_no_rules(app: Flask) -> None:
    """Who writes rules sees them; who does the work sees what may be done."""
    with app.test_request_context("/"):
        plain = pictures.diagram(rural(), "points_review").drawing
        ruled = pictures.diagram(rural(), "points_review", rules=True).drawing
    assert "==" not in str(plain)
    assert "==" in str(ruled)


def test_without_the_layout_program_there_is_a_list(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says where the task stands all the same."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("xiangyue.graph.layout.PROGRAM", "not-installed")
    with app.test_request_context("/"):
        found = pictures.diagram(rural(), "points_appeal", now="filed")
    assert found.drawing is None
    text = drawn(app, d=found)
    assert "<svg" not in text
    assert text.count("<li") == len(found.spots)


def test_a_chart_is_a_picture_beside_its_numbers(app: Flask) -> None:
    """Bars and lines stand in a table, too; nothing is fetched, and a name is no markup."""
    series: dict[str, list[float | None]] = {"Opened <b>": [3, 5, None], "Late": [1, 0, 2.5]}
    line = charts.Series("Level <i>", [(0, 100), (6, 40), (12, 97.5)], stepped=True)
    with app.test_request_context("/"):
        g.xiangyue_language = "en"
        found = pictures.bars("Tasks", ["May", "June", "July"], series)
        level = pictures.lines("Level", [line], charts.hours_axis(12), "%")
    for chart in (found, level):
        kind, _, data = chart.source.partition(",")
        assert kind == "data:image/svg+xml;base64"
        ElementTree.fromstring(base64.b64decode(data).decode())
    text = drawn(app, c=found) + drawn(app, c=level)
    assert not re.search(r"<b>|<i>", text)
    assert re.findall(r'class="number">([\d.]+|–)<', text)[:6] == ["3", "1", "5", "0", "–", "2.5"]
    assert level.series["Level <i>"][0] == 100
    assert level.series["Level <i>"][-1] == 97.5
