"""The plugin door: entry points, met when they are needed and never at import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pluggy

from xiangyue.channel import (
    CHANNEL_KINDS,
    Channel,
    ChannelKind,
    NotDelivered,
    Outgoing,
    Receipt,
)
from xiangyue.errors import Misuse
from xiangyue.hooks import PROJECT, Hooks, hookimpl
from xiangyue.importer import (
    IMPORTER_KINDS,
    Count,
    Imported,
    Importer,
    ImporterKind,
    Incoming,
    Note,
    Option,
    Tally,
)
from xiangyue.limit import (
    ALLOW,
    KINDS,
    Breach,
    Circumstances,
    Fact,
    Held,
    Intervention,
    Kind,
    Limit,
    Verdict,
    Words,
    community_tasks,
    defer,
    deny,
    fields_asked,
    held,
    latest,
    open_tasks,
    opened,
    pending,
    reshape,
    touches,
)
from xiangyue.spelling import shown
from xiangyue.time.durations import Duration, parse_duration
from xiangyue.time.worktime import Calendar

__all__ = [
    "ALLOW",
    "CHANNEL_KINDS",
    "IMPORTER_KINDS",
    "KINDS",
    "Breach",
    "Calendar",
    "Channel",
    "ChannelKind",
    "Circumstances",
    "Count",
    "Duration",
    "Fact",
    "Held",
    "Imported",
    "Importer",
    "ImporterKind",
    "Incoming",
    "Intervention",
    "Kind",
    "Limit",
    "NotDelivered",
    "Note",
    "Option",
    "Outgoing",
    "Receipt",
    "Tally",
    "Verdict",
    "Words",
    "assert_conforms",
    "channels",
    "commands",
    "community_tasks",
    "defer",
    "deny",
    "fields_asked",
    "held",
    "hookimpl",
    "importers",
    "latest",
    "limits",
    "links",
    "open_tasks",
    "opened",
    "packs",
    "parse_duration",
    "pending",
    "reshape",
    "touches",
]


class Brought(NamedTuple):
    """What one entry point brings: limits, or what is said where it cannot be loaded."""

    plugin: str
    distribution: str
    limits: tuple[object, ...]
    broken: Misuse | None = None


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


def limits(*more: Limit) -> Mapping[str, Limit]:
    """Return all installed limits by name, and those that are given.

    Raises Misuse where one cannot be loaded, because a limit that is not there limits nothing,
    and where two have one name.
    """
    manager, broken = _manager("limits")
    if broken:
        raise broken[0]
    found: dict[str, Limit] = {}
    for brought in (*manager.hook.xiangyue_limits(), more):
        for limit in brought:
            if not isinstance(limit, Limit) or not _is_sound(limit):
                raise Misuse("limit-form", limit=shown(repr(limit)))
            if limit.name in found:
                raise Misuse("limit-twice", limit=limit.name)
            found[limit.name] = limit
    return found


def channels(*more: Channel) -> Mapping[str, Channel]:
    """Return all installed channels by name, and those that are given.

    Raises Misuse where one cannot be loaded or is none, and where two have one name.
    """
    manager, broken = _manager("channels")
    if broken:
        raise broken[0]
    found: dict[str, Channel] = {}
    for brought in (*manager.hook.xiangyue_channels(), more):
        for channel in brought:
            if not isinstance(channel, Channel) or not _is_channel(channel):
                raise Misuse("channel-form", channel=shown(repr(channel)))
            if channel.name in found:
                raise Misuse("channel-twice", channel=channel.name)
            found[channel.name] = channel
    return found


def importers(told: Callable[[Misuse], object] | None = None) -> Mapping[str, Importer]:
    """Return all installed importers by name.

    What cannot be loaded, is none, or has the name of another is ``told`` of and left out: whoever
    has a file to read needs one of them alone. Without ``told`` the first such is raised as Misuse.
    """
    manager, broken = _manager("importers")
    wrong = [*broken]
    found: dict[str, Importer] = {}
    for brought in manager.hook.xiangyue_importers():
        for importer in brought:
            if not isinstance(importer, Importer) or not _is_importer(importer):
                wrong.append(Misuse("importer-form", importer=shown(repr(importer))))
            elif importer.name in found:
                wrong.append(Misuse("importer-twice", importer=importer.name))
            else:
                found[importer.name] = importer
    for one in wrong:
        if told is None:
            raise one
        told(one)
    return dict(sorted(found.items()))


def _is_importer(importer: Importer) -> bool:
    """Tell whether an importer says what it is called, what it does and what comes of it."""
    titled = all(_is_titled(getattr(importer, name, None)) for name in ("title", "help"))
    kind: Any = getattr(importer, "kind", None)
    named = isinstance(getattr(importer, "name", None), str)
    return named and titled and kind in IMPORTER_KINDS and all(map(_is_option, importer.options))


def _is_option(option: Any) -> bool:
    return isinstance(option, Option) and _is_titled(option.help)


def _is_channel(channel: Channel) -> bool:
    """Tell whether a channel says what it is called and which kinds it serves."""
    kinds: Any = getattr(channel, "kinds", None)
    name: Any = getattr(channel, "name", None)
    named = isinstance(name, str) and _is_titled(getattr(channel, "title", None))
    return named and isinstance(kinds, tuple) and set(kinds) <= set(CHANNEL_KINDS)


def _is_titled(title: Any) -> bool:
    return isinstance(title, Mapping) and all(isinstance(title.get(x), str) for x in ("en", "zh"))


def brought() -> tuple[Brought, ...]:
    """Return what each installed plugin brings by way of limits, as it is, in order of name."""
    found = []
    for point in entry_points(group=f"{PROJECT}.limits"):
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(Hooks)
        given: tuple[object, ...] = ()
        broken = None
        try:
            manager.register(point.load(), name=point.name)
            given = tuple(limit for many in manager.hook.xiangyue_limits() for limit in many)
        except Exception as error:
            broken = Misuse("plugin-broken", plugin=point.name, detail=repr(error))
        distribution = point.dist.name if point.dist else ""
        found.append(Brought(point.name, distribution, given, broken))
    return tuple(sorted(found, key=lambda one: (one.distribution, one.plugin)))


def _is_sound(limit: Limit) -> bool:
    """Tell whether a limit says what it is called and reviews; else it would limit nothing."""
    kinds: Any = limit.kinds
    return _is_titled(limit.title) and isinstance(kinds, tuple) and set(kinds) <= set(KINDS)


def commands(cli: Any) -> None:
    """Let the installed packages add their commands to the command line.

    Raises Misuse for the first that cannot be loaded, when all others have added theirs.
    """
    manager, broken = _manager("commands")
    manager.hook.xiangyue_commands(cli=cli)
    if broken:
        raise broken[0]


def links(engine: Any, base_url: str) -> Callable[[str, str], str]:
    """Return what makes the address at which a member opens a task, once, in a console.

    Raises Misuse where no console is installed.
    """
    made = _manager("commands")[0].hook.xiangyue_links(engine=engine, base_url=base_url)
    if made is None:
        raise Misuse("console-missing")
    found: Callable[[str, str], str] = made
    return found


def assert_conforms(limit: Limit) -> None:
    """Raise AssertionError with all that is wrong with a limit: for the tests of a plugin.

    The limit is tried on some hundred cases, in a room without clock, network and files.
    """
    from xiangyue import conformance

    conformance.assert_conforms(limit)
