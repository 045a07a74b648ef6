"""The plugin hooks, on one page. Plugins implement them with ``@xiangyue.plugs.hookimpl``.

A package of profiles needs no hook: its entry point in ``xiangyue.profiles`` names the package
whose folders they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pluggy

from xiangyue.channel import Channel
from xiangyue.importer import Importer
from xiangyue.limit import Limit

PROJECT = "xiangyue"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin can bring."""

    @hookspec
    def xiangyue_limits(self) -> Sequence[Limit]:  # type: ignore[empty-body]
        """Return limits, one object each."""

    @hookspec
    def xiangyue_channels(self) -> Sequence[Channel]:  # type: ignore[empty-body]
        """Return channels, one object each."""

    @hookspec
    def xiangyue_importers(self) -> Sequence[Importer]:  # type: ignore[empty-body]
        """Return importers, one object each."""

    @hookspec
    def xiangyue_commands(self, cli: Any) -> None:
        """Add commands to the command line, a Typer application."""

    @hookspec(firstresult=True)
    def xiangyue_links(self, engine: Any, base_url: str) -> Callable[[str, str], str] | None:
        """Return what makes, for a member and a task, the address of a page that opens it."""
