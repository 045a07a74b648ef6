"""Whether an alert is as the schema says: its elements, their order, number and values."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.cap.findings import Findings
from xiangyue.exchange.cap.said import CAP_1_1
from xiangyue.exchange.cap.schema import FORMS, NEW_IN_1_2, PARTS, WORDS, Slot, blank_free

DSIG = "http://www.w3.org/2000/09/xmldsig#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_HINTS = frozenset({f"{_XSI} schemaLocation", f"{_XSI} noNamespaceSchemaLocation"})
_CODES = {"time": "cap-time", "language": "cap-language"}


def check_structure(found: Findings) -> None:
    """Note all in which the alert is not as the schema of its version says."""
    root = found.root
    if not root.space:
        found.error(root, "cap-space")
    _attributes(found, root)
    _parts(found, root)


def _parts(found: Findings, node: Node) -> None:
    slots = PARTS[node.tag]
    order = {slot.tag: number for number, slot in enumerate(slots)}
    if node.stray is not None:
        found.error(node, "cap-stray")
    counts: Counter[str] = Counter()
    last = -1
    for child in node.children:
        if child.space == DSIG and node is found.root:
            last = len(slots)
            continue
        if child.tag not in order or child.space not in {found.root.space, ""}:
            found.error(child, "cap-element", inside=node.tag)
            continue
        number = order[child.tag]
        counts[child.tag] += 1
        _element(found, child, slots[number])
        if number < last:
            before = slots[last].tag if last < len(slots) else "Signature"
            found.error(child, "cap-order", before=before)
        elif counts[child.tag] > slots[number].most:
            found.error(child, "cap-twice")
        last = max(last, number)
    old = found.root.space == CAP_1_1
    for slot in slots:
        least = 0 if old and slot.tag == "mimeType" else slot.least
        if counts[slot.tag] < least:
            found.error(node, "cap-missing", part=slot.tag)


def _element(found: Findings, node: Node, slot: Slot) -> None:
    if node.space != found.root.space:
        found.error(node, "cap-space")
    _attributes(found, node)
    if slot.holds == "parts":
        _parts(found, node)
    elif node.children:
        found.error(node, "cap-inside", inside=node.children[0].tag)
    else:
        _value(found, node, slot)


def _attributes(found: Findings, node: Node) -> None:
    for name in node.attributes:
        if name not in _HINTS:
            found.error(node, "cap-attribute", name=name.rpartition(" ")[2])


def _value(found: Findings, node: Node, slot: Slot) -> None:
    old = found.root.space == CAP_1_1
    match slot.holds:
        case "word":
            _word(found, node, old)
        case "time" if old:
            if values.moment(node.text) is None:
                found.error(node, "cap-time", text=node.said())
        case "decimal" if old:
            pass  # 1.1 takes any text
        case "uri":
            _uri(found, node)
        case "text":
            pass
        case form:
            text = blank_free(node.text)
            fits = FORMS[form].fullmatch(text) is not None
            if not fits or (form == "time" and values.moment(text) is None):
                found.error(node, _CODES.get(form, "cap-number"), text=node.said())


def _word(found: Findings, node: Node, old: bool) -> None:
    known = [word for word in WORDS[node.tag] if not (old and word in NEW_IN_1_2)]
    if node.text not in known:
        found.error(node, "cap-word", text=node.text, known=", ".join(known))


def _uri(found: Findings, node: Node) -> None:
    try:
        urlsplit(blank_free(node.text))
    except ValueError:
        found.error(node, "cap-uri", text=node.said())
