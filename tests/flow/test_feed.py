"""The change feed: the journal as CloudEvents, by cursor, without anybody's personal values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from xiangyue import Engine, Misuse
from xiangyue.cli import main
from xiangyue.work.feed import PREFIX, TYPES, Event

pytestmark = pytest.mark.sqlite

PLACES = ("xinqi", "shanhe", "shigou")


def whole(engine: Engine, community: str, limit: int = 1000, **more: Any) -> list[Event]:
    """Return every event of a community, page after page."""
    found: list[Event] = []
    after = 0
    while (page := engine.feed(community, after, limit, **more)).next > after:
        found += page.events
        after = page.next
    return found


@pytest.fixture(scope="module")
def events(village: Path) -> dict[str, list[Event]]:
    """Return everything that happened in three villages."""
    with Engine(f"sqlite:///{village}") as engine:
        return {place: whole(engine, place) for place in PLACES}


def test_each_event_is_a_cloud_event(events: dict[str, list[Event]]) -> None:
    """As another implementation reads them, with the right attributes."""
    for place, some in events.items():
        for event in some:
            read = JSONFormat().read(CloudEvent, orjson.dumps(event))
            assert read.get_id() == f"{place}/{read.get_extension('xiangyueseq')}"
            assert read.get_source() == f"urn:xiangyue:{place}"
            assert read.get_type().startswith(PREFIX)
            assert read.get_data() == event["data"]
            assert read.get_time() is not None


def test_each_entry_is_one_event_in_its_order(
    events: dict[str, list[Event]], village: Path
) -> None:
    """Nothing is left out, and whatever the engine journals has a name of its own."""
    with Engine(f"sqlite:///{village}") as engine:
        heads = engine.heads()
    for place, some in events.items():
        last = int(heads[place].partition(":")[0])
        assert [event["xiangyueseq"] for event in some] == list(range(1, last + 1))
    elsewhere = {f"{PREFIX}task.reported"}  # these villages distribute nothing
    assert {event["type"] for some in events.values() for event in some} == {*TYPES} - elsewhere


def test_pages_and_types_leave_nothing_out(events: dict[str, list[Event]], village: Path) -> None:
    """A short page goes on where it ended; a first word stands for all that begin so."""
    with Engine(f"sqlite:///{village}") as engine:
        assert whole(engine, "xinqi", limit=3) == events["xinqi"]
        tasks = whole(engine, "xinqi", limit=2, types=["task"])
        refused = whole(engine, "shigou", types=["task.refused", f"{PREFIX}mode"])
        end = engine.feed("xinqi", after=10**6)
    assert tasks == [e for e in events["xinqi"] if e["type"].startswith(f"{PREFIX}task.")]
    kinds = {f"{PREFIX}task.refused", f"{PREFIX}mode.changed"}
    assert refused == [e for e in events["shigou"] if e["type"] in kinds]
    assert (end.events, end.next) == ((), 10**6)


def test_no_event_holds_a_personal_value(events: dict[str, list[Event]]) -> None:
    """Neither phones, notes and titles, nor the salts and hashes that stand for them."""
    said = orjson.dumps(events).decode()
    for word in ("1380000", "1390000", "Ditch 1", "smaller than", "please", "salt", "private"):
        assert word not in said


def test_a_refusal_says_why_in_codes(events: dict[str, list[Event]]) -> None:
    """A limit is named; what was read to refuse stays inside."""
    refused = [e["data"] for e in events["shigou"] if e["type"] == f"{PREFIX}task.refused"]
    assert refused
    for data in refused:
        assert data["outcome"] == "refused"
        assert data["reasons"]
        assert all({"code"} <= reason.keys() <= {"code", "limit"} for reason in data["reasons"])
    assert any("limit" in reason for data in refused for reason in data["reasons"])


def test_a_task_can_be_followed(events: dict[str, list[Event]]) -> None:
    """Who did what, from where to where, and what came of it."""
    mine = [e for e in events["xinqi"] if e.get("subject") == "xinqi/d1"]
    assert mine[0]["type"] == f"{PREFIX}task.opened"
    moved = next(e["data"] for e in mine if e["type"] == f"{PREFIX}task.moved")
    assert (moved["actor"], moved["action"]) == ("li", "rate")
    assert moved["before"] != moved["after"]
    switched = [d for e in events["shigou"] for d in e["data"].get("does", ()) if "mode" in d]
    assert switched
    assert any("points" in e["data"] for e in events["shigou"])


def test_what_does_not_exist_is_refused(village: Path) -> None:
    """Not answered with nothing: a typing error would go unnoticed for ever."""
    with Engine(f"sqlite:///{village}") as engine:
        for given in (["task.refusd"], ["tasks"], ["entry."], [""]):
            with pytest.raises(Misuse, match="type"):
                engine.feed("xinqi", types=given)
        for community in ("nowhere", "~registry", "zhen"):
            with pytest.raises(Misuse):
                engine.feed(community)
        for after, limit in ((-1, 1), (2**70, 1), (0, 0), (0, 1001)):
            with pytest.raises(Misuse):
                engine.feed("xinqi", after, limit)
        assert engine.feed("xinqi", types=["entry.of-a-kind-to-come"]).events == ()


def test_the_command_prints_a_line_an_event(
    village: Path, events: dict[str, list[Event]], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One JSON object each; with --json one document that says where to go on."""
    where = ("--db", f"sqlite:///{village}", "--community", "xinqi", "--after", "2")
    assert main(("feed", *where, "--limit", "5")) == 0
    lines = capsysbinary.readouterr().out.splitlines()
    assert [orjson.loads(line) for line in lines] == events["xinqi"][2:7]
    assert main(("feed", *where, "--type", "task.refused", "--json")) == 0
    document = orjson.loads(capsysbinary.readouterr().out)
    assert {event["type"] for event in document["events"]} == {f"{PREFIX}task.refused"}
    assert document["next"] == len(events["xinqi"])
