"""What the linter says of the categories by which matters come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import DESK, write

from xiangyue.lint import lint
from xiangyue.messages import intake
from xiangyue.profile import Finding, load

TOLD = "        - message:\n            to: receiver"
FIELD = DESK[DESK.index("  category:\n") : DESK.index("  matter:\n")]
TABLE = DESK[DESK.index("tables:\n") : DESK.index("intake:\n")]

EXAMPLES = {
    "unknown-flow": ("flow: idea}", "flow: ideas}", "error"),
    "unknown-role": ("to: clerk,", "to: clark,", "error"),
    "intake-nobody": ("by: anyone, asks: matter", "by: system, asks: matter", "error"),
    "intake-residents": ("by: anyone, asks: matter", "by: clerk, asks: matter", "warning"),
    "intake-urgency": (
        "title: {en: Raised, zh: 已提出}, due: 1d",
        "title: {en: Raised, zh: 已提出}",
        "warning",
    ),
    "intake-receiver": (TOLD, TOLD.replace("receiver", "clerk"), "warning"),
    "intake-other-field": ("format: category", "maxLength: 3", "error"),
    "receiver-sure": ("            accessory: true\n", "", "error"),
}

SAID = {
    "unknown-field": ("description: mater", "error"),
    "intake-field-kind": ("description: asked", "error"),
    "intake-field-half": ("latitude: north", "error"),
    "intake-field-not-asked": ("address: where", "warning"),
    "intake-field-shown": ("latitude: north, longitude: north", "warning"),
}
"""What `fields` of the intake says, and what is found."""
FIELDS = "".join(
    f"  {name}: {{title: {{en: It, zh: 它}}, schema: {{type: {kind}}}, purpose: *why, keep: 2y}}\n"
    for name, kind in (("where", "string"), ("north", "number"))
).replace("*why", "{en: Where, zh: 地点}")


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Lint a profile that is written into a folder."""
    return lint(load(write(folder, text)))


def test_the_desk_is_without_findings(tmp_path: Path) -> None:
    """What the examples break is whole before."""
    assert not found(tmp_path, DESK)


@pytest.mark.parametrize("code", SAID)
def test_a_field_that_cannot_hold_what_is_said_is_found(code: str, tmp_path: Path) -> None:
    """What is said of any matter has a field of its kind that is asked for, or a finding."""
    fields, severity = SAID[code]
    text = DESK.replace("tables:\n", f"{FIELDS}tables:\n")
    text = text.replace("  categories:\n", f"  fields: {{{fields}}}\n  categories:\n")
    assert severity in [one.severity for one in found(tmp_path, text) if one.code == code]


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_category_that_cannot_work_is_found(code: str, tmp_path: Path) -> None:
    """Each mistake has its finding, in both languages, as an error or a warning."""
    old, new, severity = EXAMPLES[code]
    assert old in DESK
    finding = next(one for one in found(tmp_path, DESK.replace(old, new)) if one.code == code)
    assert finding.severity == severity
    for lang, ends in (("en", (".", "?")), ("zh", ("。", "？"))):
        assert finding.text(lang).endswith(ends) and finding.mend(lang).endswith(ends)


def test_a_category_that_is_not_kept_is_found(tmp_path: Path) -> None:
    """Without the field nothing of the task says what it was about."""
    text = DESK.replace(FIELD, "").replace(TABLE, "").replace("({category})", "")
    text = text.replace("（{category}）", "").replace("weight.urgent(category) || ", "")
    assert [(one.code, one.severity) for one in found(tmp_path, text)] == [
        ("intake-not-kept", "warning")
    ]


def test_every_finding_has_an_example() -> None:
    """Whatever the linter can say of the intake is shown once."""
    codes = {code for code in intake.MESSAGES if code.startswith(("intake-", "receiver-"))}
    assert codes <= {*EXAMPLES, *SAID, "intake-not-kept"}
