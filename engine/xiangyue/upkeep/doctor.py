"""What is wrong with an installation, and how it is mended. Nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from xiangyue.errors import XiangyueError
from xiangyue.time.moments import Moment, micros
from xiangyue.upkeep.finding import Found, of_error, wrong
from xiangyue.upkeep.of_installation import (
    check_channels,
    check_packages,
    check_plugins,
    check_profiles,
    check_python,
)
from xiangyue.upkeep.of_store import check_store


def examine(
    url: str, *, channels: Path | None = None, quick: bool = False, now: Moment = None
) -> Iterator[Found]:
    """Yield what each check finds, of what is installed and of the database at a URL.

    ``channels`` is the file that a worker is given. A check that breaks is a finding too.
    ``quick`` says only what is known at once, however large the database: whether it can be
    reached, has room and the schema of this program.
    """
    at = micros(now)
    if quick:
        yield from _safely("store", lambda: check_store(url, at, quick=True))
        return
    yield from _safely("python", check_python)
    yield from _safely("packages", check_packages)
    yield from _safely("plugins", check_plugins)
    yield from _safely("profiles", check_profiles)
    yield from _safely("channels", lambda: check_channels(channels))
    yield from _safely("store", lambda: check_store(url, at))


def _safely(name: str, check: Callable[[], Iterator[Found]]) -> Iterator[Found]:
    try:
        yield from check()
    except XiangyueError as error:
        yield of_error(error)
    except Exception as error:
        yield wrong("doctor-failed", check=name, detail=f"{type(error).__name__}: {error}")
