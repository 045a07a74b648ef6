"""The command line: what people and scripts type."""

from __future__ import annotations

from xiangyue.cli.app import main

__all__ = ["main"]
