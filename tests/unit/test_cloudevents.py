"""CloudEvents from elsewhere: what is one, what it asks for, and that it does so once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.http import to_binary, to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput
from xiangyue.exchange.events.cloudevents import (
    ACTS,
    OPENS,
    RECEIVES,
    Event,
    NoEvent,
    read_event,
    read_headers,
    to_command,
)
from xiangyue.time.clock import to_micros
from xiangyue.work.feed import PREFIX

AT = datetime(2026, 6, 1, 1, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "specversion": "1.0",
    "id": "1",
    "source": "https://county.example/platform",
    "type": OPENS,
    "subject": "xinqi",
    "time": "2026-06-01T09:00:00+08:00",
    "data": {"flow": "ditch", "title": "A ditch", "data": {"size": 2.5}},
}


def theirs(**more: Any) -> CloudEvent:
    """Return an event as the official package makes it."""
    known = {name: value for name, value in WHOLE.items() if name != "data"} | {"time": AT}
    data = more.pop("data", WHOLE["data"])
    return CloudEvent({**known, "datacontenttype": "application/json", **more}, data)


def refused(said: Any) -> tuple[str, str]:
    """Return the code and place of what is wrong with an event; both its languages are said."""
    with pytest.raises(BadInput) as caught:
        to_command(read_event(said), "li")
    error = caught.value
    assert all(error.text(lang) and error.mend(lang) for lang in ("en", "zh"))
    return error.code, error.values["at"]


def test_an_event_of_the_official_package_is_read_in_both_modes() -> None:
    """Structured and binary, with a title that no header could hold, they say the same."""
    event = theirs(source="https://county.example/平台 1", id="a%b", ext="x")
    structured, binary = to_structured(event, JSONFormat()), to_binary(event, JSONFormat())
    found = read_event(orjson.loads(structured.body))
    headers = {name.lower(): value for name, value in binary.headers.items()}
    assert read_headers(headers, lambda: orjson.loads(binary.body)) == found
    assert found == Event("a%b", event.get_source(), OPENS, "xinqi", to_micros(AT), WHOLE["data"])


def test_a_header_may_be_a_quoted_string() -> None:
    """Quotes and what stands behind a backslash are taken away, and only then percent signs."""
    said = {"specversion": "1.0", "source": '"/a"', "id": r'"x\"y%22"', "type": OPENS}
    found = read_headers({f"ce-{name}": value for name, value in said.items()}, lambda: None)
    assert (found.id, found.source) == ('x"y"', "/a")


def test_an_event_is_the_command_that_it_asks_for() -> None:
    """Each type in the words of the API's own call."""
    opened = to_command(read_event(WHOLE), "li")
    assert (opened.action, opened.flow, opened.community) == ("open", "ditch", "xinqi")
    assert (opened.task, opened.title, opened.data) == (None, "A ditch", {"size": 2.5})
    act = {"type": ACTS, "subject": "xinqi/_4", "data": {"action": "rate", "version": 3}}
    acted = to_command(read_event(WHOLE | act), "li")
    assert (acted.action, acted.task, acted.version, acted.flow) == ("rate", "_4", 3, None)
    matter = {"type": RECEIVES, "subject": "xinqi/m1", "data": {"category": "need", "note": "x"}}
    received = to_command(read_event(WHOLE | matter), "li")
    assert (received.category, received.task, received.note) == ("need", "m1", "x")


def test_its_time_counts_where_it_did_not_come_in_digitally() -> None:
    """What a program does now is done now, however long the event was on its way."""
    paper = WHOLE | {"data": {"flow": "ditch", "source": "paper"}}
    assert to_command(read_event(paper), "li").occurred_at == to_micros(AT)
    assert to_command(read_event(WHOLE), "li").occurred_at is None


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_the_key_is_that_of_the_source_and_the_id(a: str, b: str, c: str, d: str) -> None:
    """Two events have one key only if both are the same; what else they say does not matter."""
    one, other = (
        to_command(Event(name, source, ACTS, "x/1", None, {"action": action}), "li").key
        for source, name, action in ((a, b, "rate"), (c, d, "send"))
    )
    assert (one == other) == ((a, b) == (c, d))


def test_data_may_be_packed_and_attributes_may_be_null() -> None:
    """Both are legal, and so is an extension that nobody here knows."""
    packed = base64.b64encode(orjson.dumps(WHOLE["data"])).decode()
    said = WHOLE | {"data": None, "data_base64": packed, "time": None, "dataschema": None, "x": 1}
    assert read_event(said).data == WHOLE["data"]
    assert read_event(WHOLE | {"datacontenttype": "application/x+json; charset=utf-8"}).data


@pytest.mark.parametrize(
    ("more", "code", "at"),
    [
        ({"specversion": None}, "event-missing", "/specversion"),
        ({"specversion": "0.3"}, "event-version", "/specversion"),
        ({"id": ""}, "event-text", "/id"),
        ({"id": 7}, "event-text", "/id"),
        ({"source": None}, "event-missing", "/source"),
        ({"type": "a\nb"}, "event-text", "/type"),
        ({"subject": 1}, "event-text", "/subject"),
        ({"time": "2026-06-01T09:00:00"}, "event-time", "/time"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "event-time", "/time"),
        ({"time": "yesterday"}, "event-time", "/time"),
        ({"datacontenttype": "text/xml"}, "event-media", "/datacontenttype"),
        ({"data_base64": "e30="}, "event-twice", "/data_base64"),
        ({"data": None, "data_base64": "!"}, "event-packed", "/data_base64"),
        ({"data": None, "data_base64": "e30"}, "event-packed", "/data_base64"),
        ({"data": None, "data_base64": {}}, "event-packed", "/data_base64"),
    ],
)
def test_what_is_no_event_is_refused_with_its_place(
    more: dict[str, Any], code: str, at: str
) -> None:
    """By a pointer to what is wrong, and with its mend."""
    with pytest.raises(NoEvent):
        read_event(WHOLE | more)
    assert refused(WHOLE | more) == (code, at)


@pytest.mark.parametrize(
    ("more", "code", "at"),
    [
        ({"type": f"{PREFIX}task.opened"}, "event-type", "/type"),
        ({"subject": None}, "event-subject", "/subject"),
        ({"subject": "/"}, "event-subject-task", "/subject"),
        ({"type": ACTS, "data": {"action": "a"}}, "event-subject-task", "/subject"),
        ({"data": "text"}, "event-data", "/data"),
        ({"data": {}}, "event-value", "/data/flow"),
        ({"data": {"flow": "ditch", "size": 2}}, "event-extra", "/data/size"),
        ({"data": {"flow": "ditch", "a/b~": 2}}, "event-extra", "/data/a~1b~0"),
        ({"data": {"flow": "ditch", "data": []}}, "event-value", "/data/data"),
        ({"data": {"flow": ["ditch"]}}, "event-value", "/data/flow"),
        ({"type": ACTS, "data": {"action": "a", "version": True}}, "event-value", "/data/version"),
    ],
)
def test_an_event_that_asks_for_nothing_is_refused_with_its_place(
    more: dict[str, Any], code: str, at: str
) -> None:
    """It is an event, but no command."""
    read_event(WHOLE | more)
    assert refused(WHOLE | more) == (code, at)


@pytest.mark.parametrize("said", [None, [], "x", 3])
def test_what_is_no_object_is_no_event(said: Any) -> None:
    """Whatever JSON can hold."""
    assert refused(said) == ("event-object", "")
