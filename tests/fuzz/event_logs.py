"""Event logs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from parser import Parser

from xiangyue.exchange.logs.discover import discover
from xiangyue.exchange.logs.readlog import read_log

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


PARSERS = (
    Parser("xes", _xes_seeds, _log, grown=_grown_xes),
    Parser("csv log", _log_seeds, _log, grown=_grown_log),
)
