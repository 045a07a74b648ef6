"""Commands through the API, over HTTP on this machine, against an empty view of Flask.

Server and client share a process, and so a clock: both pay for what HTTP costs on either side.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from governed import commands, grouped, open_engine, single
from measuring import Figures, Work, interleaved, rates
from waitress.server import create_server
from waitress.wasyncore import close_all

from xiangyue import Command, Engine
from xiangyue_admin import ApiSettings, api_blueprint
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES

GROUP = 100


def over_http_figures(folder: Path, rounds: int) -> Figures:
    """Compare ``act`` and ``act_many`` over HTTP with an empty view, and with no HTTP at all."""
    with ExitStack() as stack:
        engine = stack.enter_context(open_engine(_made(folder / "http")))
        beside = stack.enter_context(open_engine(_made(folder / "no-http")))
        port = stack.enter_context(_served(_app(engine)))
        _, secret = Accounts(engine).new_token(
            "bench", member="wang", unit="c", scopes=SCOPES, by="bench"
        )
        client = _Client(port, secret)
        source = commands()
        works: dict[str, Work] = {
            "empty view": (client.nothing, 200, 1),
            "act over HTTP": (lambda: client.act(next(source)), 200, 1),
            "act_many over HTTP": (
                lambda: client.many([next(source) for _ in range(GROUP)]),
                5,
                GROUP,
            ),
            "act": (single(beside), 200, 1),
            "act_many": (grouped(beside, GROUP), 5, GROUP),
        }
        found = interleaved(works, rounds)
    figures = rates(found, "HTTP: ")
    figures["HTTP: act / empty view"] = found["empty view"] / found["act over HTTP"]
    many = found["act_many"] / found["act_many over HTTP"]
    figures["HTTP: act_many / in process"] = many
    return figures


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _app(engine: Engine) -> Flask:
    app = Flask("bench")
    generous = ApiSettings(per_minute=10**9)
    app.register_blueprint(api_blueprint(engine, generous), url_prefix="/api/v1")

    @app.post("/empty")
    def empty() -> str:
        return ""

    return app


@contextmanager
def _served(app: Flask) -> Iterator[int]:
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()


class _Client:
    """A program that keeps its connection."""

    def __init__(self, port: int, secret: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def post(self, path: str, body: bytes, **headers: str) -> bytes:
        """Send a body and return the answer's."""
        self._connection.request("POST", path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.status != 200:
            raise AssertionError(read)
        return read

    def nothing(self) -> None:
        """Send next to nothing to a view that does nothing."""
        self.post("/empty", b"{}")

    def act(self, command: Command) -> None:
        """Send a command, with its key."""
        path = f"/api/v1/communities/{command.community}/tasks/{command.task}/acts"
        body = orjson.dumps({"action": command.action, "data": command.data})
        self.post(path, body, **{"Idempotency-Key": command.key or ""})

    def many(self, some: list[Command]) -> None:
        """Send many commands at once."""
        said = [
            {
                "community": one.community,
                "action": one.action,
                "task": one.task,
                "data": one.data,
                "key": one.key,
            }
            for one in some
        ]
        read = orjson.loads(self.post("/api/v1/acts", orjson.dumps({"commands": said})))
        if {one["status"] for one in read["results"]} != {200}:
            raise AssertionError(read["results"][0])
