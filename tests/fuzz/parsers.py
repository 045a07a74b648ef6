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
from typing import Any

import hsds
import openpyxl
from parser import Parser, said

import xiangyue.cli
from xiangyue import Engine, lint, load, plugs, run_scenarios
from xiangyue.exchange.cap.checking import check as check_alert
from xiangyue.exchange.cap.reading import alert_of, read_alert, read_root
from xiangyue.exchange.cap.writing import write_alert
from xiangyue.exchange.digit.door import DigitWorkflows
from xiangyue.exchange.digit.exporting import export_profile
from xiangyue.exchange.discover import discover
from xiangyue.exchange.eventing import EventsFile
from xiangyue.exchange.fitsheet import read_communities, template
from xiangyue.exchange.hsds.importer import Hsds
from xiangyue.exchange.open311.reading import read_requests
from xiangyue.exchange.placing import PlacesMap
from xiangyue.exchange.readlog import read_log
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBERS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.order_columns import order_columns
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.point_columns import point_columns
from xiangyue.exchange.sheets.point_rules import import_points
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.resources import import_resources, resource_columns
from xiangyue.exchange.sheets.telling import of_orders
from xiangyue.exchange.sheets.units import COLUMNS as UNITS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.plugs import Incoming
from xiangyue.profile import build, check
from xiangyue.profile.source import parse
from xiangyue.time.notices import read_notice

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"


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
    {"member": "qian", "home": "新启村", "role": "cadre", "at": "xinqi", "deputy": "zhao"},
)


def _order_seeds() -> Sequence[bytes]:
    records: list[dict[str, Any]] = [
        {
            "number": "1",
            "category": "上级任务",
            "field:content": "沟",
            "field:complete_by": "2026-07-01",
        },
        {"number": "2", "category": "instruction", "field:content": "桥"},
    ]
    return _sheet_seeds(_rows(order_columns(_village().intake("xinqi")), *records))()


@cache
def _village() -> Engine:
    engine = Engine()
    engine.add_unit("xinqi", "village", title={"zh": "新启村"})
    engine.install(PROFILES / "hamlet", community="xinqi")
    engine.register("li", roles={"cadre": "xinqi"})
    return engine


def _import_units(path: Path) -> None:
    said(import_units(_village(), path, by="li", dry=True).findings)


def _import_members(path: Path) -> None:
    said(import_members(_village(), path, by="li", dry=True).findings)


def _import_orders(path: Path) -> None:
    _counted(import_orders(_village(), path, community="xinqi", by="li", dry=True))


def _counted(found: OrderReport) -> None:
    said((*found.findings, *found.refused, *found.warnings))
    total = of_orders(found, "f").total
    assert total.read == found.rows
    assert min(total.carried, total.changed, total.refused) >= 0


def _resource_seeds() -> Sequence[bytes]:
    columns = resource_columns(_library().profile("xinqi"))
    given = {"number": "1", "owner": "", "unit": "", "field:item": "活动场地"}
    return _sheet_seeds(_rows(columns, given, {**given, "number": "xinqi/2"}))()


def _import_resources(path: Path) -> None:
    _counted(import_resources(_library(), path, community="xinqi", by="li", dry=True))


RULES = "resource-scarce-rural", "award_factor"


def _rule_seeds() -> Sequence[bytes]:
    columns = point_columns(_ruled().profile("xinqi"), RULES[1])
    rows: Rows = [[column.zh for column in columns], ["[1..3]", "pass", 0.5], ["≥4、0", "-", "70%"]]
    return _sheet_seeds(rows)()


def _import_points(path: Path) -> None:
    where: dict[str, Any] = {"community": "xinqi", "by": "li", "reason": "-", "table": RULES[1]}
    found = import_points(_ruled(), path, dry=True, **where)
    said((*found.findings, *found.warnings))


@cache
def _ruled() -> Engine:
    engine = Engine()
    engine.install(RULES[0], community="xinqi")
    return engine


def _grown_sheet() -> Iterable[bytes]:
    yield "单位编号,层级,上级,名称\n".encode()
    for n in range(99_990):
        yield f"u{n},village,,{'名' * 300} {n}\n".encode()


FIT = "resource-scarce-rural"


def _fit_seeds() -> Sequence[bytes]:
    rows = [line.split(",") for line in template().splitlines()[-2:]]
    return template().encode(), template("zh").encode("gb18030"), _xlsx(rows, "")


