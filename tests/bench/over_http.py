"""Commands through the API, over HTTP on this machine, against an empty view of Flask.

The server is a process of its own, as where it is used; the program that calls it keeps its
connection.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from console import served
from governed import commands, grouped, open_engine, single
from measuring import Figures, Work, interleaved, rates

from xiangyue import Command
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES

GROUP = 100


def over_http_figures(folder: Path, rounds: int) -> Figures:
    """Compare ``act`` and ``act_many`` over HTTP with an empty view, and with no HTTP at all."""
    with ExitStack() as stack:
        engine = stack.enter_context(open_engine(_made(folder / "http")))
        beside = stack.enter_context(open_engine(_made(folder / "no-http")))
        url = stack.enter_context(served(str(engine.sql.url)))
        _, secret = Accounts(engine).new_token(
            "bench", member="wang", unit="c", scopes=SCOPES, by="bench"
        )
        client, source = _Client(url, secret), commands()
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


class _Client:
    """A program that keeps its connection."""

    def __init__(self, url: str, secret: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def post(self, path: str, body: bytes, more: Mapping[str, str] | None = None) -> bytes:
        """Send a body and return the answer's."""
        self._connection.request("POST", path, body, {**self._headers, **(more or {})})
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.status != http.client.OK:
            raise AssertionError(read)
        return read

    def nothing(self) -> None:
        """Send next to nothing to a view that does nothing."""
        self.post("/empty", b"{}")

    def act(self, command: Command) -> None:
        """Send a command, with its key."""
        path = f"/api/v1/communities/{command.community}/tasks/{command.task}/acts"
        body = orjson.dumps({"action": command.action, "data": command.data})
        self.post(path, body, {"Idempotency-Key": command.key or ""})

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
        if {one["status"] for one in read["results"]} != {http.client.OK}:
            raise AssertionError(read["results"][0])
