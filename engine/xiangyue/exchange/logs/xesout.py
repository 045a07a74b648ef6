"""An EventLog written as XES, a case at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.wholefile import whole
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, Value

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
"""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile('[&<>"\t\n\r]')


def write_xes(log: EventLog, path: Path) -> None:
    """Write the log to ``path``, gzipped if that ends in ``.gz``; the same log, the same bytes.

    The file is there as a whole or not at all. Raises BadInput if a name or value holds a
    character that XML has no way to write.
    """
    with whole(path) as file:
        file.writelines(_pieces(log))


def _pieces(log: EventLog) -> Iterator[bytes]:
    yield _HEAD.encode()
    for case in log.cases:
        yield "".join(_case(case, log.name)).encode()
    yield b"</log>\n"


def _case(case: Case, name: str) -> Iterator[str]:
    yield f"<trace>\n{attribute('concept:name', case.id, name)}"
    for key, value in case.attributes.items():
        yield attribute(key, value, name)
    for event in case.events:
        yield f"<event>{''.join(_event(event, name))}</event>\n"
    yield "</trace>\n"


def _event(event: Event, name: str) -> Iterator[str]:
    yield attribute("concept:name", event.activity, name)
    yield attribute("time:timestamp", event.at, name)
    if event.resource is not None:
        yield attribute("org:resource", event.resource, name)
    if event.group is not None:
        yield attribute("org:group", event.group, name)


def attribute(key: str, value: Value, name: str = "") -> str:
    """Return the element of an attribute; raises BadInput, at the log ``name``, as above."""
    match value:
        case bool():
            kind, text = "boolean", str(value).lower()
        case int():
            kind, text = "int", str(value)
        case float():
            kind, text = "float", repr(value)
        case datetime():
            kind, text = "date", value.isoformat()
        case _:
            kind, text = "string", value
    for part in (key, text):
        if found := _NOT_XML.search(part):
            raise BadInput("log-not-xml", place=Place(name), number=f"U+{ord(found[0]):04X}")
    return f"<{kind} key={quoted(key)} value={quoted(text)}/>"


def quoted(text: str) -> str:
    """Return a text as the value of an attribute of XML."""
    return quoteattr(text) if _SPECIAL.search(text) else f'"{text}"'


def legible(value: Value) -> Value:
    """Return a value with whatever XML cannot hold as the mark of an unknown character."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
