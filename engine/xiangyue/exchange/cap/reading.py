"""An alert read from a file or from bytes."""

from __future__ import annotations

from pathlib import Path

from xiangyue.errors import BadInput
from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.document import MOST_BYTES, Node, read_document, tagged
from xiangyue.exchange.cap.model import LANGUAGE, Alert, Area, Info, Resource
from xiangyue.exchange.cap.said import CAP_1_1, CAP_1_2, Said
from xiangyue.exchange.names import shown

_OLD = frozenset({"urn:oasis:names:tc:emergency:cap:1.0", "http://www.incident.com/cap/1.0"})
_NEW = frozenset({CAP_1_2, CAP_1_1})
_ALIKE = {"Very Likely": "Likely"}  # what 1.1 says of a word of 1.0


def read_alert(source: Path | bytes, name: str = "", most: int = MOST_BYTES) -> Alert:
    """Return the alert in a file or in its bytes, of version 1.2 or 1.1.

    It is read as leniently as can be done without a guess: what is missing or cannot be read is
    left out, and ``check`` says so. Nothing that it names is fetched. Raises BadInput, with the
    place, where it is no XML, too large (``most`` bytes), no alert, or does not say by whom,
    when and as what it was sent.
    """
    return alert_of(read_root(source, name, most))


def read_alerts(source: Path | bytes, name: str = "", most: int = MOST_BYTES) -> tuple[Alert, ...]:
    """Return all alerts in a file: one, or those in an envelope or a feed.

    Raises BadInput as ``read_alert`` does.
    """
    return tuple(map(alert_of, read_roots(source, name, most)))


def read_root(source: Path | bytes, name: str = "", most: int = MOST_BYTES) -> Node:
    """Return the element of the one alert in a file; raises BadInput as ``read_alert`` does.

    It is raised where there are several, too.
    """
    roots = read_roots(source, name, most)
    if len(roots) > 1:
        raise BadInput("cap-several", place=roots[1].place, count=len(roots))
    return roots[0]


def read_roots(source: Path | bytes, name: str = "", most: int = MOST_BYTES) -> tuple[Node, ...]:
    """Return the elements of all alerts in a file: one, or those in an envelope (EDXL) or a feed.

    Raises BadInput, with the place, where it is no XML, too large, or holds none.
    """
    root = read_document(source, name, most)
    if root.tag == "alert" and root.space in {*_NEW, ""}:
        return (root,)
    found = tuple(node for node in root.walk() if node.tag == "alert" and node.space in _NEW)
    if found:
        return found
    if root.space in _OLD:
        raise BadInput("cap-old", place=root.place)
    if root.tag == "alert":
        raise BadInput("cap-namespace", place=root.place, name=shown(root.space))
    raise BadInput("cap-root", place=root.place, tag=tagged(root))


def alert_of(root: Node) -> Alert:
    """Return what an element says; raises BadInput where it does not say which alert it is."""
    said = Said(root)
    sent = said.time("sent")
    for tag in ("identifier", "sender", "sent"):
        if not said.text(tag):
            raise BadInput("cap-nameless", place=root.place, tag=tag)
    if sent is None:
        node = said.all("sent")[0]
        raise BadInput("cap-time", place=node.place, tag="sent", text=shown(node.said()))
    return Alert(
        identifier=said.text("identifier"),
        sender=said.text("sender"),
        sent=sent,
        status=said.text("status"),
        msg_type=said.text("msgType"),
        scope=said.text("scope"),
        source=said.text("source"),
        restriction=said.text("restriction"),
        addresses=values.words(said.text("addresses")),
        codes=said.texts("code"),
        note=said.text("note"),
        references=values.references(said.text("references")),
        incidents=values.words(said.text("incidents")),
        infos=tuple(_info(node) for node in said.all("info")),
        place=root.place,
        node=root,
    )


def _info(node: Node) -> Info:
    said = Said(node)
    certainty = said.text("certainty")
    return Info(
        event=said.text("event"),
        categories=said.texts("category"),
        urgency=said.text("urgency"),
        severity=said.text("severity"),
        certainty=_ALIKE.get(certainty, certainty),
        language=said.text("language") or LANGUAGE,
        response_types=said.texts("responseType"),
        audience=said.text("audience"),
        event_codes=said.pairs("eventCode"),
        effective=said.time("effective"),
        onset=said.time("onset"),
        expires=said.time("expires"),
        sender_name=said.text("senderName"),
        headline=said.text("headline"),
        description=said.text("description"),
        instruction=said.text("instruction"),
        web=said.text("web"),
        contact=said.text("contact"),
        parameters=said.pairs("parameter"),
        resources=tuple(_resource(one) for one in said.all("resource")),
        areas=tuple(_area(one) for one in said.all("area")),
        place=node.place,
    )


def _resource(node: Node) -> Resource:
    said = Said(node)
    return Resource(
        desc=said.text("resourceDesc"),
        mime_type=said.text("mimeType"),
        size=values.whole(said.text("size")),
        uri=said.text("uri"),
        deref_uri=said.text("derefUri"),
        digest=said.text("digest"),
    )


def _area(node: Node) -> Area:
    said = Said(node)
    return Area(
        desc=said.text("areaDesc"),
        polygons=said.read("polygon", values.polygon),
        circles=said.read("circle", values.circle),
        geocodes=said.pairs("geocode"),
        altitude=values.decimal(said.text("altitude")),
        ceiling=values.decimal(said.text("ceiling")),
        place=node.place,
    )
