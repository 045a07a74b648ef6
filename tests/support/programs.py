"""A program that calls the API over HTTP with a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES

V1 = "/api/v1"


class Program:
    """One program: whom it acts as, where, and for what."""

    def __init__(
        self,
        app: Flask,
        accounts: Accounts,
        *,
        member: str = "li",
        unit: str = "xinqi",
        scopes: Iterable[str] = SCOPES,
        prefix: str = V1,
    ) -> None:
        """Be given a token."""
        self.token, self.secret = accounts.new_token(
            "a program", member=member, unit=unit, scopes=scopes, by="root"
        )
        self.client = app.test_client()
        self.prefix = prefix

    def send(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """Send a request."""
        sent = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        return self.client.open(f"{self.prefix}{path}", method=method, headers=sent, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self.send("GET", path, _spelt(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send something."""
        return self.send("POST", path, _spelt(headers), json={} if body is None else body)

    def opened(self, flow: str = "village_task", community: str = "xinqi", **more: Any) -> str:
        """Open a task and return its id."""
        answer = self.post(f"/communities/{community}/tasks", {"flow": flow, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.headers["Location"].rpartition("/")[2])


def _spelt(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
