"""CloudEvents over HTTP: each is decided once, and answered as its command would be."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.http import HTTPMessage, to_binary, to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from flask import Flask
from programs import Program
from werkzeug.test import TestResponse

from xiangyue import Engine
from xiangyue_admin.accounts import Accounts

BATCH = "application/cloudevents-batch+json"
OPEN, ACT, RECEIVE = (
    f"org.xiangyue.{name}" for name in ("task.open", "task.act", "matter.receive")
)
KNOWN = {"task_class": "routine", "difficulty": "normal", "urgency": "soon"}


@pytest.fixture
def program(app: Flask, accounts: Accounts) -> Program:
    """A program that acts as the village's secretary."""
    return Program(app, accounts)


def event(kind: str, subject: str, id: str = "1", **data: Any) -> CloudEvent:
    """Return an event as the official package makes it."""
    said = {"type": kind, "source": "https://county.example/平台", "id": id, "subject": subject}
    return CloudEvent({**said, "datacontenttype": "application/json"}, data)


def post(program: Program, message: HTTPMessage) -> TestResponse:
    """Send a message as it is."""
    return program.send("POST", "/events", message.headers, data=message.body)


def batch(program: Program, events: Any) -> list[dict[str, Any]]:
    """Send a batch; returns the results."""
    answer = program.send("POST", "/events", {"Content-Type": BATCH}, data=orjson.dumps(events))
    assert answer.status_code == 207 and answer.json is not None
    found: list[dict[str, Any]] = answer.json["results"]
    return found


@pytest.mark.parametrize("mode", [to_structured, to_binary])
def test_an_event_opens_a_task_once(program: Program, engine: Engine, mode: Any) -> None:
    """In either mode: 201, and the same decision to whoever sends it again."""
    sent = mode(event(OPEN, "xinqi", flow="village_task", title="Clear the ditch"), JSONFormat())
    first, again = post(program, sent), post(program, sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json and first.json is not None
    assert engine.task(first.json["task"]).title == "Clear the ditch"
    assert program.get(f"/{first.headers['Location']}").status_code == 200
    other = mode(event(OPEN, "xinqi", flow="village_task", title="Another"), JSONFormat())
    assert post(program, other).status_code == 409
    assert len(engine.tasks("xinqi").tasks) == 1


def test_an_event_acts_and_says_why_not(program: Program) -> None:
    """200 where it was done, 409 where the state does not let it, 404 out of the token's sight."""
    ref = f"xinqi/{program.opened()}"
    act = to_structured(event(ACT, ref, action="convert", data=KNOWN), JSONFormat())
    done = post(program, act)
    assert (done.status_code, done.json and done.json["after"]) == (200, "valued")
    late = to_structured(event(ACT, ref, "2", action="convert", data=KNOWN), JSONFormat())
    refused = post(program, late)
    assert refused.status_code == 409
    assert refused.json is not None and refused.json["reasons"]
    elsewhere = to_structured(event(RECEIVE, "lvyuan", category="need"), JSONFormat())
    assert post(program, elsewhere).status_code == 404


def test_each_event_of_a_batch_is_answered_by_itself(program: Program, engine: Engine) -> None:
    """One that is none, or asks for nothing, holds up no other, and is named by its place."""
    made = [
        orjson.loads(JSONFormat().write(one))
        for one in (
            event(RECEIVE, "xinqi", category="need", title="A ramp"),
            event(ACT, "xinqi/nothing", "2", action="convert"),
            event("org.xiangyue.task.moved", "xinqi", "3"),
            event(RECEIVE, "lvyuan", "4", category="need"),
        )
    ]
    found = batch(program, [*made, {"id": "5"}, 7, made[0]])
    assert [one["status"] for one in found] == [201, 404, 422, 404, 400, 400, 201]
    assert found[0] == found[-1]
    pointers = [
        one["problem"]["errors"][0]["pointer"] for one in found[2:6] if "errors" in one["problem"]
    ]
    assert pointers == ["/2/type", "/4/specversion", "/5"]
    assert len(engine.tasks("xinqi").tasks) == 1 and engine.verify()


NONE = [
    ("application/cloudevents+json", b"{", 400),
    ("application/cloudevents+json", b"[]", 400),
    ("application/cloudevents+json", b'{"specversion": "1.0", "id": "1"}', 400),
    ("application/cloudevents+json; charset=utf-16", b"{}", 415),
    (BATCH, b"{}", 400),
    (BATCH, b'[{"a": 1, "a": 2}]', 400),
    (BATCH, b"[" + b",".join([b"1"] * 1001) + b"]", 413),
    ("application/json", b"{}", 400),
    ("text/xml", b"<a/>", 415),
]


def test_what_is_no_event_is_told_so(program: Program, engine: Engine) -> None:
    """With a problem of its own, and nothing recorded."""
    for kind, body, status in NONE:
        answer = program.send("POST", "/events", {"Content-Type": kind}, data=body)
        assert answer.status_code == status, (kind, body)
        assert answer.json is not None and answer.json["detail"]
    assert not engine.tasks("xinqi").tasks


def test_the_feed_is_read_back_and_asks_for_nothing(program: Program) -> None:
    """What happened is no command: sent back as it came, each event is refused by its type."""
    program.opened()
    fed = program.get("/communities/xinqi/events").json
    assert fed
    found = batch(program, fed)
    assert {one["problem"]["code"] for one in found} == {"event-type"}
