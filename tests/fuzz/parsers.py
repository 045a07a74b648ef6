"""What reads other people's files: how each is called, and files that it reads well.

A line for each parser. A seed is made here, never copied from anywhere; ``call`` is given a file
and reads all of it, tells what it found, and raises nothing but errors of our own.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import hsds
import openpyxl

from xiangyue import Engine, lint, load, plugs
from xiangyue.exchange.cloudevents import read_event, to_command
from xiangyue.exchange.digit.door import DigitWorkflows
from xiangyue.exchange.digit.exporting import export_profile
from xiangyue.exchange.discover import discover
from xiangyue.exchange.fitsheet import read_communities, template
from xiangyue.exchange.hsds.importer import Hsds
from xiangyue.exchange.jsonfile import read_json
from xiangyue.exchange.placing import PlacesMap
from xiangyue.exchange.readlog import read_log
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBERS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.order_columns import order_columns
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.units import COLUMNS as UNITS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.plugs import Incoming
from xiangyue.profile import build, check
from xiangyue.profile.source import parse
from xiangyue.time.notices import read_notice

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"
LANGUAGES = ("en", "zh")


class Parser(NamedTuple):
    """What reads a file: ``file`` is what the file is called, ``grown`` writes one of 100 MB."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    call: Callable[[Path], object]
    file: str = "file"
    grown: Callable[[], Iterable[bytes]] | None = None


def said(found: Iterable[Any]) -> None:
    """Read what was found in every language: no sentence may fail, or hold half a character."""
    for one in found:
        for lang in LANGUAGES:
            f"{one.text(lang)} {one.mend(lang)} {one.place}".encode()


# --- event logs -----------------------------------------------------------------------------------

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
 <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <global scope="event"><string key="concept:name" value="x"/></global>
 <classifier name="Activity" keys="concept:name"/>
 <trace>
  <string key="concept:name" value="一号"/>
  <date key="deadline" value="2026-01-09T10:00:00+08:00"/>
  <event><string key="concept:name" value="receive"/><string key="org:resource" value="li"/>
   <date key="time:timestamp" value="2026-01-01T09:00:00.000+08:00"/>
   <int key="n" value="3"/></event>
  <event><string key="concept:name" value="visit"><string key="note" value="n"/></string>
   <date key="time:timestamp" value="2026-01-02T09:00:00Z"/><boolean key="b" value="true"/></event>
 </trace>
 <trace><string key="concept:name" value="2"/>
  <event><string key="concept:name" value="receive"/><string key="org:group" value="hall"/>
   <date key="time:timestamp" value="2026-01-03T09:00:00+08:00"/>
   <float key="f" value="1.5"/></event>
  <event><string key="concept:name" value="end"/>
   <date key="time:timestamp" value="2026-01-04T09:00:00+08:00"/></event>
 </trace>
</log>
"""
LOG = """case id,activity,timestamp,resource,case:kind,deadline
1,receive,2026-01-01 09:00:00,li,路灯,2026-01-09
1,visit,2026-01-02 10:30:00,"wang, jia",路灯,2026-01-09
2,receive,2026-01-03 09:00:00,li,ditch,
2,end,2026-01-05 09:00:00,li,ditch,
"""


def _log(path: Path) -> None:
    discover(read_log(path), "drafted")


def _xes_seeds() -> Sequence[bytes]:
    return (
        XES.encode(),
        gzip.compress(XES.encode(), mtime=0),
        XES.replace("UTF-8", "UTF-16").encode("utf-16"),
    )


def _log_seeds() -> Sequence[bytes]:
    day_first = re.sub(r"2026-01-(\d\d)", r"\g<1>.01.2026", LOG).replace(",", ";")
    return LOG.encode(), LOG.encode("gb18030"), LOG.encode("utf-16"), day_first.encode()


def _grown_xes() -> Iterable[bytes]:
    begin, _, rest = XES.partition(" <trace>")
    trace = f" <trace>{rest.partition('</log>')[0]}".encode()
    yield begin.encode()
    for _ in range(100_000_000 // len(trace)):
        yield trace
    yield b"</log>"


def _grown_log() -> Iterable[bytes]:
    yield LOG.partition("\n")[0].encode() + b"\n"
    for n in range(1_500_000):
        yield b"%d,receive,2026-01-01 09:00:00,li,lamp,some more text to fill the row\n" % (n // 4)


# --- sheets ---------------------------------------------------------------------------------------

Rows = list[list[Any]]


def _rows(columns: Sequence[Column], *records: dict[str, Any]) -> Rows:
    """Return a header and records; what a record does not say is the column's example."""
    shown = [[one.get(column.id, column.example) for column in columns] for one in records]
    return [[column.zh for column in columns], *shown]


