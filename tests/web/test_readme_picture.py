"""The picture on the first page of the repository is the console as it is."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from browsing import sitting
from demo_house import Served
from legible import DESK, Look
from pictures import FOLDER
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "admin" / "console.png"


def size(png: Path) -> tuple[int, ...]:
    """Return width and height of a PNG."""
    head = png.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", head[16:])


def test_the_readmes_picture_is_the_console(chromium: Browser, house: Served) -> None:
    """Where it has changed, ``tests/artefacts/console.png`` is the new one, for ``admin``."""
    (_, task, *_) = house.engine.tasks("xinqi", assignee="wang", ended=False).tasks
    with sitting(chromium, house.url, Look("en", DESK), "readme") as person:
        person.sign_in("wang")
        person.go(f"/tasks/{task.ref}")
        FOLDER.mkdir(parents=True, exist_ok=True)
        person.page.screenshot(path=FOLDER / "console.png", animations="disabled")
    assert size(PICTURE) == size(FOLDER / "console.png")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "](admin/console.png)" in readme[:2500]
