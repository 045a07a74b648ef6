"""A program that acts and fires and sends, as fast as it can, until its stdin ends.

``busy.py url post name`` gives commands in two villages, each in a thread of its own, beside a
worker. After ``begun``, each line on stdout is about one command: ``kept village key task outcome
seq``, or ``missed village key task code`` where the store refused it; one without a key has ``-``
there. A command with a key is sent again until it is kept. Whatever else is raised is ``wrong``.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

from errands import MONDAY
from worker_child import Post

from xiangyue import Command, Engine, Worker
from xiangyue.errors import StoreError

DITCH = Path(__file__).parents[1] / "flow" / "profiles" / "ditch"
VILLAGES = ("xinqi", "shanhe")
PAST = MONDAY - timedelta(days=3650)
"""Every deadline that is counted from here is over already."""


def settle(engine: Engine) -> None:
    """Set up two villages with a secretary each, who is told what there is to do."""
    for village in VILLAGES:
        engine.add_unit(village, "village", now=PAST)
        engine.install(DITCH, community=village, now=PAST)
        roles = {"secretary": village}
        engine.register(f"{village}-li", roles=roles, since=PAST, now=PAST)


def commands(village: str, name: str) -> Iterator[Command]:
    """Yield without an end: a task is opened, valued with a message, and called back about.

    The last comes without a key, once for each task.
    """
    by = f"{village}-li"
    for n in count():
        task = f"{name}-{n}"
        said = {"phone": "1", "size": 20}
        yield Command(village, "open", by, task, "ditch", said, key=f"{task}-open")
        yield Command(village, "rate", by, task, data={"who": by}, key=f"{task}-rate")
        yield Command(village, "call_back", by, task)


def act(engine: Engine, village: str, name: str, stop: threading.Event) -> None:
    """Give commands until told to stop."""
    for command in commands(village, name):
        what = village, command.key or "-", command.task
        while True:
            if stop.is_set():
                return
            try:
                decision = engine.do(command, now=PAST)
            except StoreError as error:
                say("missed", *what, error.code)
                if command.key:
                    continue
            except BaseException as error:
                say("wrong", *what, repr(error))
            else:
                say("kept", *what, decision.outcome, decision.seq)
            break


def say(*words: object) -> None:
    """Write one line in one piece."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main(url: str, post: str, name: str) -> None:
    """Be busy."""
    stop = threading.Event()
    with Engine(url) as engine:
        worker = Worker(engine, carrier=Post(Path(post)), poll=0.02, lease=2)
        worker.start()
        say("begun")
        threads = [
            threading.Thread(target=act, args=(engine, village, name, stop)) for village in VILLAGES
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        stop.set()
        for thread in threads:
            thread.join()
        worker.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
