"""What was found sound is not judged again, unless the profile or its judges are others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from xiangyue import BrokenProfile
from xiangyue.lint import require
from xiangyue.plugs import Breach, Limit
from xiangyue.profile import load

PROFILE = """
profile: counted
title: {en: Counted}
languages: [en]
roles: {cadre: {title: {en: Cadre}, at: village}}
flows:
  job:
    title: {en: Job}
    start: one
    open: {by: cadre}
    states: {one: {title: {en: One}}, two: {title: {en: Two}, final: true}}
    actions: {go: {title: {en: Go}, from: one, to: two, by: cadre}}
limits:
  counting: {stance: enforce}
"""


class Counting(Limit):
    """Counts how often it is asked, and finds what it is told to find."""

    name = "counting"
    title: ClassVar = {"en": "Counting", "zh": "计数"}
    basis = "[D] none"
    kinds = ("message",)

    def __init__(self, breach: Breach | None = None) -> None:
        """Have been asked nothing."""
        self.asked = 0
        self._breaches = [breach] if breach else []

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterable[Breach]:
        """Count."""
        self.asked += 1
        return self._breaches


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the profile's folder."""
    (tmp_path / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def test_the_same_profile_is_judged_once_by_the_same_limits(folder: Path) -> None:
    """However often it is loaded."""
    limit = Counting()
    for _ in range(3):
        assert require(load(folder), {"counting": limit}).id == "counted"
    assert limit.asked == 1


def test_a_changed_profile_is_judged_anew(folder: Path) -> None:
    """By a letter."""
    limit = Counting()
    require(load(folder), {"counting": limit})
    file = folder / "profile.yaml"
    file.write_text(PROFILE.replace("One}", "Ones}"), encoding="utf-8")
    require(load(folder), {"counting": limit})
    assert limit.asked == 2


def test_another_limit_of_the_same_name_judges_for_itself(folder: Path) -> None:
    """What one let pass another may find broken."""
    require(load(folder), {"counting": Counting()})
    words = {"en": "Wrong.", "zh": "不对。"}
    with pytest.raises(BrokenProfile, match="Wrong"):
        require(load(folder), {"counting": Counting(("flows.job", words, words))})


def test_what_is_broken_is_said_each_time(folder: Path) -> None:
    """It is not remembered as sound."""
    words = {"en": "Wrong.", "zh": "不对。"}
    limits = {"counting": Counting(("flows.job", words, words))}
    for _ in range(2):
        with pytest.raises(BrokenProfile):
            require(load(folder), limits)
