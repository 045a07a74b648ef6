"""The end of the story: a table with a line for each community, and how to look further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue import plugs
from xiangyue.cli.demo.cast import COMMUNITIES
from xiangyue.cli.demo.wrapping import wrapped
from xiangyue.cli.output import Line, Table, language, words
from xiangyue.text import Text

_HEADS: Final = (
    *("community", "tasks", "decided", "refused", "points"),
    *("called", "matches", "minutes"),
)
_NONE: Final = "–"


def table(facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Line]:
    """Tell the facts of each community, in the order of the unit tree."""
    rows = [_row(one.title[language()], facts[one.id]) for one in COMMUNITIES]
    heads = [words(f"demo-head-{name}") for name in _HEADS]
    yield Table(heads, rows, frozenset(range(1, len(_HEADS))))
    yield from wrapped(words("demo-legend"))
    comma, refused = "、" if language() == "zh" else ", ", []
    for one in COMMUNITIES:
        counts = [f"{_said(name)} {n}" for name, n in facts[one.id]["refusals"].items()]
        if counts:
            refused.append(f"{one.title[language()]} {comma.join(counts)}")
    yield from wrapped(words("demo-refusals", counts=" · ".join(refused)))


def _row(title: str, facts: Mapping[str, Any]) -> list[object]:
    decisions = facts["decisions"]
    return [
        title,
        facts["tasks"],
        sum(decisions.values()),
        f"{decisions['refused']}/{decisions['deferred']}",
        f"{facts['points']:.2f}",
        f"{facts['accepted']}/{facts['asked']}",
        facts["matches"],
        f"{_minutes(facts['first_minutes'])}/{_minutes(facts['most_minutes'])}",
    ]


def _said(limit: str) -> str:
    """Return what a limit is called, or that it was rules of the profile and the engine."""
    found = plugs.limits().get(limit)
    return words("demo-rules") if found is None else Text(found.title).of(language())


def _minutes(minutes: float | None) -> str:
    return _NONE if minutes is None else f"{minutes:.1f}"
