"""Whether what is installed can work: Python, packages, plugins, profiles, channels."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from pathlib import Path

from xiangyue import plugs
from xiangyue.errors import XiangyueError
from xiangyue.hooks import PROJECT
from xiangyue.profile import available, load
from xiangyue.reach.switchboard import read_routes
from xiangyue.upkeep.finding import Found, fine, look, of_error, wrong

_OLDEST = (3, 11)
_OPTIONAL = (
    *("postgresql", "jobs", "channels", "console", "graph", "match", "metrics", "tracing"),
    "alerts",
)
_GROUPS = ("limits", "channels", "commands", "profiles", "importers")
_NEEDED = re.compile(r"([A-Za-z0-9._-]+)")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


def check_python() -> Iterator[Found]:
    """Say which Python runs."""
    found = platform.python_version()
    old = sys.version_info < _OLDEST
    yield wrong("doctor-python-old", found=found) if old else fine("doctor-python", found=found)


def check_packages() -> Iterator[Found]:
    """Say which packages are missing, and which extras are not installed."""
    try:
        needed = requires(PROJECT) or []
        yield fine("doctor-version", found=version(PROJECT))
    except PackageNotFoundError:
        yield look("doctor-not-installed")
        return
    by_extra: dict[str, list[str]] = {}
    for line in needed:
        name, of = _NEEDED.match(line), _EXTRA.search(line)
        if name and name[1] != PROJECT:
            by_extra.setdefault(of[1] if of else "", []).append(name[1])
    missing = [name for name in by_extra.pop("", []) if _version(name) is None]
    if missing:
        yield wrong("doctor-packages-missing", names=", ".join(missing))
    for extra in _OPTIONAL:
        names = by_extra.get(extra, [])
        there = {name: _version(name) for name in names}
        if all(there.values()):
            said = ", ".join(f"{name} {number}" for name, number in there.items())
            yield fine("doctor-extra", extra=extra, names=said)
        else:
            yield fine("doctor-extra-missing", extra=extra)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def check_plugins() -> Iterator[Found]:
    """Say which plugins cannot be loaded."""
    count = 0
    for group in _GROUPS:
        for point in entry_points(group=f"{PROJECT}.{group}"):
            try:
                if group != "profiles":  # a pack is data, and not imported
                    point.load()
                count += 1
            except Exception as error:
                yield wrong("plugin-broken", plugin=point.name, detail=repr(error))
    yield fine("doctor-plugins", count=count)
    try:
        plugs.limits()
        plugs.channels()
        plugs.importers()
    except XiangyueError as error:
        if error.code != "plugin-broken":
            yield of_error(error)


def check_profiles() -> Iterator[Found]:
    """Say which profiles of the installed packs cannot be read."""
    count = 0
    for folder in available(plugs.packs()).values():
        try:
            load(folder, plugs.packs())
            count += 1
        except XiangyueError as error:
            yield of_error(error)
    yield fine("doctor-profiles", count=count)


def check_channels(file: Path | None) -> Iterator[Found]:
    """Say whether the file that says which channel carries what can be used."""
    if file is None:
        yield fine("doctor-channels-none")
        return
    routes, findings = read_routes(file, plugs.channels())
    for one in findings:
        yield Found("wrong", one.code, one.values, str(one.place))
    if routes:
        yield fine("doctor-channels", file=file, count=len(routes))
    elif not findings:
        yield look("doctor-channels-empty", file=file)
