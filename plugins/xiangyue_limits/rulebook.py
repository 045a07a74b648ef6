"""The rules that a profile writes, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue_limits.reading import steps

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def rules(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every rule that judges, leads, computes or scores: its address and source."""
    for step in steps(document):
        at, guard, ways = step.address, step.action.get("when"), step.action.get("to", ())
        if guard is not None:
            yield f"{at}.when", guard if isinstance(guard, str) else guard["rule"]
        for number, branch in enumerate(() if isinstance(ways, str) else ways):
            if "when" in branch:
                yield f"{at}.to.{number}.when", branch["when"]
        for room in ("proposes", "sets"):
            for field, rule in step.action.get(room, {}).items():
                yield f"{at}.{room}.{field}", rule
    for name, part in document.get("scoring", {}).items():
        for key in ("when", "points", "class"):
            if key in part:
                yield f"scoring.{name}.{key}", part[key]


def names_in(rule: str) -> Iterator[str]:
    """Yield the names that a rule reads or calls, such as ``known.size``; quoted words are none."""
    yield from _NAME.findall(_QUOTED.sub("''", rule))


def fields_in(rule: str) -> Iterator[str]:
    """Yield the last part of each name that a rule reads or calls, each once: ``size``."""
    yield from dict.fromkeys(name.rpartition(".")[2] for name in names_in(rule))
