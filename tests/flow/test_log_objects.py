"""The journal as objects and events (OCEL 2.0), and what others make of exported logs."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from demo_house import demo_store
from hypothesis import given
from hypothesis import strategies as st
from mining import mined

from xiangyue import Engine, Misuse
from xiangyue.cli import main
from xiangyue.exchange.journals.as_ocel import Happening, LogSink, Thing
from xiangyue.exchange.journals.export import LogReport, export_ocel, export_xes
from xiangyue.exchange.journals.ocel_tables import AsTables
from xiangyue.exchange.journals.ocel_texts import AsJson, AsXml
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.exchange.logs.following import follow_log
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.logs.xesout import legible
from xiangyue.flow.machine import FlowMachine
from xiangyue.profile import Flow

pytestmark = pytest.mark.sqlite

# What the specification of OCEL 2.0 says of its JSON.
_TEXT = {"type": "string", "minLength": 1}
_SAID = {"value": {"type": ["string", "number", "boolean"]}, "name": _TEXT}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
_KIND = {"enum": ["string", "time", "integer", "float", "boolean"]}


def _list(**properties: Any) -> dict[str, Any]:
    item = {"type": "object", "properties": properties, "required": [*properties]}
    return {"type": "array", "items": {**item, "additionalProperties": False}}


_TYPES = _list(name=_TEXT, attributes=_list(name=_TEXT, type=_KIND))
_RELATED = _list(objectId=_TEXT, qualifier=_TEXT)
SCHEMA = {
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "additionalProperties": False,
    "properties": {
        "objectTypes": _TYPES,
        "eventTypes": _TYPES,
        "objects": _list(
            id=_TEXT, type=_TEXT, attributes=_list(**_SAID, time=_TIME), relationships=_RELATED
        ),
        "events": _list(
            id=_TEXT, type=_TEXT, time=_TIME, attributes=_list(**_SAID), relationships=_RELATED
        ),
    },
}


@pytest.fixture(scope="module")
def demo(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A copy of the communities of the demo, after a flood."""
    copy = shutil.copy(demo_store(shared_folder), tmp_path_factory.mktemp("logs") / "demo.db")
    with Engine(f"sqlite:///{copy}") as engine:
        yield engine


def exported(engine: Engine, file: Path, community: str, **terms: Any) -> LogReport:
    """Export a community's journal under the same pseudonyms each time."""
    return export_ocel(engine, file, community, LogTerms(salt=b"salt", **terms))


def told(engine: Engine, folder: Path, community: str, **terms: Any) -> dict[str, Any]:
    """Return an export as JSON, after a look at all that it refers to."""
    exported(engine, folder / "log.json", community, **terms)
    log: dict[str, Any] = json.loads((folder / "log.json").read_bytes())
    jsonschema.validate(log, SCHEMA)
    objects = {one["id"]: one for one in log["objects"]}
    assert len(objects) == len(log["objects"])
    assert len({one["id"] for one in log["events"]}) == len(log["events"])
    for sort in ("object", "event"):
        kinds = {one["name"]: {a["name"] for a in one["attributes"]} for one in log[f"{sort}Types"]}
        assert len(kinds) == len(log[f"{sort}Types"])
        for one in log[f"{sort}s"]:
            assert {a["name"] for a in one["attributes"]} <= kinds[one["type"]]
            assert {r["objectId"] for r in one["relationships"]} <= objects.keys()
    return log


def related(one: dict[str, Any]) -> set[tuple[str, str]]:
    """Return what an object or event of the JSON names, and as what."""
    return {(r["objectId"], r["qualifier"]) for r in one["relationships"]}


def test_every_decision_is_an_event_and_every_task_an_object(demo: Engine, tmp_path: Path) -> None:
    """Each event is on its task; its state over time is what was decided."""
    for community in demo.communities():
        log = told(demo, tmp_path, community, members=True)
        events = {one["id"]: one for one in log["events"]}
        states = {
            one["id"]: [a["value"] for a in one["attributes"] if a["name"] == "state"]
            for one in log["objects"]
        }
        expected = set()
        for task in demo.tasks(community, limit=1000).tasks:
            known: list[str | None] = [""]
            for decision in filter(None, demo.history(task)):
                event = events[f"{community}/{decision.seq}"]
                expected.add(event["id"])
                assert event["type"] == f"{task.flow}.{decision.command.action}"
                assert (task.ref, "on") in related(event)
                actor = decision.command.actor
                assert actor == "system" or (f"member:{actor}", "by") in related(event)
                known += [decision.after] if decision.after != known[-1] else []
            assert states[task.ref] == known[1:] and known[-1] == task.state
        assert expected == events.keys()


