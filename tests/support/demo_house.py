"""The demo's four communities, with people who may sign in, and a console served around them."""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask
from visitors import PASSWORD
from werkzeug.serving import WSGIRequestHandler, make_server

from xiangyue import Engine
from xiangyue.cli.demo.cast import COUNTY, OFFICE
from xiangyue.cli.demo.setting import set_up
from xiangyue.cli.demo.stage import Stage
from xiangyue.cli.demo.story import SCENES
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.settings import SignIn

ROLES: Final[Mapping[str, tuple[str | None, tuple[Grant, ...]]]] = {
    "li": ("li", (Grant("admin", "xinqi"),)),
    "chen": ("chen", ()),
    "wei": ("wei", ()),
    "gao": ("gao", (Grant("admin", "laojie"), Grant("desk", "laojie"))),
    "qiao": ("qiao", (Grant("desk", "laojie"),)),
    "lu": ("lu", (Grant("admin", OFFICE),)),
    "county": (None, (Grant("admin", COUNTY), Grant("system", "*"))),
}
"""Who signs in by which name: as which member, and with which powers."""

UNHURRIED: Final = ConsoleSettings(sign_in=SignIn(per_minute=100_000))
"""Tests sign in more often than people do."""

_AGO = timedelta(days=17)


def demo_store(root: Path) -> Path:
    """Return the demo's store in a folder that all processes of one test run share, built once."""
    file = root / "demo-house.db"
    with (root / "demo-house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            _build(root / "demo-house.part.db")
            (root / "demo-house.part.db").rename(file)
    return file


def _build(file: Path) -> None:
    """Play the demo's story so that it has just ended, and add who may sign in."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    today = datetime.now(ZoneInfo("Asia/Shanghai")) - _AGO
    monday = today - timedelta(days=today.weekday())
    start = monday.replace(hour=9, minute=0, second=0, microsecond=0)
    with Engine(f"sqlite:///{file}") as engine:
        set_up(engine, start)
        stage = Stage(engine, start)
        for scene in SCENES:
            scene(stage)
        accounts = Accounts(engine)
        for login, (member, grants) in ROLES.items():
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


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of what went well."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on a port of this machine that is free; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
