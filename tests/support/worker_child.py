"""A program whose workers are killed: a line on stdin forks one, which works until it dies.

Each parcel that is sent is a line of a file, written in one piece.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path

from xiangyue import Engine, Worker
from xiangyue.worker import Outcome, Parcel


class Post:
    """Writes down what it is given."""

    def __init__(self, file: Path) -> None:
        """Write to the end of this file."""
        self.file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send it."""
        os.write(self.file, f"{parcel.id}\n".encode())
        return Outcome("sent", "post")


def live(url: str, post: Path, now: datetime) -> None:
    """Work off what is due at a moment, then wait to be killed."""
    with Engine(url) as engine:
        worker = Worker(engine, carrier=Post(post), batch=3)
        os.write(1, b"begun\n")
        while worker.run_once(now):
            pass
        threading.Event().wait(60)


def main(url: str, post: str) -> None:
    """Fork a worker for each moment on stdin, and tell its number; another line waits for it."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                live(url, Path(post), datetime.fromisoformat(line.strip()))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        os.write(1, f"{child}\n".encode())
        sys.stdin.readline()
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
