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
def _manager(group: str) -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    for point in entry_points(group=f"{PROJECT}.{group}"):
        try:
            plugin = point.load()
        except Exception as error:
            raise Misuse("plugin-broken", plugin=point.name, detail=repr(error)) from error
        manager.register(plugin, name=point.name)
    return manager


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
    """Return all installed limits by name; two of one name are refused."""
    found: dict[str, Limit] = {}
    for brought in _manager("limits").hook.xiangyue_limits():
        for limit in brought:
            if limit.name in found:
                raise Misuse("limit-twice", limit=limit.name)
            found[limit.name] = limit
    return found


def commands(cli: Any) -> None:
    """Let the installed packages add their commands to the command line."""
    _manager("commands").hook.xiangyue_commands(cli=cli)