def _csv(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def _xlsx(rows: Rows, more: object = "=1+1") -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if more:
        sheet.append([3.5, True, None, more])
    sheet["A2"].number_format = "000"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_seeds(rows: Rows) -> Callable[[], Sequence[bytes]]:
    return lambda: (_xlsx(rows), _csv(rows), _csv(rows, "gb18030"), _csv(rows, "utf-16"))


_UNITS = _rows(
    UNITS,
    {"unit": "x", "level": "township", "parent": "", "title": "新启"},
    {"unit": "x-1", "level": "village", "parent": "x"},
    {"unit": "x-1-1", "level": "网格", "parent": "x-1", "title_en": None},
)
_MEMBERS = _rows(
    MEMBERS,
    {"member": "zhao", "home": "xinqi", "role": "", "at": "", "deputy": ""},
    {"member": "qian", "home": "新启村", "role": "secretary", "at": "xinqi", "deputy": "zhao"},
)


def _order_seeds() -> Sequence[bytes]:
    columns = order_columns(_village().intake("xinqi"))
    return _sheet_seeds(_rows(columns, {"number": "1"}, {"number": "2", "category": ""}))()


@cache
def _village() -> Engine:
    engine = Engine()
    engine.add_unit("xinqi", "village", title={"zh": "新启村"})
    engine.install(PROFILES / "hamlet", community="xinqi")
    engine.register("li", home="xinqi")
    return engine


def _import_units(path: Path) -> None:
    said(import_units(_village(), path, by="li", dry=True).findings)


def _import_members(path: Path) -> None:
    said(import_members(_village(), path, by="li", dry=True).findings)


def _import_orders(path: Path) -> None:
    said(import_orders(_village(), path, community="xinqi", by="li", dry=True).findings)


def _grown_sheet() -> Iterable[bytes]:
    yield "单位编号,层级,上级,名称\n".encode()
    for n in range(99_990):
        yield f"u{n},village,,{'名' * 300} {n}\n".encode()


FIT = "resource-scarce-rural"


def _fit_seeds() -> Sequence[bytes]:
    rows = [line.split(",") for line in template().splitlines()[-2:]]
    return template().encode(), template("zh").encode("gb18030"), _xlsx(rows, "")


# --- directories ----------------------------------------------------------------------------------

_MAP = """types: {tutoring: ["lessons*", t1]}
always: {offered_quantity: 1, emergency_quantity: 0, counted_in: people, ready_minutes: 5,
  contact_member: "@organization", contact_deputy: "@by", insurance: none, consent_version: v1,
  return_rule: returned}
locations: hall
"""
_TABLES = {
    "organizations.csv": "id,name\n1,House\n",
    "services.csv": "id,organization_id,name,status\n2,1,Lessons,active\n",
    "services_at_location.csv": "id,service_id,location_id\n3,2,4\n",
    "locations.csv": "id,location_type,name\n4,physical,Hall\n",
    "schedules.csv": 'id,service_id,freq,byday,opens_at\n5,2,WEEKLY,"MO,TU",09:00\n',
}


def _directory_seeds() -> Sequence[bytes]:
    one = hsds.service(
        service_at_locations=[{"id": hsds.uid(1), "location": hsds.location()}],
        schedules=[{"id": hsds.uid(2), "freq": "MONTHLY", "byday": "2MO", "opens_at": "9 am"}],
        capacities=[{"available": 3, "unit": {"name": "hours"}}],
        attributes=[{"taxonomy_term": {"code": "t1", "name": "课"}, "value": "x"}],
    )
    tables = io.BytesIO()
    with zipfile.ZipFile(tables, "w") as packed:
        for name, text in _TABLES.items():
            packed.writestr(name, text)
    host = hsds.organization(services=[one], locations=[hsds.location(201)])
    lines = [json.dumps(part, ensure_ascii=False).encode() for part in (host, one)]
    page = json.dumps({"contents": [one, host], "size": 2}, indent=1).encode("utf-16")
    return b"\n".join(lines), page, tables.getvalue()


@cache
def _library() -> Engine:
    engine = Engine()
    engine.add_unit("xinqi", "village")
    engine.install("resource-library", community="xinqi")
    engine.register("li", home="xinqi")
    return engine


def _directory(path: Path) -> None:
    mapping = path.with_name("map.yaml")
    mapping.write_text(_MAP, encoding="utf-8")
    said_in: dict[str, Any] = {"engine": _library(), "community": "xinqi", "by": "li"}
    found = Hsds().take(Incoming(path=path, dry=True, options={"map": str(mapping)}, **said_in))
    total = found.total
    assert total.read == total.carried + total.changed + total.refused
    for one in found.notes:
        f"{one.say} {one.mend} {one.place} {one.at}".encode()


def _grown_directory() -> Iterable[bytes]:
    yield b'{"contents": ['
    for n in range(20_000):
        yield b",\n" * bool(n) + json.dumps(hsds.service(n, description="x" * 5000)).encode()
    yield b"]}"


# --- YAML -----------------------------------------------------------------------------------------


def _profile(path: Path) -> None:
    said(lint(load(path.parent), plugs.limits()))


SHOWN = ("ditch", "errand", "hamlet", "levee", "market", "watchhouse")


def _profile_seeds() -> Sequence[bytes]:
    return tuple((PROFILES / name / "profile.yaml").read_bytes() for name in SHOWN)


NOTICE = """country: CN
year: 2027
source: 国办发明电〔2026〕1号
off: [2027-01-01, 2027-02-05..2027-02-12]
work: [2027-01-30]
"""

# --- JSON -----------------------------------------------------------------------------------------

EVENT = """{"specversion": "1.0", "id": "1", "source": "https://county.example/一",
 "type": "org.xiangyue.task.open", "subject": "xinqi", "time": "2026-06-01T09:00:00+08:00",
 "data": {"flow": "assigned", "title": "沟", "source": "paper", "data": {"content": "沟"}}}
"""


def _event_seeds() -> Sequence[bytes]:
    act = EVENT.replace("task.open", "task.act").replace('"flow": "assigned"', '"action": "rate"')
    act = act.replace('"xinqi"', '"xinqi/1"').replace('"title": "沟"', '"version": 3')
    return EVENT.encode(), act.encode(), EVENT.encode("utf-16"), gzip.compress(EVENT.encode())


def _event(path: Path) -> None:
    found = read_json(path)
    for name in found.value if isinstance(found.value, dict) else ():
        found.place(name)
    command = to_command(read_event(found.value), "li")
    if command.task is None:
        _village().try_out(command)


MAP = """{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name":
 "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": [
 {"type": "Feature", "id": 1, "properties": {"unit": "xinqi", "adcode": 330102}, "geometry": {
  "type":
  "MultiPolygon", "coordinates": [[[[120, 30], [121.5, 30, 5], [121, 31], [120, 30]],
  [[120.5, 30.2], [120.6, 30.2], [120.6, 30.3]]]]}},
 {"type": "Feature", "properties": {"name": "新启村"}, "geometry": {"type": "GeometryCollection",
  "geometries": [{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}]}}]}
"""


def _map(path: Path) -> None:
    incoming = Incoming(path=path, engine=_village(), by="li", dry=True)
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
    Parser("digit", lambda: (WORKFLOWS.encode(), WORKFLOWS.encode("utf-16")), _workflows),
    Parser("xes", _xes_seeds, _log, grown=_grown_xes),
    Parser("csv log", _log_seeds, _log, grown=_grown_log),
    Parser("units", _sheet_seeds(_UNITS), _import_units, grown=_grown_sheet),
    Parser("members", _sheet_seeds(_MEMBERS), _import_members),
    Parser("orders", _order_seeds, _import_orders),
    Parser("fit", _fit_seeds, lambda path: read_communities(path, [FIT])),
    Parser("profile", _profile_seeds, _profile, "profile.yaml"),
    Parser("hsds", _directory_seeds, _directory, grown=_grown_directory),
    Parser("event", _event_seeds, _event),
    Parser("map", lambda: (MAP.encode(), gzip.compress(MAP.encode())), _map),
    Parser("notice", lambda: (NOTICE.encode(),), read_notice),
)
