"""A flow as a Mermaid state diagram: text that many editors and code hosts draw."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from xiangyue.graph.sketch import ANY_SPOT, Sketch, sketch
from xiangyue.profile import Flow

# All other ASCII is written as #number;, for Mermaid reads marks wherever they stand.
_MARK = re.compile(r"[^A-Za-z0-9 ,.+/\u0080-\U0010ffff]")
_NO_ID = re.compile(r"[^A-Za-z0-9_]")


def mermaid(flow: Flow, lang: str = "en") -> str:
    """Return the flow as a Mermaid ``stateDiagram-v2``, with titles in ``lang``.

    Rules stand in brackets behind the action; deadlines below the title of their state.
    """
    return "\n".join(_lines(sketch(flow, lang))) + "\n"


def _lines(drawn: Sketch) -> Iterator[str]:
    title = " – ".join((drawn.title, *drawn.notes))
    yield from ("---", f"title: {json.dumps(title, ensure_ascii=False)}", "---", "stateDiagram-v2")
    for spot in drawn.spots:
        yield f'    state "{_escaped(spot.title)}" as {_id(spot.id)}'
        for note in spot.notes:
            yield f"    {_id(spot.id)} : {_escaped(note)}"
    for start in drawn.starts:
        yield f"    [*] --> {_id(start)}"
    for way in drawn.ways:
        condition = f" [{way.condition}]" if way.rule else ""
        label = _escaped(f"{way.action}{condition}")
        yield f"    {_id(way.source)} --> {_id(way.target)} : {label}"
    for spot in drawn.spots:
        if spot.final:
            yield f"    {_id(spot.id)} --> [*]"


def _id(name: str) -> str:
    # The prefix keeps names such as end and state apart from Mermaid's own words.
    return "any_state" if name == ANY_SPOT else f"s_{_NO_ID.sub('_', name)}"


def _escaped(text: str) -> str:
    return _MARK.sub(lambda mark: f"#{ord(mark[0])};", text)
