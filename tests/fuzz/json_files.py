"""Events, maps and workflows, in JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from parser import Parser, said
from villages import village

from xiangyue.exchange.digit.door import DigitWorkflows
from xiangyue.exchange.digit.exporting import export_profile
from xiangyue.exchange.events.eventing import EventsFile
from xiangyue.exchange.maps.placing import PlacesMap
from xiangyue.plugs import Incoming
from xiangyue.profile import build, check
from xiangyue.profile.source import parse

EVENT = """{"specversion": "1.0", "id": "1", "source": "https://county.example/一",
 "type": "org.xiangyue.task.open", "subject": "xinqi", "time": "2026-06-01T09:00:00+08:00",
 "data": {"flow": "assigned", "title": "沟", "source": "paper", "data": {"content": "沟"}}}
"""


def _event_seeds() -> Sequence[bytes]:
    act = EVENT.replace("task.open", "task.act").replace('"flow": "assigned"', '"action": "rate"')
    act = act.replace('"xinqi"', '"xinqi/1"').replace('"title": "沟"', '"version": 3')
    several = EVENT.replace("\n", "") + "\n" + act.replace("\n", "") + "\n"
    return f"[{EVENT},\n{act}]".encode(), several.encode(), EVENT.encode("utf-16"), several.encode()


def _events(path: Path) -> None:
    incoming = Incoming(path=path, engine=village(), by="li", dry=True)
    EventsFile().take(incoming)


def _grown_events() -> Iterable[bytes]:
    line = EVENT.replace("\n", "").replace("沟", "沟" * 60)
    for n in range(220_000):
        yield line.replace('"id": "1"', f'"id": "{n}"').encode() + b"\n"


MAP = """{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name":
 "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": [
 {"type": "Feature", "id": 1, "properties": {"unit": "xinqi", "adcode": 330102}, "geometry": {
  "type":
  "MultiPolygon", "coordinates": [[[[120, 30], [121.5, 30, 5], [121, 31], [120, 30]],
  [[120.5, 30.2], [120.6, 30.2], [120.6, 30.3]]]]}},
 {"type": "Feature", "properties": {"name": "新启村"}, "geometry": {"type": "GeometryCollection",
  "geometries": [{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}]}}]}
"""


def _grown_map() -> Iterable[bytes]:
    ring = [[120 + n / 10_000, 30 + n % 7 / 10_000] for n in range(2_000)]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    yield b'{"type": "FeatureCollection", "features": ['
    for n in range(2_600):
        one = {"type": "Feature", "properties": {"name": f"x{n}"}, "geometry": shape}
        yield b",\n" * bool(n) + json.dumps(one).encode()
    yield b"]}"


def _map(path: Path) -> None:
    incoming = Incoming(path=path, engine=village(), by="li", dry=True)
    PlacesMap().take(incoming)


WORKFLOWS = """{"RequestInfo": {"ts": 1}, "BusinessServices": [{"tenantId": "pb", "uuid": "b",
 "businessService": "PT.CREATE", "business": "PT", "businessServiceSla": 432000000, "states": [
 {"uuid": "s0", "state": null, "isStartState": true, "isTerminateState": false, "sla": null,
  "applicationStatus": "报修", "actions": [{"action": "APPLY", "nextState": "s1", "active": true,
  "currentState": "s0", "roles": ["CITIZEN", "*"]}]},
 {"uuid": "s1", "state": "DONE", "isTerminateState": "true", "docUploadRequired": true, "sla": 1.5,
  "actions": [{"action": "RATE", "nextStateId": "GONE", "roles": "A,B", "active": false}]}]}],
 "AutoEscalation": [{"businessService": "pt.create", "state": "DONE", "action": "RATE",
  "active": "true", "stateSLA": 1.0, "businessSLA": null, "escalatee": {"roles": ["HEAD"]}}],
 "EscalationConfig": {"maxDepth": 3, "defaultSlaByLevel": [3600000, 14400000], "overrides": {}}}
"""


def _workflows(path: Path) -> None:
    found = DigitWorkflows().take(Incoming(path=path, name="found"))
    document = parse((found.profile or "").encode(), "profile.yaml")
    export_profile(build(document.plain()))
    said(check(document, "file"))


PARSERS = (
    Parser("events", _event_seeds, _events, grown=_grown_events),
    Parser("map", lambda: (MAP.encode(), gzip.compress(MAP.encode())), _map, grown=_grown_map),
    Parser("digit", lambda: (WORKFLOWS.encode(), WORKFLOWS.encode("utf-16")), _workflows),
)
