"""Waiting for what another thread, process or server is to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0
"""Seconds: a shared machine may stand still for a while."""


def until(fact: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Wait for a fact; fails where it does not come in time."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
