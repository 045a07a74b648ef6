"""Published points schemes: what they count comes out as by hand, what is banned is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits, packs
from xiangyue.study import ScenarioCase, scenario_cases

pytestmark = pytest.mark.sqlite

SCHEMES = Path(__file__).parent / "schemes"
NAMES = sorted(file.parent.name for file in SCHEMES.glob("*/profile.yaml"))
CASES = [
    (name, case) for name in NAMES for case in scenario_cases(SCHEMES / name) if not case.inherited
]
BANNED = {
    "xutang/banned.yaml": {"points-exclusion"},
    "xutang/banned_earning.yaml": {"points-exclusion"},
    "hecun/banned.yaml": {"scoring-counts"},
}


def errors(path: Path) -> set[str]:
    """Return the codes of the errors that the linter finds, with the installed limits."""
    found = lint(load(path, packs()), limits())
    return {finding.code for finding in found if finding.severity == "error"}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_scheme_may_count_is_accepted(name: str) -> None:
    """Without its banned part, a published scheme is a sound profile."""
    assert not errors(SCHEMES / name)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_its_numbers_come_out_as_by_hand(name: str, case: ScenarioCase) -> None:
    """The arithmetic stands beside each number in the scenarios."""
    assert case.run().ok, name


@pytest.mark.parametrize("name", BANNED)
def test_what_is_banned_is_refused(name: str) -> None:
    """The linter names the rule that is broken, and nothing else is wrong."""
    assert errors(SCHEMES / name) == BANNED[name]


def test_every_banned_part_is_tried() -> None:
    """No file is left out by mistake."""
    found = {str(file.relative_to(SCHEMES)) for file in SCHEMES.glob("*/banned*.yaml")}
    assert found == set(BANNED)
