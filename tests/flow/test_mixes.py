"""Two types in one: each pair of the four can be mixed, and what a person decides is named."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
MIXES = sorted(folder for folder in PACK.iterdir() if "-and-" in folder.name)
README = Path(__file__).parents[2] / "profiles" / "README.md"
TYPES = (
    "administrative-rich-urban",
    "resource-scarce-rural",
    "self-organized-urban",
    "low-participation",
)
PAIRS = list(combinations(TYPES, 2))
MOST = 50


def parents(folder: Path) -> set[str]:
    """Return the types that a mix is made of."""
    return {name for name in TYPES if name in (folder / "profile.yaml").read_text("utf-8")}


def test_every_pair_has_its_mix() -> None:
    """Six of four."""
    assert sorted(map(sorted, PAIRS)) == sorted(sorted(parents(mix)) for mix in MIXES)


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_what_a_person_decides_is_named(pair: tuple[str, str], tmp_path: Path) -> None:
    """Of a bare mix nothing is broken, and each warning says in which two types it lies."""
    head = "profile: ours\ntitle: {en: Ours, zh: 本地}\nlanguages: [en, zh]\n"
    (tmp_path / "ours").mkdir()
    file = tmp_path / "ours" / "profile.yaml"
    file.write_text(f"{head}extends: [{', '.join(pair)}]\n", "utf-8")
    findings = lint(load(file.parent, [PACK]), limits())
    assert "defined-twice" in {finding.code for finding in findings}
    assert {finding.code for finding in findings} <= {"defined-twice", "limit-altered"}
    for finding in findings:
        assert all(name in finding.text(lang) for name in pair for lang in ("en", "zh"))


@pytest.mark.parametrize("mix", MIXES, ids=lambda mix: mix.name)
def test_a_mix_is_short(mix: Path) -> None:
    """In few lines; that it lints and what both types show holds is seen as of any other."""
    assert len((mix / "profile.yaml").read_text("utf-8").splitlines()) < MOST
    assert load(mix).scenarios


def test_the_readme_shows_one_as_it_is() -> None:
    """Profile and scenarios, to the letter."""
    section = README.read_text("utf-8").partition("## Two types in one\n")[2]
    shown = re.findall(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    files = (PACK / "rural-and-few" / name for name in ("profile.yaml", "scenarios.yaml"))
    assert shown == [file.read_text("utf-8") for file in files]
