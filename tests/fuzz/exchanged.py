"""Requests of Open311, directories and alerts."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import hsds
from parser import Parser, said
from villages import library

from xiangyue.exchange.cap.checking import check as check_alert
from xiangyue.exchange.cap.reading import alert_of, read_alert, read_root
from xiangyue.exchange.cap.writing import write_alert
from xiangyue.exchange.hsds.importer import Hsds
from xiangyue.exchange.open311.reading import read_requests
from xiangyue.plugs import Incoming

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


def _directory(path: Path) -> None:
    mapping = path.with_name("map.yaml")
    mapping.write_text(_MAP, encoding="utf-8")
    said_in: dict[str, Any] = {"engine": library(), "community": "xinqi", "by": "li"}
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


PARSERS = (
    Parser("open311", lambda: REQUESTS, _requests),
    Parser("hsds", _directory_seeds, _directory, grown=_grown_directory),
    Parser("alert", _alert_seeds, _alert),
)
