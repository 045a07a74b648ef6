"""A console on a real server, and browsers that watch a page of it as events come."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from visitors import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PATIENCE = 30


def signed_in(url: str, login: str) -> requests.Session:
    """Return a browser that is signed in."""
    browser = requests.Session()
    browser.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=300))
    browser.headers["Accept-Language"] = "en"
    found = _TOKEN.search(browser.get(f"{url}/sign-in", timeout=_PATIENCE).text)
    assert found is not None
    data = {"csrf_token": found[1], "login": login, "password": PASSWORD}
    answer = browser.post(f"{url}/sign-in", data=data, allow_redirects=False, timeout=_PATIENCE)
    assert answer.status_code == 303
    return browser


class EventSource:
    """What a browser makes of a stream of events: it remembers the last id, and may come again."""

    def __init__(self, browser: requests.Session, url: str, last: str | None = None) -> None:
        """Connect, from where one was."""
        sent = {"Last-Event-ID": last} if last else {}
        self.answer = browser.get(url, headers=sent, stream=True, timeout=_PATIENCE)
        self.last = last or ""
        self._lines = self.answer.iter_lines(chunk_size=1, decode_unicode=True)

    def next(self) -> tuple[str, str] | None:
        """Return the kind and text of the next event; None when the server has ended the stream."""
        event: dict[str, str] = {}
        for line in self._lines:
            if not line and "data" in event:
                self.last = event.get("id", self.last)
                return event.get("event", "message"), str(json.loads(event["data"]))
            name, _colon, value = line.partition(": ")
            if name:
                event[name] = value
        return None

    def close(self) -> None:
        """Go away, as a browser does that is closed."""
        self.answer.close()


def soon(is_so: Callable[[], Any], seconds: float = _PATIENCE) -> bool:
    """Wait for something that another thread brings about; returns whether it has."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        threading.Event().wait(0.05)
    return bool(is_so())
