"""The plugin hooks, on one page. Plugins implement them with ``@xiangyue.plugs.hookimpl``.

A package of profiles needs no hook: its entry point in ``xiangyue.profiles`` names the package
whose folders they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pluggy

PROJECT = "xiangyue"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Limit(Protocol):
    """A limit on digital intervention.

    ``config_schema`` is the JSON Schema of its config, ``title`` its name by language, ``basis``
    the law, source or project default that it stands on.
    """

    name: str
    title: Mapping[str, str]
    basis: str
    config_schema: Mapping[str, Any]

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterable[tuple[str, Mapping[str, str], Mapping[str, str]]]:
        """Yield what in a profile breaks the limit: address, sentence and mend, by language."""
        ...


class Hooks:
    """What a plugin can bring."""

    @hookspec
    def xiangyue_limits(self) -> Sequence[Limit]:  # type: ignore[empty-body]
        """Return limits, one object each."""

    @hookspec
    def xiangyue_commands(self, cli: Any) -> None:
        """Add commands to the command line, a Typer application."""
