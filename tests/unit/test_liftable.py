"""Limits that nothing lifts: no mode, no claim, and no profile that has slipped past the linter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from xiangyue import Decision, Engine, Finding, lint, load
from xiangyue.plugs import Circumstances, Limit, Verdict, Words, deny, limits
from xiangyue_limits import LIMITS
from xiangyue_limits.rows import ROWS
from xiangyue_limits.table import page

EXAMPLES = Path(__file__).parents[1] / "flow" / "limits"
FIRM = [limit.name for limit in LIMITS if not limit.liftable]
NOW = datetime(2026, 6, 3, 2, tzinfo=UTC)
VILLAGE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
roles:
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
  panel: {title: {en: Panel, zh: 评议组}, at: village}
fields:
  danger:
    title: {en: Life is in danger, zh: 危及生命}
    schema: {type: boolean}
    purpose: &use {en: To decide, zh: 用于办理}
    keep: 1y
  verdict:
    title: {en: Was it so, zh: 是否属实}
    schema: {type: boolean}
    purpose: *use
    keep: 1y
flows:
  call:
    title: {en: Call, zh: 呼叫}
    start: made
    open:
      by: secretary
      asks: danger
      does: [{message: {to: panel, say: {en: Come, zh: 请到场}}}]
    states:
      made: {title: {en: Made, zh: 已呼叫}}
      over: {title: {en: Over, zh: 已结束}, final: true}
    actions:
      judge: {title: {en: Judge, zh: 复核}, from: made, to: over, by: panel, needs: verdict}
  flood:
    title: {en: Flood, zh: 汛情}
    start: high
    open: {by: secretary, does: [{switch_mode: {mode: flood}}]}
    states:
      high: {title: {en: High, zh: 高水位}}
      low: {title: {en: Low, zh: 已退水}, final: true}
    actions:
      end:
        title: {en: End, zh: 结束}
        from: high
        to: low
        by: secretary
        does: [{switch_mode: {mode: normal}}]
modes:
  flood: {title: {en: Flood, zh: 防汛}}
limits:
  still:
    stance: enforce
    lifted_in: [flood]
    claim: {field: danger, roles: secretary, review: verdict}
calendar: {timezone: Asia/Shanghai}
"""


class Still(Limit):
    """Lets no message through."""

    name = "still"
    title: ClassVar[Words] = {"en": "Still", "zh": "静默"}
    basis = "project default"
    kinds = ("message",)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny."""
        del case, config, facts
        return deny({"en": "Be still.", "zh": "请静默。"}, {"en": "Wait.", "zh": "请等待。"})


class Firm(Still):
    """The same, and nothing lifts it."""

    liftable = False


def written(home: Path, text: str) -> Path:
    """Write a profile into a new folder."""
    home.mkdir()
    (home / "profile.yaml").write_text(text, encoding="utf-8")
    return home


def found(
    folder: Path, name: str, binding: Mapping[str, Any], setting: Mapping[str, Any]
) -> list[Finding]:
    """Lint the example of a limit, bound otherwise, with a flood mode that sets something."""
    document: Any = load(EXAMPLES / name).root.plain()
    flood = {"title": {"en": "Flood", "zh": "防汛"}, "set": setting}
    document.setdefault("modes", {})["flood"] = flood
    document["limits"][name] |= binding
    home = written(folder / document["profile"], json.dumps(document))
    return [*lint(load(home), limits())]


@pytest.mark.parametrize("name", FIRM)
@pytest.mark.parametrize("stance", ["audit", "warn", "enforce"])
def test_the_linter_refuses_to_lift_it_in_a_mode(name: str, stance: str, tmp_path: Path) -> None:
    """Its example is whole until an emergency lifts the limit, whatever the stance."""
    (finding,) = found(tmp_path, name, {"stance": stance, "lifted_in": ["flood"]}, {})
    assert (finding.code, finding.severity) == ("limit-not-liftable", "error")
    assert finding.address == f"limits.{name}.lifted_in"
    assert name in finding.text("en") and name in finding.text("zh")


@pytest.mark.parametrize("name", FIRM)
def test_the_linter_refuses_a_mode_that_weakens_it(name: str, tmp_path: Path) -> None:
    """A community may begin with a weaker stance; an emergency may not go back to one."""
    (finding,) = found(tmp_path, name, {"stance": "warn"}, {f"limits.{name}.stance": "audit"})
    assert finding.code == "limit-not-liftable"
    assert finding.address == f"modes.flood.set.limits.{name}.stance"


@pytest.mark.parametrize("limit", [Still(), Firm()], ids=["liftable", "firm"])
def test_the_gate_lifts_only_what_can_be_lifted(limit: Limit, tmp_path: Path) -> None:
    """A profile that was published before the limit became firm sets aside nothing any more."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url, limits=[Still()]) as engine:
        engine.install(written(tmp_path / "village", VILLAGE), "here", now=NOW)
        engine.register("li", roles={"secretary": "here"}, now=NOW)
        engine.register("jian", roles={"panel": "here"}, now=NOW)

    with Engine(url, limits=[limit]) as engine:

        def call(**fields: bool) -> Decision:
            return engine.open("call", community="here", by="li", now=NOW, data=fields)

        assert call().outcome == "refused"
        claimed = call(danger=True)
        assert claimed.outcome == ("done" if limit.liftable else "refused")
        assert [r.verdict for r in claimed.rulings] == ["lifted" if limit.liftable else "deny"]
        assert engine.open("flood", community="here", by="li", now=NOW)
        assert call().outcome == ("done" if limit.liftable else "refused")
        assert engine.verify()


@pytest.mark.parametrize("name", FIRM)
def test_its_rules_know_no_exception_by_mode(name: str) -> None:
    """The table says never, or what the limit's own config allows; and that the limit is firm."""
    (limit,) = (limit for limit in LIMITS if limit.name == name)
    lifted = {row.lifted["en"] for row in ROWS if row.number in limit.rules}
    own = {"consent_not_forced": {"where the service is impossible without"}}
    assert lifted == own.get(name, {"never"})
    assert f"`{name}` {limit.title['zh']} (firm 不可放宽)" in page()
