"""Somebody who visits the console over HTTP as a browser without JavaScript does."""

from __future__ import annotations

import re
import socket
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "a ladder at the gate"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Visitor:
    """One browser: keeps its cookies, and sends forms with the token of the page it last read."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        """Come in as nobody."""
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}
        self._token = ""

    def get(self, url: str, **more: Any) -> TestResponse:
        """Read a page."""
        return self._read(self.client.get(url, headers=self.headers, **more))

    def post(self, url: str, **fields: Any) -> TestResponse:
        """Send a form, with the token of the last page."""
        data = {"csrf_token": self._token, **fields}
        return self._read(self.client.post(url, data=data, headers=self.headers))

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        """Sign in through the page."""
        self.get("/sign-in")
        answer = self.post("/sign-in", login=login, password=password)
        if answer.status_code == 303:
            self.get(answer.headers["Location"], follow_redirects=True)
        return answer

    @staticmethod
    def token_of(page: str) -> str:
        """Return the token of the forms of a page; raises AssertionError where it has none."""
        found = _TOKEN.search(page)
        assert found is not None
        return found[1]

    def _read(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and (found := _TOKEN.search(answer.text)):
            self._token = found[1]
        return answer
