"""Style and script: ours, and Bootstrap's style sheet from its package; no outside host."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from xiangyue_admin.visiting import to

_OURS = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def files() -> dict[str, Path]:
    """Return what may be asked for, by name."""
    spec = find_spec("flask_bootstrap")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("flask_bootstrap")
    styles = Path(spec.submodule_search_locations[0]) / "static" / "bootstrap5" / "css"
    own = {file.name: file for file in _OURS.iterdir() if file.suffix in TYPES}
    return {**own, "bootstrap.css": styles / "bootstrap.min.css"}


@cache
def read(name: str) -> tuple[bytes, str]:
    """Return a file's content and a mark that changes with it."""
    content = files()[name].read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a file; it changes with the content, and may be kept for ever."""
    return to("entry.asset", name=name, v=read(name)[1])
