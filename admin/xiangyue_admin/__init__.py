"""The web side: the console and the HTTP API, Flask applications around an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiangyue_admin.app import (
        api_blueprint,
        console_blueprint,
        create_app,
        open311_blueprint,
    )
    from xiangyue_admin.settings import (
        ApiSettings,
        ConsoleSettings,
        Oidc,
        Open311Settings,
        SignIn,
    )

__all__ = [
    "ApiSettings",
    "ConsoleSettings",
    "Oidc",
    "Open311Settings",
    "SignIn",
    "api_blueprint",
    "console_blueprint",
    "create_app",
    "open311_blueprint",
]

_FROM = dict.fromkeys(
    ("api_blueprint", "console_blueprint", "create_app", "open311_blueprint"), "app"
)


def __getattr__(name: str) -> Any:
    # The commands of this package must load where Flask, an extra, is not installed.
    if name in __all__:
        import importlib

        return getattr(importlib.import_module(f"{__name__}.{_FROM.get(name, 'settings')}"), name)
    raise AttributeError(name)
