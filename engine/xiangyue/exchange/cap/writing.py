"""An alert written as CAP 1.2: the same alert, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

from xiangyue.errors import BadInput
from xiangyue.exchange.cap.model import Alert, Area, Info, Pair, Point, Reference, Resource

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Lines = Iterator[str]


def write_alert(alert: Alert) -> bytes:
    """Return the alert as XML in UTF-8; what it does not say is left out.

    Raises BadInput for a character that XML has no way to write.
    """
    text = "".join([_HEAD, f'<alert xmlns="{_NAMESPACE}">\n', *_alert(alert), "</alert>\n"])
    found = _NOT_XML.search(text)
    if found:
        raise BadInput("cap-not-xml", number=f"U+{ord(found[0]):04X}")
    return text.encode()


def time_text(at: datetime) -> str:
    """Return a time as the protocol writes it: to the second, with its offset, UTC as -00:00."""
    text = at.isoformat(timespec="seconds")
    return f"{text[:-6]}-00:00" if at.utcoffset() == timedelta() else text


def reference_text(reference: Reference) -> str:
    """Return what another message names this one by."""
    return f"{reference.sender},{reference.identifier},{time_text(reference.sent)}"


def _alert(alert: Alert) -> Lines:
    yield from _must(1, "identifier", alert.identifier)
    yield from _must(1, "sender", alert.sender)
    yield from _must(1, "sent", time_text(alert.sent))
    yield from _must(1, "status", alert.status)
    yield from _must(1, "msgType", alert.msg_type)
    yield from _may(1, "source", alert.source)
    yield from _must(1, "scope", alert.scope)
    yield from _may(1, "restriction", alert.restriction)
    yield from _may(1, "addresses", _list(alert.addresses))
    yield from _each(1, "code", alert.codes)
    yield from _may(1, "note", alert.note)
    yield from _may(1, "references", " ".join(map(reference_text, alert.references)))
    yield from _may(1, "incidents", _list(alert.incidents))
    for info in alert.infos:
        yield from _within(1, "info", _info(info))


def _info(info: Info) -> Lines:
    yield from _may(2, "language", info.language)
    yield from _each(2, "category", info.categories)
    yield from _must(2, "event", info.event)
    yield from _each(2, "responseType", info.response_types)
    yield from _must(2, "urgency", info.urgency)
    yield from _must(2, "severity", info.severity)
    yield from _must(2, "certainty", info.certainty)
    yield from _may(2, "audience", info.audience)
    yield from _pairs(2, "eventCode", info.event_codes)
    yield from _time(2, "effective", info.effective)
    yield from _time(2, "onset", info.onset)
    yield from _time(2, "expires", info.expires)
    yield from _may(2, "senderName", info.sender_name)
    yield from _may(2, "headline", info.headline)
    yield from _may(2, "description", info.description)
    yield from _may(2, "instruction", info.instruction)
    yield from _may(2, "web", info.web)
    yield from _may(2, "contact", info.contact)
    yield from _pairs(2, "parameter", info.parameters)
    for resource in info.resources:
        yield from _within(2, "resource", _resource(resource))
    for area in info.areas:
        yield from _within(2, "area", _area(area))


def _resource(resource: Resource) -> Lines:
    yield from _must(3, "resourceDesc", resource.desc)
    yield from _must(3, "mimeType", resource.mime_type)
    yield from _may(3, "size", "" if resource.size is None else str(resource.size))
    yield from _may(3, "uri", resource.uri)
    yield from _may(3, "derefUri", resource.deref_uri)
    yield from _may(3, "digest", resource.digest)


def _area(area: Area) -> Lines:
    yield from _must(3, "areaDesc", area.desc)
    yield from _each(3, "polygon", (" ".join(map(_point, points)) for points in area.polygons))
    for circle in area.circles:
        text = f"{_point((circle.latitude, circle.longitude))} {_number(circle.radius)}"
        yield from _must(3, "circle", text)
    yield from _pairs(3, "geocode", area.geocodes)
    yield from _may(3, "altitude", _number(area.altitude))
    yield from _may(3, "ceiling", _number(area.ceiling))


def _must(depth: int, tag: str, text: str) -> Lines:
    yield f"{'  ' * depth}<{tag}>{escape(text, {chr(13): '&#13;'})}</{tag}>\n"


def _may(depth: int, tag: str, text: str) -> Lines:
    if text:
        yield from _must(depth, tag, text)


def _each(depth: int, tag: str, texts: Iterable[str]) -> Lines:
    for text in texts:
        yield from _must(depth, tag, text)


def _time(depth: int, tag: str, at: datetime | None) -> Lines:
    if at is not None:
        yield from _must(depth, tag, time_text(at))


def _pairs(depth: int, tag: str, pairs: Iterable[Pair]) -> Lines:
    for pair in pairs:
        inside = (_must(depth + 1, "valueName", pair.name), _must(depth + 1, "value", pair.value))
        yield from _within(depth, tag, (line for lines in inside for line in lines))


def _within(depth: int, tag: str, lines: Lines) -> Lines:
    yield f"{'  ' * depth}<{tag}>\n"
    yield from lines
    yield f"{'  ' * depth}</{tag}>\n"


def _list(words: Iterable[str]) -> str:
    return " ".join(f'"{word}"' if any(map(str.isspace, word)) else word for word in words)


def _point(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(number: float | None) -> str:
    """Write a number without an exponent, which the schema does not know."""
    if number is None:
        return ""
    return f"{Decimal(repr(float(number))):f}".removesuffix(".0")
