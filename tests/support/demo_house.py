"""The demo's four communities, with people who may sign in, and a console served around them."""

from __future__ import annotations

import fcntl
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flask import Flask
from visitors import PASSWORD
from waitress.server import create_server
from waitress.wasyncore import close_all
from wandering import Page, each_kind

from xiangyue import Engine
from xiangyue.office import play
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.serving import _DEMO_LOGINS
from xiangyue_admin.settings import SignIn

_IN_MEMORY = 64_000_000
_THREADS = 32

ROLES: Final = tuple(login for login, *_ in _DEMO_LOGINS)
"""Who signs in: a cadre, an admin, who approves, a helper, the sub-district, who runs it."""

UNHURRIED: Final = ConsoleSettings(sign_in=SignIn(per_minute=100_000))
"""Tests sign in more often than people do."""


def demo_store(root: Path) -> Path:
    """Return the demo's store in a folder that all processes of one test run share, built once."""
    file = root / "demo-house.db"
    with _alone(root):
        if not file.exists():
            _build(root / "demo-house.part.db")
            (root / "demo-house.part.db").rename(file)
    return file


def demo_pages(root: Path) -> tuple[dict[str, list[Page]], list[str]]:
    """Return the demo's pages of every kind, by room, and what links are broken; found once."""
    store, file = demo_store(root), root / "demo-pages.json"
    with _alone(root):
        if not file.exists():
            copy = root / "demo-pages.db"
            shutil.copy(store, copy)
            with Engine(f"sqlite:///{copy}") as engine:
                found = each_kind(create_app(engine, UNHURRIED), (None, *ROLES))
            file.write_text(json.dumps(found), "utf-8")
    kinds, broken = json.loads(file.read_text("utf-8"))
    return {room: [Page(*one) for one in pages] for room, pages in kinds.items()}, broken


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Be the only process of this test run that builds something."""
    with (root / "demo-house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(file: Path) -> None:
    """Play the demo's story as ``xiangyue serve --demo`` does, and add who may sign in."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    with Engine(f"sqlite:///{file}") as engine:
        play(engine, datetime.now(UTC))
        accounts = Accounts(engine)
        for login, member, grants, _ in _DEMO_LOGINS:
            accounts.add(login, by="setup", member=member, password=PASSWORD, grants=grants)


@dataclass(frozen=True, slots=True)
class Served:
    """A console that answers at ``url``, and what is behind it."""

    url: str
    app: Flask
    engine: Engine


@contextmanager
def served(file: Path, folder: Path, settings: ConsoleSettings = UNHURRIED) -> Iterator[Served]:
    """Serve a console on a copy of a store, as ``xiangyue serve`` does, on a port that is free."""
    copy = folder / "console.db"
    shutil.copy(file, copy)
    with Engine(f"sqlite:///{copy}") as engine:
        app = create_app(engine, settings)
        with serving(app) as url:
            yield Served(url, app, engine)


@contextmanager
def serving(app: Flask, threads: int = _THREADS) -> Iterator[str]:
    """Serve an application as ``xiangyue serve`` does, on a free port; gives its address."""
    server: Any = create_server(
        app,
        host="127.0.0.1",
        port=0,
        threads=threads,
        connection_limit=4 * threads,
        asyncore_use_poll=True,
        outbuf_overflow=_IN_MEMORY,  # a browser that leaves early would leave a file open
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()
