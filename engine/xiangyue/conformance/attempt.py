"""One call of a limit, from which nothing escapes."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from xiangyue.conformance.sealed import sealed
from xiangyue.spelling import shown

ELSEWHERE = "Pacific/Chatham"
"""A time zone where hardly any machine stands: three quarters of an hour off."""


class Attempt(NamedTuple):
    """What came of a call: a value or an error, and what it touched outside."""

    value: Any
    error: BaseException | None
    touched: frozenset[str]

    @property
    def detail(self) -> str:
        """What was raised, and in which line."""
        if self.error is None:
            return ""
        frame, line = [*traceback.walk_tb(self.error.__traceback__)][-1]
        said = f"{type(self.error).__name__}: {_text(self.error)}"
        return f"{shown(said)} ({Path(frame.f_code.co_filename).name}:{line})"


def attempt(function: Callable[..., Any], *args: Any) -> Attempt:
    """Call a function in the sealed room; only Ctrl-C gets out."""
    value, raised = None, None
    with sealed() as touched:
        try:
            value = function(*args)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raised = error
    return Attempt(value, raised, frozenset(touched))


@contextmanager
def elsewhere() -> Iterator[None]:
    """Let the machine's clock stand in another time zone, where the system can do that."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = ELSEWHERE
    _set_zone()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        _set_zone()


def _set_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an error of a plugin's own making
        return ""
