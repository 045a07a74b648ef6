"""The two stores that are measured: a file, and a PostgreSQL server of the bench's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from postgres import Missing, Server

Place = Callable[[str], str]
"""Returns the URL of an empty database by its name."""


@contextmanager
def servers() -> Iterator[Place | None]:
    """Start a server that waits for its disk, as one in earnest does; None where there is none."""
    try:
        server = Server(settings=())
    except Missing as why:
        print(f"PostgreSQL is left out: {why}.", file=sys.stderr)
        yield None
        return
    with server:
        yield server.fresh


def files(folder: Path) -> Place:
    """Return where files lie."""
    return lambda name: f"sqlite:///{folder / name}.db"
