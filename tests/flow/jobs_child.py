"""A worker that hears jobs until it is stopped or killed; whatever it sends is a line of a file.

While there is a file ``hold`` beside that one, it holds what it is about to send. ``hearing`` on
stdout is when it hears.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from xiangyue import Engine, Worker
from xiangyue.worker import JobSettings, Outcome, Parcel

SETTINGS = JobSettings(sweep=600, heartbeat=0.5, stalled=2)


class Post:
    """Writes down what it is given."""

    def __init__(self, file: Path) -> None:
        """Write to the end of this file."""
        self.file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.hold = file.with_name("hold")

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send it."""
        while self.hold.exists():
            self.hold.with_name("held").touch()
            threading.Event().wait(0.01)
        os.write(self.file, f"{parcel.id}\n".encode())
        return Outcome("sent", "post")


def main(url: str, post: str) -> None:
    """Work until SIGTERM."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with Engine(url) as engine:
        worker = Worker(engine, carrier=Post(Path(post)), jobs=SETTINGS, lease=2, poll=0.5)

        def tell() -> None:
            while not (worker._jobs and worker._jobs.hearing):
                threading.Event().wait(0.01)
            os.write(1, b"hearing\n")

        threading.Thread(target=tell, daemon=True).start()
        worker.run(stop)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
