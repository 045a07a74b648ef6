"""What the linter says of flows by which the rules change."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.diff import diff_profiles
from xiangyue.lint import lint
from xiangyue.messages import lint_changing
from xiangyue.profile import Finding, load

MARKET = (Path(__file__).parents[1] / "flow" / "profiles" / "market" / "profile.yaml").read_text(
    "utf-8"
)
ALONE = "when: {rule: actor != opener, otherwise: {en: Not your own., zh: 不得自批。}}"

BROKEN = {
    "change-anybody": ("by: [council, clerk]", "by: [council, anyone]"),
    "change-alone": (ALONE, "when: actor != opener || mode == 'normal'"),
    "change-opening": (
        "open: {by: [clerk, council], needs: change}",
        "open: {by: clerk, needs: change, "
        "does: [{put_in_force: {change: change, checks: checks}}]}",
    ),
    "change-field": (
        "{change: change, checks: checks, effects: effects, only",
        "{change: size, checks: checks, effects: effects, only",
    ),
    "change-not-drafted": ("needs: change}", "asks: change}"),
    "change-changed": ("to: in_force\n", "to: in_force\n        asks: change\n"),
    "change-not-checked": ("by: system, needs: checks}", "by: system}"),
    "change-not-foreseen": ("by: system, needs: effects}", "by: system}"),
    "change-checks-given": ("by: system, needs: checks}", "by: [system, clerk], needs: checks}"),
    "change-param-kind": ("only_so: params.by_approval", "only_so: params.longest"),
    "change-lost": ("put_back: {change: change}", "put_back: {change: checks}"),
}


def found(folder: Path, text: str) -> list[Finding]:
    """Return what the linter says of a profile."""
    (folder / "market").mkdir()
    file = folder / "market" / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    return list(lint(load(file)))


def test_a_flow_of_two_people_is_sound(tmp_path: Path) -> None:
    """Nothing is to be said of it."""
    assert not found(tmp_path, MARKET)


def test_every_message_has_its_case() -> None:
    """None is never said."""
    assert BROKEN.keys() == lint_changing.MESSAGES.keys()


@pytest.mark.parametrize("code", BROKEN)
def test_what_one_person_could_change_alone_is_an_error(tmp_path: Path, code: str) -> None:
    """It is found at its place, and is mended in words of both languages."""
    before, after = BROKEN[code]
    assert MARKET.count(before) == 1
    findings = found(tmp_path, MARKET.replace(before, after))
    (finding,) = [one for one in findings if one.code == code][:1]
    assert finding.severity == "error"
    assert finding.address.startswith("flows.rules")
    assert all(finding.text(lang) and finding.mend(lang) for lang in ("en", "zh"))


@pytest.mark.parametrize(
    "guard",
    ["opener != actor && mode != 'x'", "(mode == 'x' && actor != opener) || actor != opener"],
)
def test_a_guard_may_say_more(tmp_path: Path, guard: str) -> None:
    """What counts is that it never holds for the author."""
    codes = [one.code for one in found(tmp_path, MARKET.replace(ALONE, f'when: "{guard}"'))]
    assert "change-alone" not in codes


def test_a_diff_tells_who_may_put_rules_in_force(tmp_path: Path) -> None:
    """An approval that is gone, or new, is told in words."""
    old = load(Path(__file__).parents[1] / "flow" / "profiles" / "market").profile
    said = "change: change, checks: checks, effects: effects, only_so: params.by_approval"
    line = f"does: [{{put_in_force: {{{said}}}}}]"
    assert line in MARKET
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "profile.yaml").write_text(MARKET.replace(line, ""), encoding="utf-8")
    new = load(tmp_path / "market").profile
    assert old is not None
    assert new is not None
    assert "diff-put_in_force-removed" in {change.code for change in diff_profiles(old, new)}
    assert "diff-put_in_force-added" in {change.code for change in diff_profiles(new, old)}
