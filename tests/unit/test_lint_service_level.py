"""What the linter says of a flow that counts in the level of service by what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.lint import lint
from xiangyue.messages import service_level
from xiangyue.plugs import packs
from xiangyue.profile import load

PROFILE = """
profile: street
title: {{en: Street, zh: 街道}}
languages: [en, zh]
roles: {{warden: {{title: {{en: Warden, zh: 管理员}}}}}}
fields:
  found: {{title: &t {{en: One, zh: 一}}, schema: {{type: integer}}, purpose: *t, keep: 1y}}
  words: {{title: *t, schema: {{type: boolean}}, purpose: *t, keep: 1y}}
  health: {{title: *t, schema: {{type: integer}}, purpose: *t, keep: 1y, sensitivity: personal}}
flows:
  visit:
    title: {{en: Visit, zh: 走访}}
    start: out
    {due}
    service_level: {{{level}}}
    open: {{by: warden, asks: [found, words, health]}}
    states: {{out: {{title: *t}}, back: {{title: *t, final: true}}}}
    actions: {{end: {{title: {{en: End, zh: 结束}}, from: out, to: back, by: warden}}}}
"""
DUE = "due: {after: 5h, basis: project default}"
EXAMPLES = [
    ("level-void", "essential: true, void: [back, out]", DUE),
    ("unknown-state", "essential: true, void: bck", DUE),
    ("level-no-deadline", "essential: true", ""),
    ("level-no-deadline", "vulnerable: true", ""),
    ("unknown-field", "vulnerable: true, reached: fund", DUE),
    ("level-number", "vulnerable: true, reached: words", DUE),
    ("field-kept-apart", "vulnerable: true, reached: health", DUE),
    ("level-utility", "utility: found", DUE),
    ("level-people", "reached: found", DUE),
    ("level-people", "vulnerable: true, missed: found", DUE),
]


def found(folder: Path, level: str, due: str) -> dict[str, tuple[str, str]]:
    """Lint a flow that counts so; return what is found with its mends, by code."""
    home = folder / "street"
    home.mkdir()
    (home / "profile.yaml").write_text(PROFILE.format(level=level, due=due), encoding="utf-8")
    return {one.code: (one.mend("en"), one.mend("zh")) for one in lint(load(home, packs()))}


@pytest.mark.parametrize(("code", "level", "due"), EXAMPLES)
def test_what_cannot_be_counted_is_found(code: str, level: str, due: str, tmp_path: Path) -> None:
    """Each mistake has its finding, with a mend in both languages."""
    findings = found(tmp_path, level, due)
    assert code in findings
    assert findings[code][0].endswith((".", "?"))
    assert findings[code][1].endswith(("。", "？"))


@pytest.mark.parametrize(
    "level", ["essential: true", "vulnerable: true, reached: found, void: back"]
)
def test_what_can_be_counted_is_sound(level: str, tmp_path: Path) -> None:
    """A deadline, and a whole number that is nobody's secret, are enough."""
    assert not {code for code in found(tmp_path, level, DUE) if code.startswith(("level", "un"))}


def test_every_finding_has_an_example() -> None:
    """Whatever the linter can say of the level of service is shown once."""
    told = service_level.MESSAGES.items()
    said = {code for code, one in told if one.mend_en and code.startswith("level-")}
    assert said <= {code for code, _, _ in EXAMPLES}
