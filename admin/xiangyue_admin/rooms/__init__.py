"""The rooms of the console: each brings one blueprint, named as its row in the table of access."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from flask import Blueprint


@cache
def all_rooms() -> tuple[Blueprint, ...]:
    """Return every room's blueprint, in the order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").blueprint for name in names)
