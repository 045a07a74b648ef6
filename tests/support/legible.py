"""Whether a page can be read and used: axe-core, and the numbers for older readers, as measured."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE, DESK = 390, 1280
TEXT, LINE = 18, 1.3
TARGET, LARGE_TARGET = 44, 60
_SLACK = 0.5  # of a pixel, lost in rounding

_AXE = """async (tags) => {
  const found = await axe.run({runOnly: tags, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) =>
    `axe ${one.id}: ${one.help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`));
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at: language, width in pixels, with scripts or not, in large text."""

    language: str
    width: int
    scripts: bool = True
    large: bool = False

    def __str__(self) -> str:
        """Return it as it stands in the names of tests and pictures."""
        more = f"{'' if self.scripts else '-no-js'}{'-large' if self.large else ''}"
        return f"{self.language}-{self.width}{more}"


LOOKS = tuple(Look(language, width) for language in ("en", "zh") for width in (PHONE, DESK))
RULED = Look("zh", PHONE)
"""The look in which axe-core is asked of every page: it finds much the same in the others."""
EVERY_LOOK = (*LOOKS, Look("zh", PHONE, scripts=False), Look("en", DESK, scripts=False))


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@cache
def _measure() -> str:
    return Path(__file__).with_name("legible.js").read_text("utf-8")


def broken_rules(page: Page) -> list[str]:
    """Return what axe-core finds wrong, one sentence a place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(_AXE, list(TAGS))
    return found


def hard_to_read(page: Page, *, large: bool = False) -> list[str]:
    """Return what is too small, tight or wide for older readers; ``large`` is their own view."""
    target = LARGE_TARGET if large else TARGET
    bounds = {"text": TEXT, "line": LINE, "target": target, "slack": _SLACK}
    found: list[str] = page.evaluate(_measure(), bounds)
    return found


def assert_legible(page: Page, *, large: bool = False, rules: bool = True) -> None:
    """Fail where a page is hard to read or use; ``rules`` is whether axe-core is asked, too."""
    found = [*(broken_rules(page) if rules else ()), *hard_to_read(page, large=large)]
    assert not found, f"{page.url}: " + json.dumps(found, ensure_ascii=False, indent=1)
