"""A program that opens errands until it is ended, or dies in a backup or restore."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from xiangyue import Engine
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.restore import restore


def write(url: str, name: str) -> None:
    """Open one errand after another; a line for each that was acknowledged."""
    with Engine(url) as engine:
        for n in count():
            data = {"size": 8, "kind": "water"}
            task = f"{name}-{n}"
            engine.open("errand", community="xinqi", by="li", id=task, title="Pipe", data=data)
            os.write(1, b"done\n")


def die(url: str, file: str) -> None:
    """Begin a backup and be killed when a third of it is done."""

    def told(share: float) -> None:
        if share > 0.3:
            os.kill(os.getpid(), signal.SIGKILL)

    back_up(url, Path(file), progress=told)


def put_back(url: str, file: str) -> None:
    """Restore when a line comes, until somebody kills it."""
    os.write(1, b"ready\n")
    sys.stdin.readline()
    restore(Path(file), url, force=True)


if __name__ == "__main__":
    {"write": write, "die": die, "restore": put_back}[sys.argv[1]](*sys.argv[2:])
