"""A room without clock, network, files and chance: what a limit reaches for in it is written down.

Two means see what leaves it. The interpreter's audit events tell of files, sockets and processes,
and these are refused. Its profiler tells of every function written in C that is called, under
whatever name it was imported: so the clock is seen, and the shared dice, and the file system.
What an import needs, and a time zone, is no reaching out.
"""

from __future__ import annotations

import gc
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from types import BuiltinFunctionType, FrameType, ModuleType
from typing import Any
from zoneinfo import TZPATH

_CLOCK = frozenset(
    f"{name}{ns}"
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time")
    for ns in ("", "_ns")
) | {"clock_gettime", "clock_gettime_ns", "ctime", "gmtime", "localtime", "sleep"}
_TODAY = frozenset({"now", "today", "utcnow"})
_SYSTEM = frozenset({"nt", "posix"})
_PURE = frozenset({"fspath"})
_THREADS = frozenset({"start_joinable_thread", "start_new_thread"})
_SHARED_DICE: Any = random.random.__self__  # type: ignore[attr-defined]

_EVENTS = (
    "builtins.",
    "ctypes.",
    "ftplib.",
    "http.client.",
    "imaplib.",
    "nntplib.",
    "open",
    "os.",
    "poplib.",
    "shutil.",
    "signal.",
    "smtplib.",
    "socket.",
    "sqlite3.",
    "subprocess.",
    "telnetlib.",
    "tempfile.",
    "time.sleep",
    "urllib.",
    "webbrowser.",
)
_HARMLESS = frozenset({"builtins.id"})
_LOADERS = ("_frozen_importlib", "importlib._bootstrap", "zoneinfo")
_KIT = __name__.rpartition(".")[0]

_here = threading.local()


class Sealed(PermissionError):
    """What a limit meets that reaches for a file, the network or another process."""


@contextmanager
def sealed() -> Iterator[set[str]]:
    """Watch this thread; hands out what it touches: ``time.time``, ``open notes.txt``."""
    _install()
    touched: set[str] = set()
    before, collecting = sys.getprofile(), gc.isenabled()
    gc.disable()  # what it would clear away is somebody else's
    _here.touched = touched
    sys.setprofile(_watch)
    try:
        yield touched
    finally:
        _here.touched = None  # first: a profiler that breaks off must not leave the room closed
        sys.setprofile(before)
        if collecting:
            gc.enable()


@cache
def _install() -> None:
    """Listen to audit events; this cannot be undone, and is deaf outside the room."""
    sys.addaudithook(_hear)


def _hear(event: str, args: tuple[Any, ...]) -> None:
    touched: set[str] | None = getattr(_here, "touched", None)
    if touched is None or not event.startswith(_EVENTS) or event in _HARMLESS:
        return
    if _loading(sys._getframe(1)) or (event == "open" and _is_zone(args[0])):
        return
    on = f" {args[0]}" if event == "open" else ""
    touched.add(f"{event}{on}")
    raise Sealed(f"{event}: a limit knows only what it is given")


def _watch(frame: FrameType, event: str, arg: Any) -> None:
    if event == "c_call":
        name = _named(arg)
    elif event == "call" and frame.f_code.co_qualname.startswith("_Environ."):
        name = "os.environ"
    else:
        return
    if name and _here.touched is not None and not _loading(frame):
        _here.touched.add(name)


def _named(function: BuiltinFunctionType) -> str:
    """Return how people call a function that leaves the room; empty for any other."""
    owner, name = getattr(function, "__self__", None), function.__name__
    if owner is _SHARED_DICE:
        return f"random.{name}"
    if isinstance(owner, ModuleType):
        room = owner.__name__
        if room in _SYSTEM:
            return "" if name in _PURE else f"os.{name}"
        leaves = (
            (room == "time" and name in _CLOCK)
            or (room == "_thread" and name in _THREADS)
            or (room == "builtins" and name == "print")
        )
        return f"{room.lstrip('_')}.{name}" if leaves else ""
    if name in _TODAY and isinstance(owner, type) and issubclass(owner, date):
        return f"{owner.__name__}.{name}"
    return ""


def _is_zone(file: object) -> bool:
    """Tell whether a file says how the clocks of a time zone go."""
    return isinstance(file, str) and file.startswith(tuple(f"{path}/" for path in TZPATH))


def _loading(frame: FrameType | None) -> bool:
    """Tell whether this is done for an import, or to read a time zone."""
    while frame is not None:
        room = str(frame.f_globals.get("__name__"))
        if room.startswith(_LOADERS):
            return True
        if room.startswith(_KIT):  # what called us may itself be an import
            return False
        frame = frame.f_back
    return False
