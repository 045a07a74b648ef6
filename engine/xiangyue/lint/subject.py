"""A profile before its judges: what several of them need is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from xiangyue.limit import Limit
from xiangyue.lint.reads import Reads
from xiangyue.lint.spots import Sources
from xiangyue.lint.ways import Graph
from xiangyue.lint.written import Written, compiled, readable, written
from xiangyue.profile import Action, Finding, Flow, Node, Profile, Severity, address
from xiangyue.profile.check import hint, listed, nearest
from xiangyue.spelling import shown
from xiangyue.values import CATEGORY, NORMAL

Step = str | int
Steps = tuple[Step, ...]

MOST_RULES = 1_000
"""Rules that a profile may have: so many are kept compiled."""


class Subject:
    """A profile, its document with places, and the limits that are installed, if that is known."""

    def __init__(
        self,
        root: Node,
        profile: Profile,
        files: tuple[Path, ...],
        limits: Mapping[str, Limit] | None,
    ) -> None:
        """Remember what is to be judged."""
        self.root = root
        self.profile = profile
        self.files = files
        self.limits = limits
        self.sources = Sources()

    @cached_property
    def sound(self) -> Profile:
        """The profile without what rules cannot name."""
        return readable(self.profile)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every rule of the profile."""
        return tuple(written(self.profile, self.root))

    @cached_property
    def rules(self) -> tuple[Written, ...]:
        """Every rule of the profile, compiled if it can be; none where there are too many."""
        few = self.written if len(self.written) <= MOST_RULES else ()
        return tuple(compiled(few, self.sound))

    @cached_property
    def reads(self) -> Reads:
        """What rules read, also by way of values that were worked out before."""
        return Reads(self.rules, self.document)

    @cached_property
    def graphs(self) -> Mapping[str, Graph]:
        """The ways through each flow, by the flow's name."""
        routed = {category.flow for category in self.profile.categories.values()}
        kept = {CATEGORY} & self.profile.fields.keys()
        flows = self.profile.flows.values()
        return {flow.id: Graph(flow, kept if flow.id in routed else ()) for flow in flows}

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The whole document as plain data, with whatever of it could not be built."""
        return dict(self.root.plain())

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The names of all modes, the normal one first."""
        return tuple(dict.fromkeys((NORMAL, *self.document.get("modes", {}))))

    def actions(self) -> Iterator[tuple[Flow, Action, Steps]]:
        """Yield every action, openings too, with its flow and where it stands."""
        for flow in self.profile.flows.values():
            for action in (flow.opening, *flow.actions.values()):
                yield flow, action, tuple(action.address.split("."))

    def each(self, names: Iterable[str], *path: Step) -> Iterator[tuple[str, Steps]]:
        """Yield names with where each stands: in a list, or alone in its place."""
        node = self.root.get(*path)
        many = node is not None and isinstance(node.value, tuple)
        for index, name in enumerate(names):
            yield name, (*path, index) if many else path

    def error(self, code: str, *path: Step, **values: Any) -> Finding:
        """Return an error about the value at a path."""
        return self.finding(code, "error", path, values)

    def warning(self, code: str, *path: Step, **values: Any) -> Finding:
        """Return a warning about the value at a path."""
        return self.finding(code, "warning", path, values)

    def finding(
        self, code: str, severity: Severity, path: Steps, values: Mapping[str, Any]
    ) -> Finding:
        """Return a finding about a value, or about a name where a mapping or list hangs on it."""
        node = self.root.get(*path)
        plain = node is not None and not isinstance(node.value, (dict, tuple))
        place = node.place if node is not None and plain else self.root.place_of(*path)
        return Finding(code, severity, place, address(path), values)

    def about_key(self, code: str, severity: Severity, path: Steps, **values: Any) -> Finding:
        """Return a finding about a name itself, whatever hangs on it."""
        return Finding(code, severity, self.root.place_of(*path), address(path), values)

    def inside(
        self, code: str, severity: Severity, path: Steps, offset: int, values: Mapping[str, Any]
    ) -> Finding:
        """Return a finding about one character of a text, counted from 0."""
        node = self.root.get(*path)
        place = self.sources.place(node, offset) if node else self.root.place_of(*path)
        return Finding(code, severity, place, address(path), values)


def guess(name: str, known: Iterable[str]) -> dict[str, Any]:
    """Return what a finding about an unknown name says: the name, the nearest, and the known."""
    names = sorted(known)
    best = nearest(name, names)
    return {"name": shown(name), "nearest": best, "hint": hint(best), "known": listed(names)}
