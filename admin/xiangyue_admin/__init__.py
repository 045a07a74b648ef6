"""The web side: a Flask application around an engine."""

from __future__ import annotations

from xiangyue_admin.app import create_app

__all__ = ["create_app"]
