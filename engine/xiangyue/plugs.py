"""The plugin door: entry points, met when they are needed and never at import."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pluggy

from xiangyue.errors import Misuse
from xiangyue.hooks import PROJECT, Hooks, Limit, hookimpl

__all__ = ["Limit", "commands", "hookimpl", "limits", "packs"]


@cache
def _manager(group: str) -> tuple[pluggy.PluginManager, tuple[Misuse, ...]]:
    """Return the plugins of a group, and what is said of those that cannot be loaded."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    broken = []
    for point in entry_points(group=f"{PROJECT}.{group}"):
        try:
            manager.register(point.load(), name=point.name)
        except Exception as error:
            broken.append(Misuse("plugin-broken", plugin=point.name, detail=repr(error)))
    return manager, tuple(broken)


@cache
def packs() -> tuple[Path, ...]:
    """Return the folders of all installed profile packs; nothing of them is imported."""
    folders: list[Path] = []
    for point in entry_points(group=f"{PROJECT}.profiles"):
        spec = find_spec(point.module)
        if spec is None or not spec.submodule_search_locations:
            raise Misuse("plugin-broken", plugin=point.name, detail=f"no package {point.module}")
        folders += map(Path, spec.submodule_search_locations)
    return tuple(folders)


def limits() -> Mapping[str, Limit]:
    """Return all installed limits by name.

    Raises Misuse where one cannot be loaded, because a limit that is not there limits nothing,
    and where two have one name.
    """
    manager, broken = _manager("limits")
    if broken:
        raise broken[0]
    found: dict[str, Limit] = {}
    for brought in manager.hook.xiangyue_limits():
        for limit in brought:
            if limit.name in found:
                raise Misuse("limit-twice", limit=limit.name)
            found[limit.name] = limit
    return found


def commands(cli: Any) -> None:
    """Let the installed packages add their commands to the command line.

    Raises Misuse for the first that cannot be loaded, when all others have added theirs.
    """
    manager, broken = _manager("commands")
    manager.hook.xiangyue_commands(cli=cli)
    if broken:
        raise broken[0]