def test_objects_meet_as_they_met(demo: Engine, tmp_path: Path) -> None:
    """A match names its need and resource, a call-out whom it asks, a follow-up where from."""
    log = told(demo, tmp_path, "lvyuan", members=True)
    types = {one["id"]: one["type"] for one in log["objects"]}
    pairs: Counter[tuple[str, str, str]] = Counter()
    for one in log["objects"]:
        for to, qualifier in related(one):
            pairs[one["type"], qualifier, types[to]] += 1
    tasks = Counter(types.values())
    assert pairs["match", "need", "need"] == pairs["match", "holds", "resource"] == tasks["match"]
    assert pairs["after_action_review", "comes from", "activation"] == 1
    assert pairs["street_task", "comes from", "Elsewhere"] == tasks["Elsewhere"] == 1
    assert pairs["Unit", "beneath", "Unit"] >= 2
    asked = {
        to
        for one in log["events"]
        for to, qualifier in related(one)
        if one["type"].startswith("callout.") and qualifier == "asks"
    }
    calls = demo.tasks("lvyuan", flow="callout").tasks
    assert asked == {f"member:{one.member}" for call in calls for one in demo.asks(call)}


def test_all_forms_say_the_same(demo: Engine, tmp_path: Path) -> None:
    """JSON, XML and SQLite hold the same objects, events, values and relations."""
    log = told(demo, tmp_path, "jinxiu", refused=True)
    for ending in ("xml.gz", "sqlite"):
        exported(demo, tmp_path / f"log.{ending}", "jinxiu", refused=True)
    exported(demo, tmp_path / "plain.xml", "jinxiu", refused=True)
    tree = ElementTree.parse(tmp_path / "plain.xml").getroot()
    assert [part.tag for part in tree] == ["object-types", "event-types", "objects", "events"]
    for sort in ("object", "event"):
        said = {(one["id"], one["type"], one.get("time")) for one in log[f"{sort}s"]}
        values = Counter(
            (one["id"], a["name"], _as_text(a["value"]), a.get("time"))
            for one in log[f"{sort}s"]
            for a in one["attributes"]
        )
        relations = {(one["id"], *pair) for one in log[f"{sort}s"] for pair in related(one)}
        found = tree.findall(f"{sort}s/{sort}")
        assert {(e.get("id"), e.get("type"), e.get("time")) for e in found} == said
        assert values == Counter(
            (e.get("id"), a.get("name"), a.text or "", a.get("time"))
            for e in found
            for a in e.findall("attributes/attribute")
        )
        assert relations == {
            (e.get("id"), r.get("object-id"), r.get("qualifier"))
            for e in found
            for r in e.findall("objects/relationship")
        }
        with closing(sqlite3.connect(tmp_path / "log.sqlite")) as store:
            assert not store.execute("PRAGMA foreign_key_check").fetchall()
            rows = store.execute(f"SELECT ocel_id, ocel_type FROM {sort}").fetchall()
            assert set(rows) == {(id, kind) for id, kind, _ in said}
            assert len(rows) == len(said)
            table = "object_object" if sort == "object" else "event_object"
            assert set(store.execute(f"SELECT * FROM {table}")) == relations
            count = 0
            for (mapped,) in store.execute(f"SELECT ocel_type_map FROM {sort}_map_type").fetchall():
                cursor = store.execute(f'SELECT * FROM "{sort}_{mapped}"')
                names = [column[0] for column in cursor.description]
                for row in cursor:
                    held = dict(zip(names, row, strict=True))
                    count += sum(
                        value is not None for key, value in held.items() if key[:5] != "ocel_"
                    )
            assert count == values.total()


def _as_text(value: Any, seen: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _seen(str(value)) if seen else str(value)


NAMES = st.text("abxy_.", min_size=1, max_size=5)
TEXTS = st.text(max_size=12)
MOMENTS = st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC))
VALUES = st.one_of(
    TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), MOMENTS
)


