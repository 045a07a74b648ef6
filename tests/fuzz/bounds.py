"""How much a parser may take: a call that wants more memory or never ends is stopped."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

MEMORY = 1 << 29
"""Bytes beyond those that the process has already."""

SECONDS = 60
"""A small file takes a thousandth of it: longer means that there is no end."""


class EndlessError(BaseException):
    """A call went on and on; nothing that a parser catches."""


@contextmanager
def bounded(memory: int = MEMORY, seconds: int = SECONDS) -> Iterator[None]:
    """Let what is called take so much more memory, and so long."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _taken() + memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    heard = None
    watched = threading.current_thread() is threading.main_thread()
    if watched:
        heard = signal.signal(signal.SIGALRM, _stop)
        signal.alarm(seconds)
    try:
        yield
    finally:
        if watched:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, heard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _taken() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _stop(*_: int | FrameType | None) -> None:
    raise EndlessError
