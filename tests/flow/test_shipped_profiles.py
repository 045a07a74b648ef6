"""The shipped profiles: they lint clean, and their scenarios show all that they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits
from xiangyue.study import run_scenarios

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
SHIPPED = sorted(file.parent.name for file in PACK.glob("*/profile.yaml"))
MARKS = re.compile(r"\[[^\]]*\]|^project default$")


def test_they_are_all_found() -> None:
    """The list is not empty by mistake."""
    assert {"base", "resource-scarce-rural"} <= {*SHIPPED}


@pytest.mark.parametrize("name", SHIPPED)
def test_it_lints_clean(name: str) -> None:
    """Not even a warning, with the installed limits too."""
    assert not [str(finding) for finding in lint(load(PACK / name), limits())]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_it_stands_on_is_said_in_both_languages(name: str) -> None:
    """Of what people tune and score by, where it says more than marks."""
    profile = load(PACK / name).profile
    assert profile is not None
    rooms = (profile.document.get(room, {}) for room in ("params", "tables", "scoring", "accounts"))
    said = [one["basis"] for room in rooms for one in room.values() if "basis" in one]
    english = [
        one for one in said if isinstance(one, str) and re.search("[a-z]", MARKS.sub("", one))
    ]
    assert not english


@pytest.mark.parametrize("name", SHIPPED)
def test_its_scenarios_come_out_and_show_all_of_it(name: str) -> None:
    """What is worked out by hand is what the engine does; all states, actions and rows are seen."""
    report = run_scenarios(PACK / name)
    assert report, str(report)
    assert not report.coverage.missing


def test_they_can_be_taken_together(tmp_path: Path) -> None:
    """A community that takes the mixins side by side has to settle nothing between them."""
    mixins = ["resident-services", "grid-work", "emergency-work", "mobilization"]
    text = "profile: town\ntitle: {en: Town, zh: 城镇}\nlanguages: [en, zh]\n"
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "profile.yaml").write_text(f"{text}extends: {mixins}\n", encoding="utf-8")
    assert not [str(finding) for finding in lint(load(folder, [PACK]), limits())]
    report = run_scenarios(folder, [PACK])
    assert report, str(report)
    assert not report.coverage.missing
