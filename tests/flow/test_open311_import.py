"""Requests of another city come in as matters of the public."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamps import TOWN, after, settle

from xiangyue import BadInput, Engine
from xiangyue.exchange.open311.importing import Open311Requests
from xiangyue.exchange.open311.reading import read_requests
from xiangyue.plugs import Imported, Incoming
from xiangyue.time.clock import to_micros

pytestmark = pytest.mark.sqlite

ONE = {
    "service_request_id": 638344,
    "status": "open",
    "service_name": "Lights",
    "service_code": "006",
    "description": "It is dark",
    "requested_datetime": "2026-06-01T09:30:00+08:00",
    "address": "8TH AVE and JUDAH ST",
    "lat": 30.25,
    "long": 120.5,
    "media_url": None,
}
OF_A_CITY: dict[str, Any] = {"from": "sfgov.org"}
XML = """<?xml version="1.0"?>
<service_requests><request><service_request_id>7</service_request_id><status>open</status>
<service_code>006</service_code><description>A &amp; B</description><lat>30.25</lat><long/>
<notes><note>x</note></notes></request></service_requests>"""


@pytest.fixture
def town() -> Iterator[Engine]:
    """A town whose lamps are kept."""
    with Engine() as engine:
        settle(engine)
        yield engine


def take(
    town: Engine, folder: Path, content: Any, *, dry: bool = False, **options: Any
) -> Imported:
    """Take in a file."""
    file = folder / "requests"
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, "utf-8")
    given = {"map": ("006=lamp",), "with": ("kind=dark",)} | options
    incoming = Incoming(file, town, TOWN, "app", dry=dry, options=given, now=after(1))
    return Open311Requests().take(incoming)


def notes(found: Imported) -> list[tuple[str, str, int]]:
    """Return what is noted: fate, path and line."""
    return [(one.fate, one.at, one.place.line) for one in found.notes]


def test_a_request_comes_in_once(town: Engine, tmp_path: Path) -> None:
    """Its values stand in their fields, its time is its own; taken in again it is the same."""
    found = take(town, tmp_path, [ONE])
    assert (found.total.carried, found.total.read, found.written) == (1, 1, True)
    task = town.task(found.more["tasks"]["638344"])
    assert (task.title, task.opener, task.data["category"]) == ("Lights", town.PUBLIC, "lamp")
    assert (task.data["matter"], task.data["place"]) == ("It is dark", "8TH AVE and JUDAH ST")
    assert task.opened_at == to_micros(after(0.5))
    assert take(town, tmp_path, [ONE]).more == found.more
    elsewhere = take(town, tmp_path, [ONE], **OF_A_CITY)
    assert elsewhere.more != found.more


def test_what_cannot_come_in_is_noted_with_its_place(town: Engine, tmp_path: Path) -> None:
    """Closed ones, unknown services, doubles, odd dates and whatever the engine refuses."""
    requests = [
        ONE,
        ONE,
        {**ONE, "service_request_id": 2, "status": "closed"},
        {**ONE, "service_request_id": 3, "service_code": "17"},
        {**ONE, "service_request_id": 4, "requested_datetime": "04/01/2026"},
        {**ONE, "service_request_id": 5, "requested_datetime": "2015-01-01T00:00:00Z"},
        {**ONE, "service_request_id": None},
        {**ONE, "service_request_id": 6, "zipcode": "94122"},
    ]
    found = take(town, tmp_path, json.dumps(requests, indent=1))
    assert [fate for fate, _, _ in notes(found)] == ["refused"] * 6 + ["changed"]
    assert [at for _, at, _ in notes(found)] == [f"$[{n}]" for n in range(1, 8)]
    assert (found.total.read, found.total.carried, found.total.changed) == (8, 1, 1)
    lines = json.dumps(requests, indent=1).split("\n")
    assert '"closed"' in lines[found.notes[1].place.line - 1]
    late = take(town, tmp_path, requests[5:6], backlog=True)
    assert "2015-01-01" in (town.history(late.more["tasks"]["5"])[0].command.note or "")


def test_what_is_only_looked_at_leaves_nothing(town: Engine, tmp_path: Path) -> None:
    """A dry run says the same and writes nothing; so does a file that breaks off."""
    dry = take(town, tmp_path, [ONE], dry=True)
    assert (dry.total.carried, dry.written) == (1, False)
    for broken in ('[{"service_request_id": 1, "status"', XML[:-20], "{}", "<a/>", "[[]]"):
        with pytest.raises(BadInput) as error:
            take(town, tmp_path, broken)
        assert error.value.place is not None and error.value.place.line
    assert not town.tasks(TOWN).tasks


def test_xml_is_read_as_json_is(town: Engine, tmp_path: Path) -> None:
    """What an element says is what a value says; what has parts is left out by name."""
    found = take(town, tmp_path, XML)
    assert notes(found) == [("changed", "/service_requests/request[1]", 2)]
    assert "notes" in found.notes[0].say["en"]
    assert town.task(found.more["tasks"]["7"]).data["matter"] == "A & B"
    with pytest.raises(BadInput, match="DOCTYPE"):
        take(town, tmp_path, f"<!DOCTYPE a [<!ENTITY b 'c'>]>{XML[21:]}")


def test_zeros_before_a_number_are_kept(tmp_path: Path) -> None:
    """A code that is no number of JSON is read as it stands; what is in quotes is left alone."""
    file = tmp_path / "a.json"
    file.write_text('[{"service_request_id": 1, "service_code":006, "description": "at :007"}]')
    (one,) = read_requests(file)
    assert (one.text("service_code"), one.text("description")) == ("006", "at :007")


def test_samples_come_in(town: Engine, tmp_path: Path, data: Path) -> None:
    """The standard's own requests are read in both forms alike; the open one is taken in."""
    read = {form: read_requests(data / "open311" / f"requests.{form}") for form in ("json", "xml")}
    assert [one.text("lat") for one in read["json"]] == [one.text("lat") for one in read["xml"]]
    text = (data / "open311" / "requests.json").read_text("utf-8")
    text = re.sub("2010-04-19T", "2026-06-01T", text).replace("-08:00", "+08:00")
    found = take(town, tmp_path, text)
    assert (found.total.read, found.total.refused, found.total.changed) == (2, 1, 1)


@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Whatever a file holds, it is requests or an error with a sentence."""
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(data)
    try:
        read_requests(file)
    except BadInput as error:
        assert error.text("en") and error.text("zh")


def test_a_text_without_end_takes_little_memory(tmp_path: Path) -> None:
    """Looking for zeros before numbers, nothing is kept of what was passed."""
    path = tmp_path / "requests"
    path.write_bytes(b'{"a": "' + b"\\u0041" * 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(BadInput):
            read_requests(path)
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()
