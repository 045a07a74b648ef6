"""The server: one process of many threads, and a worker in one of them."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import waitress
import yaml

from xiangyue import BadInput, Engine, Misuse, Place, Worker
from xiangyue.office import Channels, play, words
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.app import create_app
from xiangyue_admin.commands.user import made_up
from xiangyue_admin.settings import ApiSettings, ConsoleSettings, Oidc, Open311Settings, SignIn

_HEADROOM = 64 * 1024
_PARTS: dict[str, type[Any]] = {
    "sign_in": SignIn,
    "oidc": Oidc,
    "api": ApiSettings,
    "open311": Open311Settings,
}
_LOCAL = ("127.0.0.1", "::1", "localhost")
_DEMO_LOGINS = (
    ("wang", "wang", (), "cadre"),
    ("li", "li", (Grant("admin", "xinqi"),), "admin"),
    ("committee", "xinqi-committee", (Grant("admin", "xinqi"),), "drafter"),
    ("supervisors", "supervisors", (Grant("admin", "xinqi"),), "approver"),
    ("chen", "chen", (Grant("desk", "xinqi"),), "helper"),
    ("lu", "lu", (Grant("admin", "qinghe"),), "county"),
    ("root", None, (Grant("system", "*"), Grant("admin", "*")), "root"),
)


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, where and how."""

    db: str
    host: str
    port: int
    threads: int
    settings: ConsoleSettings
    channels: Path | None
    worker: bool

    @property
    def url(self) -> str:
        """Where it is reached."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.settings.base_url or f"http://{host}:{self.port}"


def settings_of(file: Path | None, **said: Any) -> ConsoleSettings:
    """Return the settings that a YAML file and the command line say; raises BadInput."""
    found: dict[str, Any] = {}
    if file is not None:
        try:
            found = yaml.safe_load(file.read_text("utf-8")) or {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadInput("console-config", place=Place(str(file)), why=_first(error)) from error
    try:
        for name, kind in _PARTS.items():
            if name in found:
                found[name] = kind(**found[name])
        return ConsoleSettings(**found | {name: value for name, value in said.items() if value})
    except TypeError as error:
        known = ", ".join(one.name for one in fields(ConsoleSettings))
        why = _first(error)
        raise BadInput(
            "console-config-key", place=Place(str(file)), why=why, known=known
        ) from error


def check_port(host: str, port: int) -> None:
    """Raise Misuse where nothing can listen there, before anything else is begun."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Misuse("console-port", port=port, why=error.strerror or str(error)) from error


def greeting(engine: Engine, what: Serving, *, demo: bool) -> Iterator[str]:
    """Say where the console is and who can sign in; make the demonstration's data and logins."""
    if demo:
        play(engine, datetime.now(UTC))
        yield words("console-demo")
        accounts = Accounts(engine)
        for login, member, grants, who in _DEMO_LOGINS:
            password = made_up()
            accounts.add(login, by="system", member=member, password=password, grants=grants)
            said = {"login": f"{login:12}", "password": password}
            yield "  " + words("console-demo-login", **said, who=words(f"console-demo-{who}"))
        yield words("console-demo-nobody", url=f"{what.url}/residents/xinqi")
    elif not Accounts(engine).all():
        yield words("console-nobody")
    if what.host not in _LOCAL and not what.settings.secure:
        yield words("console-public")
    yield words("console-served", url=what.url)
    yield words("console-stop")


def settle() -> None:
    """Take what lives as long as the process out of what is looked through for garbage.

    Else a page waits twice as long whenever that happens.
    """
    gc.collect()
    gc.freeze()


def run(what: Serving) -> None:
    """Serve until interrupted: one process, so that all watchers share what they watch."""
    before = signal.signal(signal.SIGTERM, _interrupted)
    with Engine(what.db) as engine, working(engine, what):
        try:
            app = create_app(engine, what.settings)
            settle()
            waitress.serve(
                app,
                host=what.host,
                port=what.port,
                threads=what.threads,
                connection_limit=what.threads * 4,
                max_request_body_size=what.settings.upload_bytes + _HEADROOM,
                asyncore_use_poll=True,
                clear_untrusted_proxy_headers=False,  # those that are believed are counted
                ident=None,
            )
        finally:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def working(engine: Engine, what: Serving) -> Iterator[None]:
    """Have a worker do in a thread what falls due, if there is to be one."""
    if not what.worker:
        yield
        return
    carrier = Channels.of(engine, what.channels, console=what.url) if what.channels else None
    worker = Worker(engine, carrier=carrier)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
