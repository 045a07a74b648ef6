"""A type that somebody else writes: the one that the README of the profiles shows is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits
from xiangyue.study import ScenarioCase, run_scenarios, scenario_cases

pytestmark = pytest.mark.sqlite

FOLDER = Path(__file__).parent / "profiles" / "resettlement"
PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
README = Path(__file__).parents[2] / "profiles" / "README.md"
MOST = 60


def shown() -> list[str]:
    """Return the files that the section shows, in order."""
    text = README.read_text(encoding="utf-8")
    section = text.partition("## A fifth type in under 60 lines")[2].partition("\n## ")[0]
    return re.findall(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_the_readme_shows_it_as_it_is() -> None:
    """Profile and scenarios, to the letter."""
    files = [FOLDER / "profile.yaml", FOLDER / "scenarios.yaml"]
    assert shown() == [file.read_text(encoding="utf-8") for file in files]


def test_it_is_short() -> None:
    """A whole type of community, with a flow of its own, in less than sixty lines."""
    assert len((FOLDER / "profile.yaml").read_text(encoding="utf-8").splitlines()) < MOST


def test_it_lints_clean() -> None:
    """Not even a warning, in both languages, with the installed limits too."""
    assert not [str(finding) for finding in lint(load(FOLDER, [PACK]), limits())]


@pytest.mark.parametrize("case", scenario_cases(FOLDER), ids=str)
def test_its_scenarios_come_out(case: ScenarioCase) -> None:
    """Those that it inherits and its own."""
    assert case.run().ok


def test_its_scenarios_show_all_of_it() -> None:
    """What is inherited is shown by what is inherited, the rest by one scenario."""
    report = run_scenarios(FOLDER)
    assert report, str(report)
    assert not report.coverage.missing
    assert [result.name for result in report.results][-1] == "a_family_settles_in"
