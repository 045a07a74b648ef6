"""The scenarios of a profile: its own, and those of the profiles that it extends.

They are taken in the order in which the profiles are put together. One of the same name stands for
an earlier one, ``without`` takes earlier ones out, and what opens a task of a flow or category that
the profile has left out goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.errors import Place
from xiangyue.messages.scenarios import WORDS
from xiangyue.profile import Finding, Loaded, Node, Profile, read
from xiangyue.profile.check import hint, listed, nearest
from xiangyue.profile.load import SCENARIOS
from xiangyue.spelling import shown

WITHOUT: Final = "without"


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario as it is written; ``node`` is its file with this scenario alone."""

    name: str
    node: Node
    inherited: Finding | None


class Gathered:
    """What the files of scenarios hold, in the order of the profiles they stand beside."""

    def __init__(self, loaded: Loaded) -> None:
        """Read them; raises BadInput where one cannot be read."""
        self.findings: list[Finding] = []
        self.without: Node | None = None
        self._found: dict[str, Written] = {}
        self._file = loaded.folder / SCENARIOS
        for file in loaded.scenarios:
            self._add(read(file), own=file == self._file)

    @property
    def scenarios(self) -> Iterable[Written]:
        """What is left of them."""
        return self._found.values()

    def _add(self, root: Node, *, own: bool) -> None:
        if own and not root.value:
            self.findings.append(Finding("schema-empty", "error", root.place))
        if leaves_out := root.get(WITHOUT):
            self._leave_out(leaves_out, own=own)
            if own:
                self.without = alone(root, WITHOUT, leaves_out)
        for name, node in root.items():
            if name != WITHOUT:
                inherited = None if own else self._advice(root, name)
                self._found.pop(name, None)
                self._found[name] = Written(name, alone(root, name, node), inherited)

    def _leave_out(self, names: Node, *, own: bool) -> None:
        items = names.value if isinstance(names.value, tuple) else ()
        known = sorted(self._found)
        for n, item in enumerate(items):
            name = item.value
            # What another parent has taken out is nobody's mistake.
            if isinstance(name, str) and not self._found.pop(name, None) and own:
                values: dict[str, Any] = {"what": WORDS["scenario"], "name": shown(name)}
                values |= {"known": listed(known), "hint": hint(nearest(name, known))}
                where = f"{WITHOUT}.{n}"
                self.findings.append(
                    Finding("scenario-unknown", "error", item.place, where, values)
                )

    def _advice(self, root: Node, name: str) -> Finding:
        values = {"name": shown(name), "file": str(Place(str(self._file)).near)}
        return Finding("scenario-inherited", "error", root.place_of(name), name, values)


def alone(root: Node, name: str, node: Node) -> Node:
    """Return a file with one of its keys, and what stands there, alone."""
    return Node({name: node}, root.place, {name: root.keys[name]})


def is_left_out(data: Mapping[str, Any], profile: Profile) -> bool:
    """Tell whether a scenario opens a task of a flow or category that the profile does not hold."""
    events = (*data.get("given", {}).get("first", ()), *data["when"])
    return any(
        name in event and event[name] not in known
        for event in events
        for name, known in (("flow", profile.flows), ("category", profile.categories))
    )
