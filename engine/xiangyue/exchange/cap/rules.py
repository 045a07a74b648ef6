"""What the schema cannot say of an alert and of its infos."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.cap.findings import Findings
from xiangyue.exchange.cap.model import LANGUAGE
from xiangyue.exchange.cap.said import CAP_1_1, Said
from xiangyue.exchange.cap.schema import FORMS
from xiangyue.exchange.cap.shapes import check_area, check_resource

_UNSAFE = re.compile(r"[\s,<&]")
_REFERENCE = re.compile(r"([^\s,<&]+),([^\s,<&]+),(\S+)")
_ANSWERING = frozenset({"Update", "Cancel", "Ack", "Error"})
_TELLING = frozenset({"Alert", "Update"})
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_TONGUES = frozenset({"zh", "cmn", "yue", "wuu", "hak", "nan", "ja", "ko"})


def check_rules(found: Findings) -> None:
    """Note all in which the alert is not as the standard says in words."""
    root, said = found.root, Said(found.root)
    _names(found, said)
    _audience(found, root, said)
    _references(found, root, said)
    _notes(found, root, said)
    infos = said.all("info")
    if not infos and said.text("msgType") in _TELLING:
        found.warning(root, "cap-no-info")
    for info in infos:
        _info(found, info, said)
    _languages(found, infos)


def _names(found: Findings, said: Said) -> None:
    for tag in ("identifier", "sender"):
        node = said.first(tag)
        if node is None:
            continue
        if not node.said():
            found.error(node, "cap-empty")
        elif _UNSAFE.search(node.said()):
            found.error(node, "cap-name", text=node.said())


def _audience(found: Findings, root: Node, said: Said) -> None:
    scope = said.text("scope")
    if scope == "Restricted" and not said.text("restriction"):
        found.error(said.first("scope") or root, "cap-restriction")
    if scope == "Private" and not values.words(said.text("addresses")):
        found.error(said.first("scope") or root, "cap-addresses")
    restriction = said.first("restriction")
    if restriction is not None and restriction.said() and scope == "Public":
        found.warning(restriction, "cap-restriction-idle")
    for tag in ("addresses", "incidents"):
        node = said.first(tag)
        if node is not None and node.text.count('"') % 2:
            found.warning(node, "cap-quotes")


def _references(found: Findings, root: Node, said: Said) -> None:
    kind = said.text("msgType")
    node = said.first("references")
    if node is None or not node.said():
        if kind in _ANSWERING:
            found.error(said.first("msgType") or root, "cap-references", kind=kind)
        return
    old = root.space == CAP_1_1
    own, sent = (said.text("sender"), said.text("identifier")), said.time("sent")
    for word in node.said().split():
        match = _REFERENCE.fullmatch(word)
        at = values.moment(match[3]) if match else None
        if match is None or at is None or not (old or FORMS["time"].fullmatch(match[3])):
            found.error(node, "cap-reference", text=word)
        elif (match[1], match[2]) == own and at == sent:
            found.error(node, "cap-reference-self")
        elif sent is not None and at > sent:
            found.warning(node, "cap-reference-later", text=word)


def _notes(found: Findings, root: Node, said: Said) -> None:
    if said.text("note"):
        return
    if said.text("status") == "Exercise":
        found.warning(said.first("status") or root, "cap-note-exercise")
    if said.text("msgType") == "Error":
        found.warning(said.first("msgType") or root, "cap-note-error")


def _info(found: Findings, info: Node, alert: Said) -> None:
    said = Said(info)
    event = said.first("event")
    if event is not None and not event.said():
        found.error(event, "cap-empty")
    _expiry(found, info, said, alert)
    language = said.text("language") or LANGUAGE
    words = "".join(map(said.text, ("event", "headline", "description")))
    if _HAN.search(words) and language.lower().partition("-")[0] not in _HAN_TONGUES:
        found.warning(said.first("language") or info, "cap-language-han", language=language)
    web = said.first("web")
    if web is not None and web.said() and "://" not in web.said():
        found.warning(web, "cap-uri-relative", text=web.said())
    for resource in said.all("resource"):
        check_resource(found, resource)
    for area in said.all("area"):
        check_area(found, area)


def _expiry(found: Findings, info: Node, said: Said, alert: Said) -> None:
    node, expires = said.first("expires"), said.time("expires")
    telling = alert.text("msgType") in _TELLING
    if node is None or not node.said():
        if telling:
            found.warning(info, "cap-no-expires")
        return
    if expires is None:
        return
    # What ends an alert may well be over once it is sent.
    note: Callable[..., None] = found.error if telling else found.warning
    tag, begin = "effective", said.time("effective")
    if begin is None:
        tag, begin = "sent", alert.time("sent")
    if begin is not None and expires <= begin:
        note(node, "cap-expires", begin=tag)
    onset = said.time("onset")
    if onset is not None and expires <= onset:
        found.warning(node, "cap-expires-onset")


def _languages(found: Findings, infos: list[Node]) -> None:
    seen: dict[tuple[object, ...], Node] = {}
    for info in infos:
        said = Said(info)
        areas = tuple(Said(area).text("areaDesc") for area in said.all("area"))
        begin: datetime | None = said.time("onset") or said.time("effective")
        language = (said.text("language") or LANGUAGE).lower()
        key = (language, said.text("event"), begin, said.time("expires"), areas)
        if key in seen:
            line = seen[key].place.line
            found.warning(said.first("language") or info, "cap-language-twice", line=line)
        seen.setdefault(key, info)
