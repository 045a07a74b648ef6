"""Somebody who follows every link of the console that they are shown, and remembers each page."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from visitors import Visitor
from werkzeug.exceptions import HTTPException

FOLLOWED, SHOWN = 3, 1
"""Of how many pages of one kind a visitor follows the links, and how many are looked at."""
_BROKEN = 400


class Page(NamedTuple):
    """A page: its room and name in the table of access, who is shown it, and where it is."""

    room: str
    name: str
    login: str | None
    url: str


class Links(HTMLParser):
    """What the links and forms of a page lead to."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads, or a form that only asks."""
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))
        if tag == "form" and given.get("method", "get") == "get" and given.get("action"):
            self.found.append(str(given["action"]))


def named(app: Flask, url: str, method: str = "GET") -> tuple[str, str] | None:
    """Return the room and name of the page that an address leads to; None where to none."""
    try:
        found, _ = app.url_map.bind("localhost").match(urlsplit(url).path, method)
    except HTTPException:
        return None
    endpoint: list[str] = str(found).rsplit(".", 2)
    return (endpoint[-2], endpoint[-1]) if len(endpoint) > 1 else None


def pages(app: Flask, login: str | None, broken: list[str] | None = None) -> Iterator[Page]:
    """Yield pages that somebody comes to by links; those that lead nowhere are noted."""
    broken = [] if broken is None else broken
    visitor = Visitor(app)
    if login is not None:
        assert visitor.sign_in(login).status_code == 303, login
    met: dict[tuple[str, str], int] = defaultdict(int)
    ahead, known = deque([("/", "")]), {"/"}
    while ahead:
        url, on = ahead.popleft()
        name = named(app, url)
        if name is None:
            broken.append(f"{url} on {on} as {login}: no page")
            continue
        if name[1] in ("asset", "stream") or met[name] >= FOLLOWED:
            continue
        met[name] += 1
        answer = visitor.get(url)
        if answer.status_code >= _BROKEN:
            broken.append(f"{url} on {on} as {login}: {answer.status_code}")
        links = [answer.headers["Location"]] if answer.status_code in (302, 303) else []
        if answer.mimetype == "text/html" and answer.status_code == 200:
            yield Page(*name, login, url)
            links = Links(answer.text).found
        answer.close()
        for link in links:
            to = urldefrag(urljoin(url, link)).url
            parts = urlsplit(to)
            if parts.netloc:
                broken.append(f"{to} on {url} as {login}: another host")
            elif to not in known:
                known.add(to)
                ahead.append((to, url))


def each_kind(
    app: Flask, logins: tuple[str | None, ...]
) -> tuple[dict[str, list[Page]], list[str]]:
    """Return pages by room: of every kind a few of the first visitor's, and one of another's.

    Whoever has fewer powers sees other parts of a page. Second, the links that are broken.
    """
    broken: list[str] = []
    found: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for login in logins:
        for page in pages(app, login, broken):
            alike = found[page.room, page.name]
            mine = sum(one.login == login for one in alike)
            others = {one.login for one in alike} - {login}
            if mine < SHOWN and len(others) < 2 and not (others and mine):
                alike.append(page)
    by_room: dict[str, list[Page]] = defaultdict(list)
    for (room, _), alike in found.items():
        by_room[room] += alike
    return by_room, broken
