"""The end of the story: a table with a line for each community, and how to look further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.cli.demo.cast import COMMUNITIES
from xiangyue.cli.output import Line, Table, language, words

_HEADS: Final = (
    *("community", "tasks", "decided", "refused", "deferred", "points"),
    *("called", "matches", "first", "most"),
)
_NONE: Final = "–"


def table(facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Line]:
    """Tell the facts of each community, in the order of the unit tree."""
    rows = [_row(one.title[language()], facts[one.id]) for one in COMMUNITIES]
    heads = [words(f"demo-head-{name}") for name in _HEADS]
    yield Table(heads, rows, frozenset(range(1, len(_HEADS))))
    for one in COMMUNITIES:
        refusals = facts[one.id]["refusals"]
        if refusals:
            counts = ", ".join(f"{name} {count}" for name, count in refusals.items())
            yield words("demo-refusals", community=one.title[language()], counts=counts)


def _row(title: str, facts: Mapping[str, Any]) -> list[object]:
    decisions = facts["decisions"]
    return [
        title,
        facts["tasks"],
        sum(decisions.values()),
        decisions["refused"],
        decisions["deferred"],
        f"{facts['points']:.1f}",
        f"{facts['accepted']}/{facts['asked']}",
        facts["matches"],
        _minutes(facts["first_minutes"]),
        _minutes(facts["most_minutes"]),
    ]


def _minutes(minutes: float | None) -> str:
    return _NONE if minutes is None else f"{minutes:.1f}"
