"""The console over HTTP: pages on a large store, and many who watch."""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from measuring import Figures, percentile

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from demo_house import demo_pages, demo_store
from multiplied import multiply
from visitors import PASSWORD, Visitor
from waitress.server import create_server
from wandering import Page

from xiangyue import Engine
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.serving import settle
from xiangyue_admin.settings import ApiSettings, SignIn

_ANSWERS = 5
_OK, _TOO_FAST = 200, 429
_NO_CALLS = ("callout",)
_GOAL = 0.15  # seconds
_UNBOUND = ConsoleSettings(
    sign_in=SignIn(per_minute=100_000), api=ApiSettings(per_minute=10_000_000)
)


@contextmanager
def served(url: str) -> Iterator[str]:
    """Serve the console, the API and an empty view in a process of their own."""
    command = [sys.executable, __file__, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def page_figures(folder: Path, tasks: int, rows: int, rounds: int) -> Figures:
    """Open every kind of page on a store of so many tasks and journal entries, in turn."""
    small = demo_store(folder)
    large = folder / "large.db"
    shutil.copy(small, large)
    begin = time.perf_counter()
    held = multiply(large, 8, without=_NO_CALLS)
    each = multiply(large, 1, without=_NO_CALLS, ended=True)
    held_tasks, held_rows = each[0] - held[0], each[1] - held[1]
    more = max((tasks - each[0]) // held_tasks, (rows - each[1]) // held_rows) // 2 + 1
    found = multiply(large, more, without=_NO_CALLS, ended=True, mark="-older")
    built = time.perf_counter() - begin
    kinds, _ = demo_pages(folder)
    pages = [page for room in kinds.values() for page in room]
    with served(f"sqlite:///{large}") as url:
        people = _signed_in(url, pages)
        counted = _counted(url, people, pages)
        spent = _opened(url, people, pages, rounds)
    every = [one for seconds in spent.values() for one in seconds]
    slow = sorted(spent, key=lambda page: -percentile(spent[page], 95))
    figures: Figures = {
        "tasks": found[0],
        "journal entries": found[1],
        "built in s": built,
        "all pages shown once, studies counted, s": counted,
        "pages opened": len(every),
        "page p50 ms": percentile(every, 50) * 1000,
        "page p95 ms": percentile(every, 95) * 1000,
        "pages over 150 ms at p95": sum(percentile(s, 95) > _GOAL for s in spent.values()),
    }
    for page in slow:
        if percentile(spent[page], 95) > _GOAL:
            name = f"{page.room}.{page.name} p95 ms"
            figures.setdefault(name, percentile(spent[page], 95) * 1000)
    return figures


def _signed_in(url: str, pages: list[Page]) -> dict[str | None, requests.Session]:
    """Return whoever opens a page, signed in."""
    people = {page.login: requests.Session() for page in pages}
    for login, person in people.items():
        if login is not None:
            token = Visitor.token_of(person.get(f"{url}/sign-in").text)
            said = {"csrf_token": token, "login": login, "password": PASSWORD}
            person.post(f"{url}/sign-in", data=said).raise_for_status()
    return people


def _counted(url: str, people: dict[str | None, requests.Session], pages: list[Page]) -> float:
    """Open each page until it shows what it is about; return how long all took.

    A study of a long journal is counted beside the pages: until then its page comes back by itself.
    """
    begin = time.perf_counter()
    for page in pages:
        while soon := people[page.login].get(url + page.url).headers.get("Refresh"):
            time.sleep(float(soon))
    return time.perf_counter() - begin


def _opened(
    url: str, people: dict[str | None, requests.Session], pages: list[Page], rounds: int
) -> dict[Page, list[float]]:
    """Return how long each page took in each round."""
    spent: dict[Page, list[float]] = {page: [] for page in pages}
    for _ in range(rounds):
        for page in pages:
            begin = time.perf_counter()
            answer = people[page.login].get(url + page.url)
            if answer.status_code == _OK:
                spent[page].append(time.perf_counter() - begin)
            elif answer.status_code != _TOO_FAST:
                raise AssertionError(f"{answer.status_code}: {page}")
    return {page: seconds for page, seconds in spent.items() if seconds}


def watching_figures(folder: Path, watchers: int) -> Figures:
    """Let many watch one call-out: how soon all see a change, and how fast a page is meanwhile."""
    store = folder / "watched.db"
    shutil.copy(demo_store(folder), store)
    with Engine(f"sqlite:///{store}") as engine, served(f"sqlite:///{store}") as url:
        call, answers = _running(engine)
        person = requests.Session()
        token = Visitor.token_of(person.get(f"{url}/sign-in").text)
        said = {"csrf_token": token, "login": "lu", "password": PASSWORD}
        person.post(f"{url}/sign-in", data=said)
        community, _, task = call.partition("/")
        path = f"/communities/{community}/call-outs/{task}"
        alone = [_seconds(person, url + path) for _ in range(20)]
        crowd = [_watch(url, f"{path}/events", person) for _ in range(watchers)]
        for one in crowd:
            _next(one)
        watched = [_seconds(person, url + path) for _ in range(20)]
        delays: list[float] = []
        for member in answers:
            begin = time.perf_counter()
            if len(delays) == _ANSWERS or not engine.act(call, "accept", by=member):
                continue
            seen = [threading.Thread(target=_next, args=(one,)) for one in crowd]
            for thread in seen:
                thread.start()
            for thread in seen:
                thread.join()
            delays.append(time.perf_counter() - begin)
    if not delays:
        raise AssertionError("nobody may answer")
    return {
        "watchers": len(crowd),
        "watchers: all have seen an answer, s": statistics.median(delays),
        "watchers: the call-out's page ms, none watching": percentile(alone, 95) * 1000,
        "watchers: the same while all watch": percentile(watched, 95) * 1000,
    }


def _running(engine: Engine) -> tuple[str, list[str]]:
    """Return a call-out that is under way, and who has been asked and has not answered."""
    for community in engine.communities():
        for one in engine.tasks(community, flow="callout").tasks:
            if one.ended_at is None:
                told = engine.history(one)
                acts = (act for decision in told for act in decision.interventions)
                asked = {member for act in acts if act.kind == "ask" for member in act.detail["to"]}
                return one.ref, sorted(asked - {decision.command.actor for decision in told})
    raise AssertionError("no call-out is under way")


def _seconds(person: requests.Session, url: str) -> float:
    begin = time.perf_counter()
    person.get(url).raise_for_status()
    return time.perf_counter() - begin


def _watch(url: str, path: str, person: requests.Session) -> Any:
    """Begin to watch; a socket of its own, with the signed-in person's cookie."""
    host, _, port = url.removeprefix("http://").partition(":")
    sock = socket.create_connection((host, int(port)), timeout=60)
    cookie = "; ".join(f"{one.name}={one.value}" for one in person.cookies)
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
    return sock.makefile("rb")


def _next(stream: Any) -> None:
    """Wait for the next event."""
    while not stream.readline().startswith(b"data:"):
        pass


def main(url: str) -> None:
    """Serve a store on a port that is free, and print it."""
    with Engine(url) as engine:
        app: Flask = create_app(engine, _UNBOUND)
        app.add_url_rule("/empty", "empty", lambda: "{}", methods=["POST"])
        server: Any = create_server(
            app,
            host="127.0.0.1",
            port=0,
            threads=256,
            connection_limit=1024,
            asyncore_use_poll=True,
        )
        settle()
        print(server.effective_port, flush=True)
        server.run()


if __name__ == "__main__":
    main(sys.argv[1])