# --- requests of Open311 --------------------------------------------------------------------------

REQUESTS = (
    b'[{"service_request_id":1, "status":"open", "service_code":006, "lat":37.76, "long":-122.4},'
    b' {"service_request_id":"2", "notes":[{"a":null}], "description":"a \\u00e9 \\" b"}]',
    b'<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>1'
    b"</service_request_id><description>A &amp; B</description><long/><notes><note>x</note></notes>"
    b"</request></service_requests>",
)


def _requests(path: Path) -> None:
    for one in read_requests(path):
        for name in one.said:
            f"{one.text(name)} {one.place(name)} {one.at}".encode()


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


# --- alerts ---------------------------------------------------------------------------------------

ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
 <identifier>33-2</identifier><sender>office@example.cn</sender>
 <sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Update</msgType>
 <scope>Restricted</scope><restriction>村委会</restriction><addresses>a "b c"</addresses>
 <references>office@example.cn,33-1,2026-07-01T07:00:00+08:00</references>
 <info><language>zh-CN</language><category>Met</category><event>暴雨</event>
  <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
  <eventCode><valueName>GB</valueName><value>11B03</value></eventCode>
  <expires>2026-07-01T20:00:00+08:00</expires><headline>暴雨</headline>
  <resource><resourceDesc>图</resourceDesc><mimeType>image/png</mimeType><size>12</size>
   <uri>https://example.cn/1.png</uri><derefUri>AAAA</derefUri></resource>
  <area><areaDesc>新启村</areaDesc>
   <polygon>30.1,120.1 30.1,120.3 30.3,120.3 30.1,120.1</polygon><circle>30.2,120.2 5</circle>
   <geocode><valueName>区划代码</valueName><value>330100000000</value></geocode>
   <altitude>1</altitude><ceiling>2.5</ceiling></area></info>
</alert>
"""


def _alert_seeds() -> Sequence[bytes]:
    return (
        ALERT.encode(),
        ALERT.replace("UTF-8", "GB18030").encode("gb18030"),
        ALERT.replace("cap:1.2", "cap:1.1").encode("utf-16"),
        gzip.compress(ALERT.encode(), mtime=0),
    )


def _alert(path: Path) -> None:
    root = read_root(path)
    said(check_alert(root))
    alert = alert_of(root)
    assert read_alert(write_alert(alert)) == alert


# --- YAML -----------------------------------------------------------------------------------------


def _profile(path: Path) -> None:
    said(lint(load(path.parent), plugs.limits()))


SHOWN = ("ditch", "errand", "hamlet", "levee", "market", "watchhouse")


def _profile_seeds() -> Sequence[bytes]:
    return tuple((PROFILES / name / "profile.yaml").read_bytes() for name in SHOWN)


STORIES = Path(xiangyue.cli.__path__[0]) / "template"


def _scenario_seeds() -> Sequence[bytes]:
    return ((STORIES / "scenarios.yaml").read_bytes(),)


def _scenario(path: Path) -> None:
    text = (STORIES / "profile.yaml").read_text(encoding="utf-8").replace("NAME", "errands")
    path.with_name("profile.yaml").write_text(text, encoding="utf-8")
    report = run_scenarios(path.parent)
    said(report.findings)
    for result in report.results:
        repr(result).encode()


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
    several = EVENT.replace("\n", "") + "\n" + act.replace("\n", "") + "\n"
    return f"[{EVENT},\n{act}]".encode(), several.encode(), EVENT.encode("utf-16"), several.encode()


def _events(path: Path) -> None:
    incoming = Incoming(path=path, engine=_village(), by="li", dry=True)
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
    Parser("resources", _resource_seeds, _import_resources),
    Parser("points", _rule_seeds, _import_points),
    Parser("fit", _fit_seeds, lambda path: read_communities(path, [FIT])),
    Parser("open311", lambda: REQUESTS, _requests),
    Parser("alert", _alert_seeds, _alert),
    Parser("profile", _profile_seeds, _profile, "profile.yaml"),
    Parser("events", _event_seeds, _events, grown=_grown_events),
    Parser("map", lambda: (MAP.encode(), gzip.compress(MAP.encode())), _map, grown=_grown_map),
    Parser("hsds", _directory_seeds, _directory, grown=_grown_directory),
    Parser("scenarios", _scenario_seeds, _scenario, "scenarios.yaml"),
    Parser("notice", lambda: (NOTICE.encode(),), read_notice),
)
