"""More of what reads other people's files: alerts, requests, rules and resources from sheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import commons
import lamps
from parser import Parser, said

import xiangyue.cli
from xiangyue import Engine, run_scenarios
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.reading import read_alert, read_root
from xiangyue.exchange.cap.writing import write_alert
from xiangyue.exchange.open311.importing import Open311Requests
from xiangyue.exchange.sheets.point_rules import import_points
from xiangyue.exchange.sheets.resources import import_resources
from xiangyue.plugs import Incoming

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"

# --- alerts ---------------------------------------------------------------------------------------

CAP = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
 <identifier>A-1</identifier><sender>water@county.example</sender>
 <sent>2026-06-01T09:00:00+08:00</sent><status>Actual</status><msgType>Update</msgType>
 <scope>Restricted</scope><restriction>staff</restriction><code>x</code>
 <references>water@county.example,A-0,2026-06-01T08:00:00+08:00</references>
 <info><language>zh-CN</language><category>Met</category><event>暴雨</event>
  <responseType>Prepare</responseType><urgency>Expected</urgency><severity>Severe</severity>
  <certainty>Likely</certainty><eventCode><valueName>e</valueName><value>11B03</value></eventCode>
  <effective>2026-06-01T09:00:00+08:00</effective><expires>2026-06-01T21:00:00+08:00</expires>
  <headline>暴雨橙色预警</headline><description>x &amp; y</description><web>http://a.example/</web>
  <parameter><valueName>p</valueName><value>v</value></parameter>
  <resource><resourceDesc>map</resourceDesc><mimeType>image/png</mimeType><size>9</size>
   <uri>http://a.example/m.png</uri></resource>
  <area><areaDesc>新启村；山河村</areaDesc>
   <polygon>30,120 30,121 31,121 30,120</polygon><circle>30.5,120.5 10</circle>
   <geocode><valueName>区划代码</valueName><value>330102001001</value></geocode>
   <altitude>1</altitude><ceiling>2</ceiling></area></info>
</alert>
"""


def _alert(path: Path) -> None:
    said(check(read_root(path)))
    alert = read_alert(path)
    again = read_alert(write_alert(alert), "again")
    assert write_alert(again) == write_alert(alert)


def _alert_seeds() -> Sequence[bytes]:
    plain = re.sub("<(/?)([a-zA-Z])", r"<\1c:\2", CAP.replace("xmlns=", "xmlns:c="))
    return CAP.encode(), CAP.replace("UTF-8", "GB18030").encode("gb18030"), plain.encode()


# --- requests -------------------------------------------------------------------------------------

REQUEST = {
    "service_request_id": "7",
    "status": "open",
    "service_name": "Lights",
    "service_code": "006",
    "description": "暗",
    "requested_datetime": "2026-06-01T09:30:00+08:00",
    "address": "8TH AVE",
    "lat": 30.25,
    "long": "120.5",
    "media_url": None,
}
REQUESTS = """<?xml version="1.0"?>
<service_requests><request><service_request_id>7</service_request_id><status>open</status>
<service_code>006</service_code><description>A &amp; B</description><lat>30.25</lat><long/>
<requested_datetime>2026-06-01T09:30:00+08:00</requested_datetime></request></service_requests>"""


@cache
def _town() -> Engine:
    engine = Engine()
    lamps.settle(engine)
    return engine


def _request(path: Path) -> None:
    options = {"map": ("006=lamp",), "with": ("kind=dark",)}
    found = Open311Requests().take(
        Incoming(path, _town(), lamps.TOWN, "app", dry=True, options=options, now=lamps.after(1))
    )
    total = found.total
    assert total.read == total.carried + total.changed + total.refused
    for one in found.notes:
        f"{one.say} {one.mend} {one.place} {one.at}".encode()


def _request_seeds() -> Sequence[bytes]:
    zeros = json.dumps([REQUEST]).replace('"006"', "006")
    return json.dumps([REQUEST, REQUEST], indent=1).encode(), REQUESTS.encode(), zeros.encode()


# --- sheets ---------------------------------------------------------------------------------------

POINTS = [["积分标准", ""], ["类别", "分值"], ["ditch", "８"], ["care", "4"]]
RESOURCES = [
    ["资源编号", "资源名称", "提供方", "所在单位", "What", "Amount", "Best before"],
    ["R-1", "小船", "club", "东组", "boat", "2", "2027-05-01"],
    ["R-2", "床位", "", "", "bed", "１２", ""],
]


def _written(rows: Sequence[Sequence[str]]) -> Sequence[bytes]:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(), text.getvalue().encode("gb18030")


@cache
def _commons() -> Engine:
    engine = Engine()
    commons.settle(engine, lamps.after(0))
    return engine


@cache
def _lending() -> Engine:
    engine = Engine()
    engine.add_unit("here", "village")
    engine.add_unit("east", "grid", parent="here", title={"zh": "东组"})
    engine.install(PROFILES / "lending", "here")
    for name in ("li", "club"):
        engine.register(name, home="here", roles={"keeper": "here"})
    return engine


def _points(path: Path) -> None:
    place: dict[str, Any] = {"community": commons.PLACE, "by": "li", "now": lamps.after(1)}
    said(import_points(_commons(), path, reason="As voted.", dry=True, **place).findings)


def _resources(path: Path) -> None:
    said(import_resources(_lending(), path, community="here", by="li", dry=True).findings)


# --- scenarios ------------------------------------------------------------------------------------

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


PARSERS = (
    Parser("alert", _alert_seeds, _alert),
    Parser("requests", _request_seeds, _request),
    Parser("points", lambda: _written(POINTS), _points),
    Parser("resources", lambda: _written(RESOURCES), _resources),
    Parser(
        "scenarios",
        lambda: ((STORIES / "scenarios.yaml").read_bytes(),),
        _scenario,
        "scenarios.yaml",
    ),
)
