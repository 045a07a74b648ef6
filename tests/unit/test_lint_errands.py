"""What the linter says of tasks that are distributed or follow, and of what they report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from offices import HAMLET, OFFICE

from xiangyue.lint import lint
from xiangyue.messages import lint_errands
from xiangyue.profile import Finding, load

BOTH = OFFICE.joinpath("profile.yaml").read_text(encoding="utf-8")
TAKEN_IN = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
WITH = "with: [content, complete_by]"
REVIEW = "{by: [officer, system], asks: content}"
ROUTED = BOTH.replace(
    "roles:\n",
    "intake: {categories: {instruction: {title: {en: I, zh: 任务}, flow: review}}}\n"
    "roles:\n  clerk: {title: {en: Clerk, zh: 文书}}\n",
)

EXAMPLES: Mapping[str, tuple[str, str, str, str]] = {
    "errand-to": (BOTH, "to: addressees, with", "to: content, with", ".to"),
    "errand-never-known": (BOTH, WITH, "with: [content, lesson]", ".with.1"),
    "errand-by": (ROUTED, "by: [officer, system]", "by: clerk", ".as"),
    "errand-system": (BOTH, "by: [officer, system]", "by: officer", ".open.flow"),
    "errand-not-taken": (BOTH, "review, with: content", "review, with: complete_by", ".with"),
    "errand-needs": (BOTH, REVIEW, REVIEW.replace("asks: content", "needs: lesson"), ".open.flow"),
    "errand-note": (BOTH, REVIEW, REVIEW.replace("asks", "note: true, asks"), ".open.flow"),
    "errand-endless": (
        BOTH,
        REVIEW,
        REVIEW.replace("}", ", does: [{open: {flow: review, with: content}}]}"),
        "flows.review.open.does.0.open.flow",
    ),
    "unknown-field": (BOTH, WITH, "with: [content, complete]", ".with.1"),
    "unknown-flow": (BOTH, "{flow: review, with", "{flow: revue, with", ".open.flow"),
    "report-never-done": (TAKEN_IN, "final: true, reports: done", "final: true", "flows.assigned"),
    "report-final": (TAKEN_IN, "final: true, reports: returned", "final: true", ".returned"),
    "report-not-final": (
        TAKEN_IN,
        "pause: true, reports: accepted",
        "pause: true, reports: done",
        "resting.reports",
    ),
    "report-returns": (TAKEN_IN, ", reports: ", ", x: ", "flows.assigned.returns"),
    "report-never-asked": (TAKEN_IN, "by: cadre, needs: result}", "by: cadre}", ".returns"),
}
"""Each finding: what is broken, and how its address ends."""


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Lint a profile that is written into a folder."""
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return lint(load(folder))


@pytest.mark.parametrize("text", [BOTH, TAKEN_IN], ids=["office", "hamlet"])
def test_both_sides_are_without_errors(tmp_path: Path, text: str) -> None:
    """What the examples break is whole before, and every field is used."""
    assert not [str(one) for one in found(tmp_path, text) if one.code.startswith("unused")]
    assert not [str(one) for one in found(tmp_path, text) if one.severity == "error"]


def test_what_keeps_a_follow_up_from_opening_is_a_yes_or_no(tmp_path: Path) -> None:
    """A field that says neither could never keep it."""
    assert "review, with: content" in BOTH
    text = BOTH.replace("review, with: content", "review, unless: content, with: content")
    wrong = [one for one in found(tmp_path, text) if one.severity == "error"]
    assert [(one.code, one.address.rpartition(".")[2]) for one in wrong] == [
        ("unknown-field", "unless")
    ]


@pytest.mark.parametrize("code", EXAMPLES)
def test_what_would_be_lost_on_the_way_is_found(code: str, tmp_path: Path) -> None:
    """Each mistake has its finding at its place, in both languages, with its mend."""
    text, old, new, address = EXAMPLES[code]
    assert old in text
    if ", x: " in new:
        text = text.replace(", reports: accepted", "").replace(", reports: returned", "")
        old, new = ", reports: done", ""
    finding = next(one for one in found(tmp_path, text.replace(old, new)) if one.code == code)
    assert (finding.severity, finding.address[-len(address) :]) == ("error", address)
    for lang, end in (("en", "."), ("zh", "。")):
        assert finding.text(lang).endswith((end, "?", "？")) and finding.mend(lang).endswith(end)


def test_what_people_open_anew_may_go_on_for_ever(tmp_path: Path) -> None:
    """A review that opens the next one when somebody closes it is no circle."""
    text = BOTH.replace("needs: lesson}", "needs: lesson, does: [{open: {flow: review}}]}")
    assert text != BOTH
    assert "errand-endless" not in {one.code for one in found(tmp_path, text)}


def test_what_is_only_distributed_is_no_matter_of_residents(tmp_path: Path) -> None:
    """A category whose flow reports upwards need not be open to residents."""
    assert not {one.code for one in found(tmp_path, TAKEN_IN)} & {
        "intake-residents",
        "intake-not-kept",
    }


def test_every_finding_has_an_example() -> None:
    """Whatever the linter can say here is shown once."""
    assert {*lint_errands.MESSAGES} <= {*EXAMPLES}