@given(data=st.data())
def test_every_value_comes_back_from_every_form(data: st.DataObject) -> None:
    """Whatever text, number or moment it is; of a type's attribute, whatever kinds there are."""
    said = data.draw(st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=4))
    kinds = data.draw(st.lists(TEXTS.map(_seen), min_size=len(said), max_size=len(said)))
    at = datetime(2026, 6, 1, 8, tzinfo=UTC)
    things = [Thing("t", "T", (), ())]
    events = [
        Happening(f"e{n}", kind, at, tuple(some.items()), (("t", "on"),))
        for n, (kind, some) in enumerate(zip(kinds, said, strict=True))
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log"
        with AsTables(file) as tables:
            _tell(tables, things, events)
        with closing(sqlite3.connect(file)) as store:
            mapped = dict(store.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
            for event in events:
                cursor = store.execute(
                    f'SELECT * FROM "event_{mapped[event.type]}" WHERE ocel_id = ?', [event.id]
                )
                row = dict(zip([c[0] for c in cursor.description], next(cursor), strict=True))
                for key, value in event.attributes:
                    assert row[key] == _stored(value)
    for form in (AsJson, AsXml):
        out = io.BytesIO()
        with form() as spooled:
            _tell(spooled, things, events)
            spooled.write(out)
        if form is AsJson:
            found = json.loads(out.getvalue())["events"]
            values = [{a["name"]: a["value"] for a in one["attributes"]} for one in found]
            assert [one["type"] for one in found] == kinds
            assert values == [{k: _in_json(v) for k, v in some.items()} for some in said]
        else:
            tree = ElementTree.fromstring(out.getvalue()).findall("events/event")
            assert [one.get("type") for one in tree] == kinds
            texts = [{a.get("name"): a.text or "" for a in one.iter("attribute")} for one in tree]
            assert texts == [{k: _as_text(_in_json(v), True) for k, v in s.items()} for s in said]


def _tell(sink: LogSink, things: list[Thing], events: list[Happening]) -> None:
    for thing in things:
        sink.thing(thing)
    for event in events:
        sink.happening(event)


def _seen(text: str) -> str:
    return str(legible(text))


def _stored(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value


def _in_json(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def test_objects_tell_nothing_personal_unasked(village: Path, tmp_path: Path) -> None:
    """No form holds a personal value or anybody's id; with both, what is not destroyed is there."""
    words = (
        b"13800001",
        b"13811111",
        b"Ditch 1",
        b"rain",
        b"smaller than it looks",
        "李梅".encode(),
    )
    members = ("li", "wang", "zhao", "coop")
    with Engine(f"sqlite:///{village}") as engine:
        for ending in ("json", "xml", "sqlite"):
            file = tmp_path / f"log.{ending}"
            exported(engine, file, "xinqi", refused=True)
            text = file.read_bytes()
            assert not [word for word in words if word in text]
            assert not [name for name in members if f"member:{name}".encode() in text]
            exported(engine, file, "xinqi", refused=True, personal=True, members=True)
            text = file.read_bytes()
            assert [word for word in words if word not in text] == [b"smaller than it looks"]
            assert b"member:wang" in text


def test_nobody_of_the_demo_is_named(demo: Engine, shared_folder: Path, tmp_path: Path) -> None:
    """Of hundreds of members no id leaves, in whatever fields and acts it stands."""
    with closing(sqlite3.connect(demo_store(shared_folder))) as store:
        names = {name for (name,) in store.execute("SELECT id FROM member")}
    assert len(names) > 300
    for community in demo.communities():
        exported(demo, tmp_path / "log.json", community, refused=True)
        export_xes(demo, tmp_path / "log.xes", community, LogTerms(refused=True))
        for file in ("log.json", "log.xes"):
            words = set(re.findall(r"[\w.-]+", (tmp_path / file).read_text("utf-8")))
            assert not words & names


def test_the_command_writes_each_form(
    village: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name says which; one that says none is refused before anything is read or written."""
    said = ["export", "ocel", "--community", "xinqi", "--db", f"sqlite:///{village}", "-o"]
    counts = set()
    for name in ("a.json", "b.xmlocel.gz", "c.sqlite"):
        assert main([*said, str(tmp_path / name), "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        counts.add((document["tasks"], document["events"]))
    assert len(counts) == 1
    assert main([*said, str(tmp_path / "log.csv")]) == 2
    assert ".jsonocel" in capsys.readouterr().err
    assert len([*tmp_path.iterdir()]) == 3
    with Engine(f"sqlite:///{village}") as engine, pytest.raises(Misuse):
        exported(engine, tmp_path / "d.sqlite", "nowhere")
    assert len([*tmp_path.iterdir()]) == 3


def test_process_mining_tools_agree(demo: Engine, tmp_path: Path) -> None:
    """pm4py reads every form alike, and replays ended tasks on their flows with fitness 1.0."""
    community = "lvyuan"
    for form in ("json", "xml", "sqlite"):
        report = exported(demo, tmp_path / f"log.{form}", community)
    export_xes(demo, tmp_path / "log.xes", community)
    profile = demo.profile(community)
    flows = {name: _ways(flow) for name, flow in profile.flows.items()}
    (tmp_path / "flows.json").write_text(json.dumps(flows), "utf-8")
    found = mined(tmp_path)
    assert (found["cases"], found["events"]) == (report.tasks, report.events)
    ended = {task.flow for task in demo.tasks(community, ended=True, limit=1000).tasks}
    assert found["fitness"] == dict.fromkeys(sorted(ended), 1.0)
    assert found["inductive"] == 1.0
    assert follow_log(read_log(tmp_path / "log.xes"), profile).fitness == 1.0
    assert found["unsatisfied"] == []
    first, *others = found["objects"].values()
    assert others == [first, first]
    assert len(first["events"]) == report.events
    log = json.loads((tmp_path / "log.json").read_bytes())
    met = {to for one in log["events"] for to, _ in related(one)}  # it drops what met no event
    kept = ([one["id"], one["type"]] for one in log["objects"] if one["id"] in met)
    assert first["objects"] == sorted(kept)


def _ways(flow: Flow) -> dict[str, Any]:
    """Return a flow as plain data: where each action leads."""
    sources = FlowMachine(flow).sources
    ways: defaultdict[tuple[str, str, str], None] = defaultdict()
    for action in flow.actions.values():
        for source in sources[action.id]:
            for branch in action.branches:
                ways.setdefault((action.id, source, branch.to or source))
    final = [state.id for state in flow.states.values() if state.final]
    return {"states": [*flow.states], "start": flow.start, "final": final, "ways": [*ways]}
