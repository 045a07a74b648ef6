"""Call-outs as they go on: seen by many at once, looked up once for all."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from demo_house import serving
from flask import Flask
from visitors import Visitor
from watchers import EventSource, signed_in, soon

from xiangyue import Engine

HELPERS = [f"v{n}" for n in range(6)]


def by_day() -> datetime:
    """Return a moment of tomorrow at which people may be asked."""
    return datetime.now(UTC).replace(hour=2, minute=0) + timedelta(days=1)


@pytest.fixture
def call(engine: Engine) -> str:
    """Three are called out to clear a ditch, of six who might come."""
    for name in HELPERS:
        engine.register(name, roles={"team_leader": "xinqi", "adult": "xinqi"})
    wanted = {"wanted": 3, "work": "clearing"}
    task = engine.open(
        "callout", community="xinqi", by="chen", title="Ditch", data=wanted, now=by_day()
    )
    assert task, task.why()
    return task.ref.partition("/")[2]


def act(engine: Engine, call: str, action: str, by: str, **more: Any) -> None:
    """Do something in the call-out."""
    decision = engine.act(
        f"xinqi/{call}", action, by=by, now=by_day() + timedelta(minutes=1), **more
    )
    assert decision, decision.why()


def come(event: tuple[str, str] | None) -> int:
    """Return how many come, as the page says it."""
    assert event is not None
    found = re.search(r'data-say="(\d+) come', event[1])
    assert found is not None, event[1]
    return int(found[1])


def polling() -> set[threading.Thread]:
    """Return those that ask for what is new; whoever watched before may not have noticed yet."""
    return {thread for thread in threading.enumerate() if thread.name == "live"}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note every statement that reaches the database meanwhile, by whichever thread."""
    found: list[str] = []
    connections: list[Any] = []

    def note(dbapi: Any, *_rest: Any) -> None:
        dbapi.set_trace_callback(found.append)
        connections.append(dbapi)

    sa.event.listen(engine.sql, "checkout", note)
    try:
        yield found
    finally:
        sa.event.remove(engine.sql, "checkout", note)
        for dbapi in connections:
            dbapi.set_trace_callback(None)


def test_whoever_watches_sees_who_comes(app: Flask, engine: Engine, call: str) -> None:
    """At once what is so now, then each answer, and in the end that it is over."""
    with serving(app) as url:
        page = f"{url}/communities/xinqi/call-outs/{call}"
        watcher = EventSource(signed_in(url, "li"), f"{page}/events")
        assert watcher.answer.headers["Content-Type"].startswith("text/event-stream")
        assert come(watcher.next()) == 0
        act(engine, call, "accept", "v1")
        assert come(watcher.next()) == 1
        act(engine, call, "decline", "v2")
        told = watcher.next()
        assert told is not None
        assert "Cannot come" in told[1]
        act(engine, call, "call_off", "chen", note="It holds.")
        last = watcher.next()
        assert last is not None
        assert last[0] == "over"
        assert watcher.next() is None


def test_whoever_comes_again_goes_on_where_they_were(app: Flask, engine: Engine, call: str) -> None:
    """What was seen is not sent again; what happened meanwhile is; and once over, it stays over."""
    with serving(app) as url:
        browser, page = signed_in(url, "li"), f"{url}/communities/xinqi/call-outs/{call}/events"
        first = EventSource(browser, page)
        assert come(first.next()) == 0
        first.close()
        again = EventSource(browser, page, first.last)
        act(engine, call, "accept", "v1")
        assert come(again.next()) == 1
        again.close()
        act(engine, call, "accept", "v2")
        later = EventSource(browser, page, again.last)
        assert come(later.next()) == 2
        act(engine, call, "call_off", "chen", note="It holds.")
        assert (later.next() or ("",))[0] == "over"
        assert EventSource(browser, page, later.last).answer.status_code == 204


def test_two_hundred_cost_as_much_as_one(app: Flask, engine: Engine, call: str) -> None:
    """An answer is read as often for two hundred watchers as for one, and the journals too."""
    with serving(app, threads=220) as url:
        browser = signed_in(url, "li")
        page = f"{url}/communities/xinqi/call-outs/{call}/events"
        seen = {}
        for many, helper in ((1, "v1"), (200, "v2")):
            with ThreadPoolExecutor(200) as crowd:
                watchers = list(crowd.map(lambda _: EventSource(browser, page), range(many)))
                before = {come(one) for one in crowd.map(EventSource.next, watchers)}
                assert len(before) == 1
                with statements(engine) as found:
                    act(engine, call, "accept", helper)
                    after = {come(one) for one in crowd.map(EventSource.next, watchers)}
                assert after == {before.pop() + 1}
            for one in watchers:
                one.close()
            looks = [one for one in found if "FROM ask" in one and one.startswith("SELECT")]
            seen[many] = len(looks), len(found)
        print("statements for one watcher and for 200:", seen)
        assert seen[1][0] == seen[200][0] > 0
        assert seen[200][1] < 200


def test_nothing_is_left_when_watchers_go(app: Flask, engine: Engine, call: str) -> None:
    """Who closes the page is noticed at the next event; with the last of them the asking ends."""
    others = polling()
    with serving(app) as url:
        browser = signed_in(url, "li")
        page = f"{url}/communities/xinqi/call-outs/{call}/events"
        watchers = [EventSource(browser, page) for _ in range(8)]
        for one in watchers:
            one.next()
        assert polling() - others
        for one in watchers:
            one.close()
        for answer in [("accept", name) for name in HELPERS] + [("decline", n) for n in HELPERS]:
            act(engine, call, *answer)
            if soon(lambda: not polling() - others, 3):
                break
        assert not polling() - others


def test_a_siblings_admin_watches_nothing(app: Flask, call: str) -> None:
    """Neither the page nor its events are there for whoever may not see the community."""
    visitor = Visitor(app)
    visitor.sign_in("zhao")
    for page in ("", "/events"):
        assert visitor.get(f"/communities/xinqi/call-outs/{call}{page}").status_code == 404


def test_without_scripts_the_page_says_the_same(app: Flask, engine: Engine, call: str) -> None:
    """It shows how it stands, and offers to be loaded again."""
    act(engine, call, "accept", "v1")
    visitor = Visitor(app)
    visitor.sign_in("li")
    text = visitor.get(f"/communities/xinqi/call-outs/{call}").text
    assert "Load again" in text
    assert "1 of 3" in text
    assert "v1" in text


def test_what_calls_nobody_out_has_no_events(app: Flask, engine: Engine) -> None:
    """An ordinary task is no call-out."""
    task = engine.open("village_task", community="xinqi", by="li", title="Ditch")
    visitor = Visitor(app)
    visitor.sign_in("li")
    name = task.ref.partition("/")[2]
    for page in ("events", ""):
        assert visitor.get(f"/communities/xinqi/call-outs/{name}/{page}").status_code in (400, 404)
