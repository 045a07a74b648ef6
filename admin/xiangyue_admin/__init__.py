"""The web side: a Flask application around an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiangyue_admin.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    # The commands of this package must load where Flask, an extra, is not installed.
    if name == "create_app":
        from xiangyue_admin.app import create_app

        return create_app
    raise AttributeError(name)
