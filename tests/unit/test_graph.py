"""Flows as drawings: Mermaid text, and SVG that is safe and readable."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import Misuse
from xiangyue.graph import layout, mermaid, svg
from xiangyue.graph.layout import Box, Line, lay_out
from xiangyue.graph.measure import width, wrap
from xiangyue.graph.sketch import sketch
from xiangyue.plugs import packs
from xiangyue.profile import Flow, build, load, parse
from xiangyue.text import Text

FLOW = """
profile: p
title: {en: P}
languages: [en, zh]
flows:
  end:
    title: {en: Village task, zh: 村务任务}
    start: note
    due: {after: 10wd, basis: project default}
    open: {by: anyone}
    states:
      note:
        title: {en: Received, zh: 已接收}
        due: {after: 1wd, then: assign, basis: project default}
      state: {title: {en: Assigned, zh: 已派}, pause: true}
      end: {title: {en: Done, zh: 已完成}, final: true}
      back: {title: {en: Returned, zh: 已退回（不扣分）}, final: true}
    actions:
      assign:
        title: {en: Assign, zh: 派给}
        from: note
        to: state
        by: anyone
        when: mode == 'normal'
      score:
        title: {en: Score, zh: 评分}
        from: state
        to: [{to: end, when: task.late}, {to: note}]
        by: anyone
      remark: {title: {en: Remark, zh: 备注}, from: note, by: anyone}
      cancel: {title: {en: Cancel, zh: 取消}, from: any, to: back, by: anyone}
"""
HOSTILE = "</svg><script>alert(1)</script>\x00\x1b\u202e\ud800 \"'`;:#&[]{}%%--> \n end note 已"
LINE = re.compile(
    r"    (?:state \"[^\"\n;:{}\[\]<>%`-]+\" as \w+"
    r"|\w+ : [^\n;:{}\[\]<>%`\"-]+"
    r"|(?:\w+|\[\*\]) --> (?:\w+|\[\*\])(?: : [^\n;:{}\[\]<>%`\"-]+)?)"
)
ENTITY = re.compile(r"#\d+;")
SVG = "{http://www.w3.org/2000/svg}"

Draw = Callable[..., Any]


@pytest.fixture(scope="module")
def flow() -> Flow:
    """Return a flow with everything that a drawing shows."""
    return build(parse(FLOW.encode(), "profile.yaml").plain()).flows["end"]


@pytest.fixture(scope="module")
def draw() -> Draw:
    """Return a function that draws a flow and parses what came out, or skip without the program."""
    try:
        lay_out("nothing", [Box(1, 1)], [])
    except Misuse as missing:
        pytest.skip(str(missing))
    return lambda flow, lang="en": ElementTree.fromstring(svg(flow, lang).encode())


def titled(flow: Flow, words: str) -> Flow:
    """Return the flow with these words for every title."""
    title = Text(en=words)
    return replace(
        flow,
        title=title,
        states={name: replace(state, title=title) for name, state in flow.states.items()},
        actions={name: replace(action, title=title) for name, action in flow.actions.items()},
    )


def body(text: str) -> Iterator[str]:
    """Yield the lines of a Mermaid diagram below its head, with entities taken out."""
    head, title, rule, kind, *lines = text.splitlines()
    assert (head, rule, kind) == ("---", "---", "stateDiagram-v2")
    assert title.startswith('title: "')
    yield from (ENTITY.sub("", line) for line in lines)


def words(drawing: Any) -> str:
    """Return the visible text of a drawing."""
    return "\n".join(node.text for node in drawing.iter(f"{SVG}text"))


def test_mermaid_shows_states_ways_start_and_ends(flow: Flow) -> None:
    """The text has a line for each state, note, way, start and end."""
    lines = mermaid(flow).splitlines()
    assert lines[1] == 'title: "Village task – To be ended within 10 working days"'
    assert lines[4:] == [
        '    state "Received" as s_note',
        "    s_note : within 1 working day, then Assign",
        '    state "Assigned" as s_state',
        "    s_state : the clock stops",
        '    state "Done" as s_end',
        '    state "Returned" as s_back',
        '    state "any state that is not final" as any_state',
        "    [*] --> s_note",
        "    s_note --> s_state : Assign #91;mode #61;#61; #39;normal#39;#93;",
        "    s_state --> s_end : Score #91;task.late#93;",
        "    s_state --> s_note : Score #91;otherwise#93;",
        "    s_note --> s_note : Remark",
        "    any_state --> s_back : Cancel",
        "    s_end --> [*]",
        "    s_back --> [*]",
    ]


def test_mermaid_speaks_chinese(flow: Flow) -> None:
    """Titles, deadlines and notes are in the language that was asked for."""
    text = mermaid(flow, "zh")
    assert 'title: "村务任务 – 总期限：10个工作日内"' in text
    assert "s_note : 1个工作日内，逾期则派给" in text
    assert 'state "任一未结束状态" as any_state' in text


@given(st.text(max_size=60))
def test_no_title_breaks_mermaid(flow: Flow, title: str) -> None:
    """Whatever a title says, each line stays one statement of the diagram."""
    for line in body(mermaid(titled(flow, title + HOSTILE))):
        assert LINE.fullmatch(line), line


def test_svg_says_what_it_shows(flow: Flow, draw: Draw) -> None:
    """It has a role, a title and a description that lists every way in words."""
    drawing = draw(flow, "zh")
    title, desc = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
    assert drawing.get("role") == "img"
    assert (drawing.get("aria-labelledby"), drawing.get("aria-describedby")) == (
        title.get("id"),
        desc.get("id"),
    )
    assert title.text == "村务任务"
    assert "起始状态：“已接收”。" in desc.text
    assert "“已接收”经“派给”转到“已派”，条件：mode == 'normal'。" in desc.text
    assert "“已派”经“评分”转到“已接收”，条件：否则。" in desc.text
    assert "“任一未结束状态”经“取消”转到“已退回（不扣分）”。" in desc.text
    assert "“已完成”为结束状态。" in desc.text


def test_svg_shows_kinds_of_states_by_shape(flow: Flow, draw: Draw) -> None:
    """Finals have two borders, ``any`` a dashed one, the start is a dot: never colour alone."""
    drawing = draw(flow)
    found = ((group.findtext(f"{SVG}title"), group) for group in drawing.iter(f"{SVG}g"))
    groups = {title: group for title, group in found if title}
    borders = {name: len(group.findall(f"{SVG}rect")) for name, group in groups.items()}
    assert borders["Done"] == borders["Returned"] == 2
    assert borders["Received"] == borders["Assigned"] == 1
    assert groups["any state that is not final"].find(f"{SVG}rect").get("stroke-dasharray")
    assert len(list(drawing.iter(f"{SVG}circle"))) == 1
    assert "here: Remark" in words(drawing)
    assert "[task.late]" in words(drawing)


def test_boxes_do_not_overlap_and_stay_on_the_page(flow: Flow, draw: Draw) -> None:
    """Every state has its own place within the view box."""
    drawing = draw(flow, "zh")
    _, _, broad, tall = map(float, drawing.get("viewBox").split())
    outer = drawing.find(f"{SVG}g")
    left, top = map(float, re.findall(r"[\d.]+", outer.get("transform")))
    boxes = []
    for group in outer.findall(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        x, y, w, h = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        boxes.append((x, y, x + w, y + h))
        assert 0 <= x + left <= x + w + left <= broad
        assert 0 <= y + top <= y + h + top <= tall
    for (a, b, c, d), (e, f, g, h) in combinations(boxes, 2):
        assert c < e or g < a or d < f or h < b


@pytest.mark.parametrize("title", [HOSTILE, "", "\x00", "长" * 3000, "x" * 4000, "<![CDATA[ ]]>"])
def test_no_title_breaks_svg(flow: Flow, draw: Draw, title: str) -> None:
    """Whatever titles say, there is nothing in it but shapes and text, and no outside reference."""
    drawing = draw(titled(flow, title))
    tags = {node.tag.rpartition("}")[2] for node in drawing.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "text", "path", "polygon", "circle"}
    names = {name for node in drawing.iter() for name in node.attrib}
    assert not any(name == "style" or "href" in name or name.startswith("on") for name in names)


def test_text_has_contrast(flow: Flow, draw: Draw) -> None:
    """Every colour of text reaches 4.5:1 on every ground that it may stand on."""
    drawing = draw(flow)
    inks = {node.get("fill") for node in drawing.iter(f"{SVG}text")}
    grounds = {node.get("fill") for node in drawing.iter(f"{SVG}rect")} - {"none"}
    assert all(contrast(ink, ground) >= 4.5 for ink in inks for ground in grounds)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""

    def light(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05

    lights = sorted((light(one), light(other)))
    return lights[1] / lights[0]


def test_many_ways_are_still_drawn(draw: Draw) -> None:
    """Too many lines for curves are laid out straight, with a place for each label."""
    lines = [Line(a, b, Box(60, 20)) for a in range(15) for b in range(15) if a != b]
    drawn = lay_out("tangle", [Box(80, 40)] * 15, lines)
    assert len(drawn.routes) == len(lines)
    assert all(route.label for route in drawn.routes)


def test_missing_program_is_said_with_its_mend(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, SVG is refused and Mermaid still there."""
    monkeypatch.setattr(layout, "files", lambda _: ())
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(Misuse, match=r"pip install 'xiangyue\[graph\]'"):
        svg(flow)
    assert mermaid(flow)


