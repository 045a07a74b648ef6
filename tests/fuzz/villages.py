"""Stores that files are shown to, made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xiangyue import Engine

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"


@cache
def village() -> Engine:
    """Return a village with a cadre, and a small profile."""
    engine = Engine()
    engine.add_unit("xinqi", "village", title={"zh": "新启村"})
    engine.install(PROFILES / "hamlet", community="xinqi")
    engine.register("li", roles={"cadre": "xinqi"})
    return engine


@cache
def ruled() -> Engine:
    """Return a village with rules for points."""
    engine = Engine()
    engine.install("resource-scarce-rural", community="xinqi")
    return engine


@cache
def library() -> Engine:
    """Return a village with a resource library."""
    engine = Engine()
    engine.add_unit("xinqi", "village")
    engine.install("resource-library", community="xinqi")
    engine.register("li", home="xinqi")
    return engine
