"""Where boxes and lines go: the one door to the program that works it out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any, Final

from xiangyue.errors import Misuse
from xiangyue.spelling import shown

PROGRAM: Final = "graphviz-pure"
SECONDS: Final = 30

_INCH: Final = 72
_MANY: Final = 150  # lines; more are drawn straight, as curves around everything take minutes

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to be placed, by its width and height."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two boxes, by their positions in the list; ``label`` is the room that it needs."""

    tail: int
    head: int
    label: Box | None


@dataclass(frozen=True, slots=True)
class Route:
    """A Bézier curve (one point, then three a piece), the arrow's tip, the label's middle."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of the whole, the middle of each box and the route of each line; y grows down."""

    width: float
    height: float
    boxes: tuple[Point, ...]
    routes: tuple[Route, ...]


def lay_out(name: str, boxes: Sequence[Box], lines: Sequence[Line]) -> Layout:
    """Place boxes in ranks from top to bottom; between two boxes there is one line each way.

    Raises Misuse where the program is missing, fails, or needs more than 30 seconds; ``name`` says
    in the sentence what was to be drawn.
    """
    placed = json.loads(_run(_program(), "\n".join(_graph(boxes, lines)), shown(name)))
    _, _, width, height = _numbers(placed["bb"])
    spots = sorted(placed["objects"], key=lambda box: int(box["name"]))
    routes = {(edge["tail"], edge["head"]): edge for edge in placed.get("edges", ())}
    known = {int(box["name"]): box["_gvid"] for box in spots}
    return Layout(
        width=width,
        height=height,
        boxes=tuple(_point(box["pos"], height) for box in spots),
        routes=tuple(_route(routes[known[ln.tail], known[ln.head]], height, ln) for ln in lines),
    )


def _graph(boxes: Sequence[Box], lines: Sequence[Line]) -> Iterator[str]:
    """Write the question: sizes and numbers only, never a word of a profile."""
    yield "digraph {"
    many = len(lines) > _MANY
    yield "graph [rankdir=TB nodesep=0.35 ranksep=0.3 splines=spline]"
    if many:
        yield "graph [ranksep=0.8 splines=line nslimit=0.2 nslimit1=0.2 mclimit=0.1]"
    yield 'node [shape=box fixedsize=true label=""]'
    yield "edge [arrowsize=0.9]"
    for number, box in enumerate(boxes):
        yield f"{number} [width={box.width / _INCH:.3f} height={box.height / _INCH:.3f}]"
    for line in lines:
        label = f" [label={_room(line.label)}]" if line.label and not many else ""
        yield f"{line.tail} -> {line.head}{label}"
    yield "}"


def _room(box: Box) -> str:
    # Text would be measured, and Chinese wrongly; an empty table of a fixed size is not.
    size = f'WIDTH="{round(box.width)}" HEIGHT="{round(box.height)}"'
    return f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" {size}><TR><TD></TD></TR></TABLE>>'


@lru_cache(maxsize=512)
def _run(program: str, graph: str, name: str) -> bytes:
    try:
        done = subprocess.run(
            [program, "-Kdot", "-Tjson0"],
            input=graph.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Misuse("graph-slow", flow=name, seconds=SECONDS) from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip() or f"exit {error.returncode}"
        raise Misuse("graph-failed", flow=name, detail=shown(told)) from None
    except OSError as error:
        raise Misuse("graph-failed", flow=name, detail=shown(error.strerror or error)) from None
    return done.stdout


def _program() -> str:
    """Return the path of the layout program; it is a script of the environment, not a module."""
    try:
        own = files(PROGRAM) or ()
    except PackageNotFoundError:
        own = ()
    paths = [Path(str(file.locate())) for file in own if file.stem == PROGRAM]
    for path in paths:
        if path.is_file():
            return str(path)
    beside = str(Path(sys.executable).parent)
    found = shutil.which(PROGRAM, path=beside) or shutil.which(PROGRAM)
    if found is None:
        raise Misuse("graph-missing")
    return found


def _route(edge: Mapping[str, Any], height: float, line: Line) -> Route:
    """Read ``e,x,y x,y x,y …``: the tip of the arrow, then the points of the curve."""
    end, *others = edge["pos"].removeprefix("e,").split(" ")
    tip, points = _point(end, height), tuple(_point(other, height) for other in others)
    if line.label is None:
        return Route(points, tip, None)
    return Route(points, tip, _point(edge["lp"], height) if "lp" in edge else _middle(points))


def _middle(points: Sequence[Point]) -> Point:
    """Return the middle of a curve's middle piece."""
    first = (len(points) // 3 - 1) // 2 * 3
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[first : first + 4]
    return (ax + 3 * bx + 3 * cx + dx) / 8, (ay + 3 * by + 3 * cy + dy) / 8


def _point(text: str, height: float) -> Point:
    x, y = _numbers(text)
    return x, height - y


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