def test_failing_program_is_said(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A program that cannot run, fails or hangs gives one sentence, no traceback."""
    broken = tmp_path / "program"
    broken.write_text("no program")
    monkeypatch.setattr(layout, "_program", lambda: str(broken))
    with pytest.raises(Misuse, match="failed on the flow “end”"):
        svg(flow)

    def hang(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("program", layout.SECONDS)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(Misuse, match="too large"):
        svg(flow)


@given(st.text(alphabet="ab 已接收，。“”…wi", max_size=80), st.integers(20, 200))
def test_wrapping_loses_nothing(text: str, most: int) -> None:
    """Lines hold all words in order, within the width unless a mark must not begin a line."""
    lines = wrap(text, 10, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line.rstrip("，。”…"), 10) <= most + 10 for line in lines)


def test_a_deadline_is_called_by_its_title() -> None:
    """With the profile, nobody reads the name of a field or param; without it there is no other."""
    profile = load("resource-scarce-rural", packs()).profile
    assert profile is not None
    task = profile.flows["village_task"]
    assert task.due is not None and task.due.field is not None
    title = profile.fields[task.due.field].title.of("zh")
    assert sketch(task, "zh", profile).notes == (f"总期限：期限见“{title}”",)
    assert task.due.field in sketch(task, "zh").notes[0]
    named = [
        (one, state.due.param)
        for one in profile.flows.values()
        for state in one.states.values()
        if state.due is not None and state.due.param is not None
    ]
    assert named
    for one, param in named:
        said = [note for spot in sketch(one, "en", profile).spots for note in spot.notes]
        assert any(profile.params[param].title.of("en") in note for note in said)
