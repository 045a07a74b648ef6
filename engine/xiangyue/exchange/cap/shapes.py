"""What the schema cannot say of areas and resources."""

from __future__ import annotations

import binascii
import re
from urllib.parse import urlsplit

from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.cap.findings import Findings
from xiangyue.exchange.cap.model import Point
from xiangyue.exchange.cap.said import Said

_DIGEST = re.compile("[0-9A-Fa-f]{40}")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?", re.ASCII)


def check_area(found: Findings, area: Node) -> None:
    """Note what is wrong with an area's outlines and heights."""
    said = Said(area)
    desc = said.first("areaDesc")
    if desc is not None and not desc.said():
        found.warning(desc, "cap-empty")
    for node in said.all("polygon"):
        _polygon(found, node)
    for node in said.all("circle"):
        _circle(found, node)
    ceiling, low, high = said.first("ceiling"), *map(values.decimal, map(said.text, _HEIGHTS))
    if ceiling is None or not ceiling.said():
        return
    if not said.text("altitude"):
        found.error(ceiling, "cap-ceiling")
    elif low is not None and high is not None and high < low:
        found.error(ceiling, "cap-ceiling-low")


_HEIGHTS = ("altitude", "ceiling")


def check_resource(found: Findings, resource: Node) -> None:
    """Note what is wrong with a resource; nothing is fetched."""
    said = Said(resource)
    size, uri, digest = (said.first(tag) for tag in ("size", "uri", "digest"))
    mime, inside = said.first("mimeType"), said.first("derefUri")
    if size is not None and (values.whole(size.said()) or 0) < 0:
        found.error(size, "cap-size")
    if mime is not None and not _MIME.fullmatch(mime.said()):
        found.warning(mime, "cap-mime", text=mime.said())
    if digest is not None and digest.said() and not _DIGEST.fullmatch(digest.said()):
        found.warning(digest, "cap-digest")
    if inside is not None and inside.said():
        if not _is_base64(inside.said()):
            found.warning(inside, "cap-deref")
    elif uri is None or not uri.said():
        found.warning(resource, "cap-resource")
    elif not _scheme(uri.said()):
        found.warning(uri, "cap-uri-relative", text=uri.said())


def _polygon(found: Findings, node: Node) -> None:
    if not node.said():
        found.warning(node, "cap-empty")
        return
    points = values.polygon(node.text)
    if points is None or len(points) != len(node.text.split()):
        found.error(node, "cap-polygon", text=node.said())
        return
    if len(points) < 4:
        found.error(node, "cap-polygon-few", count=len(points))
    elif points[0] != points[-1]:
        found.error(node, "cap-polygon-open")
    elif len(set(points)) < 3:
        found.warning(node, "cap-polygon-flat")
    _range(found, node, points)


def _circle(found: Findings, node: Node) -> None:
    if not node.said():
        found.warning(node, "cap-empty")
        return
    circle = values.circle(node.text)
    if circle is None:
        found.error(node, "cap-circle", text=node.said())
        return
    if circle.radius < 0:
        found.error(node, "cap-radius")
    _range(found, node, [(circle.latitude, circle.longitude)])


def _range(found: Findings, node: Node, points: tuple[Point, ...] | list[Point]) -> None:
    wrong = [point for point in points if not _on_earth(*point)]
    if not wrong:
        return
    latitude, longitude = wrong[0]
    swapped = all(_on_earth(second, first) for first, second in points)
    code = "cap-swapped" if swapped else "cap-range"
    found.error(node, code, text=f"{latitude:g},{longitude:g}")


def _on_earth(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _is_base64(text: str) -> bool:
    try:
        binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _scheme(text: str) -> str:
    try:
        return urlsplit(text).scheme
    except ValueError:
        return ""
