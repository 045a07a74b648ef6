"""What the linter says of alerts that come in, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.lint import lint
from xiangyue.messages import lint_alerts
from xiangyue.profile import load

SIREN = Path(__file__).parents[1] / "flow" / "profiles" / "siren" / "profile.yaml"
WHOLE = SIREN.read_text(encoding="utf-8")

MARK = "¦"
"""Stands in a patch where the finding must point."""

OPEN = "      by: [station, watch]\n"
DUE = "    due: {field: until, then: expire, basis: project default}\n"
CANCEL = "        by: system\n        asks: ended_by\n"
DOES = "      does: [{automate: {action: announce, after: 1min}}]\n"
SWITCH = "{switch_mode: {mode: emergency, level: ¦proposed, until: until}}"
RECORD = "to: seen, by: watch, needs: recorded}"
ENDING = "      end: {title: {en: End, zh: 结束}, from: active, to: ended, by: watch"
ACTIVATED = "{open: {flow: activation, with: [document, level, ends]}}"
TELL = '        does: [{message: {to: watch, say: {en: "Over: {title}"'
SELF = "    open:\n      by: watch\n"

CALL = WHOLE[WHOLE.index("    warns:\n") : WHOLE.index("    open: {by: [watch, system], needs: [w")]
ADVICE = "zh: 建议}, schema: *words, purpose: *says, keep: 1y"

EXAMPLES = [
    ("unknown-flow", [("  flow: alert\n", "  flow: ¦alarm\n")]),
    ("unknown-field", [("    area: where\n", "    area: ¦were\n")]),
    ("alert-field-kind", [("    identifier: number\n", "    identifier: ¦drill\n")]),
    ("alert-field-kind", [("    expires: until\n", "    expires: ¦event\n")]),
    ("alert-field-kind", [("    severity: severity\n", "    severity: ¦certainty\n")]),
    ("alert-field-kind", [("    references: replaces\n", "    references: ¦where\n")]),
    ("alert-field-kind", [("    headline: {zh: headline,", "    headline: {zh: ¦drill,")]),
    ("alert-field-kind", [("    task: recorded\n", "    task: ¦event\n")]),
    ("alert-field-kind", [("with: {level: proposed,", "with: {level: ¦until,")]),
    ("alert-not-asked", [("area: where\n", "area: ¦where\n"), ("[advice, where,", "[advice,")]),
    (
        "alert-not-said",
        [
            ("  update: replace\n", "  update: ¦replace\n"),
            ("to: replaced, by: system, asks: ended_by}", "to: replaced, by: system}"),
        ],
    ),
    (
        "alert-not-said",
        [("    task: recorded\n", "    task: ¦recorded\n"), (RECORD, "to: seen, by: watch}")],
    ),
    ("alert-needs", [("      needs: [number,", "      needs: [¦advice, number,")]),
    ("alert-note", [(OPEN, f"{OPEN}      note: ¦true\n")]),
    ("alert-anyone", [(OPEN, "      by: [station, ¦anyone]\n")]),
    ("alert-nobody", [(OPEN, "      by: ¦system\n")]),
    ("alert-endless", [(DUE, DUE.replace("due", "¦due").replace("then: expire, ", ""))]),
    ("alert-endless", [(DUE, DUE.replace("due", "¦due").replace("field: until", "after: 3d"))]),
    ("alert-not-ended", [(DUE, DUE.replace("expire", "¦announce"))]),
    (
        "alert-not-ended",
        [("  cancel: cancel\n", "  cancel: ¦cancel\n"), ("to: cancelled", "to: seen")],
    ),
    (
        "alert-not-ended",
        [
            ("  update: replace\n", "  update: ¦replace\n"),
            ("from: [new, seen], to: replaced", "from: new, to: replaced"),
        ],
    ),
    ("alone-by", [("  cancel: cancel\n", "  cancel: ¦see\n")]),
    (
        "alert-guarded",
        [
            ("  cancel: cancel\n", "  cancel: ¦cancel\n"),
            (
                CANCEL,
                f"{CANCEL}        when: {{rule: drill, otherwise: {{en: No, zh: 否}}}}\n",
            ),
        ],
    ),
    (
        "alert-person",
        [
            ("    then: record\n", "    then: ¦record\n"),
            (RECORD, RECORD.replace("watch", "[system, watch]")),
        ],
    ),
    ("unknown-action", [("    then: record\n", "    then: ¦recrod\n")]),
    ("errand-not-taken", [("with: {level: proposed,", "with: {¦drill: drill,")]),
    (
        "warns-words",
        [(CALL, CALL.replace("categories", "¦categories").replace(", calm: Other", ""))],
    ),
    (
        "warns-words",
        [(CALL, CALL.replace("severity: colour\n      s", "severity: severity\n      ¦s"))],
    ),
    ("warns-word", [(CALL, CALL.replace("storm:", "¦strom:"))]),
    (
        "warns-sensitive",
        [(ADVICE, f"{ADVICE}, sensitivity: sensitive"), (CALL, CALL.replace("advice", "¦advice"))],
    ),
    ("alert-field-kind", [(CALL, CALL.replace("expires: until", "expires: ¦event"))]),
    ("unknown-field", [(CALL, CALL.replace("event: weather", "event: ¦wether"))]),
    ("alert-switches", [(DOES, f"      does: [¦{SWITCH.replace('¦', '')}]\n")]),
]
"""A code, and what is written otherwise."""


def patched(patches: list[tuple[str, str]]) -> str:
    """Return the profile with some places written otherwise."""
    text = WHOLE
    for old, new in patches:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def written(text: str, tmp_path: Path) -> Path:
    """Return the folder of a profile that is written down."""
    file = tmp_path / "siren" / "profile.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file.parent


def test_the_village_that_is_warned_is_without_findings() -> None:
    """What the examples break is whole before."""
    assert not lint(load(SIREN.parent))


@pytest.mark.parametrize(("code", "patches"), EXAMPLES)
def test_a_mistake_is_found_at_its_place(
    code: str, patches: list[tuple[str, str]], tmp_path: Path
) -> None:
    """One mistake has its finding, an error, where it is and in both languages."""
    before, mark, after = patched(patches).partition(MARK)
    assert mark
    found = [f for f in lint(load(written(before + after, tmp_path))) if f.code == code]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (line, column) in {(f.place.line, f.place.column) for f in found}
    assert {f.severity for f in found} == {"error"}
    for finding in found:
        assert not finding.text("zh").isascii()


def test_every_code_has_an_example() -> None:
    """No finding is there that nobody has seen."""
    assert lint_alerts.MESSAGES.keys() <= {code for code, _ in EXAMPLES}


@pytest.mark.parametrize(
    "patches",
    [
        [(DOES, f"      does: [{ACTIVATED}]\n"), (SELF, "    open:\n      by: [system, watch]\n")],
        [(TELL, TELL.replace("[{message", f"[{ACTIVATED}, {{message"))],
        [
            (
                "by: system\n        does: [{",
                "by: [system, watch]\n        does: [{switch_mode: {mode: normal}}, {",
            )
        ],
        [
            (DOES, "      does: [{open: {flow: activation, with: [level]}}]\n"),
            ("      does: [{switch_mode: {mode: emergency, level: level, until: ends}}]\n", ""),
            (ENDING, ENDING.replace("by: watch", "by: [system, watch]")),
        ],
        [(DOES, "      does: [{distribute: {as: alarm}}]\n")],
    ],
)
def test_no_way_round_lets_an_alert_switch(patches: list[tuple[str, str]], tmp_path: Path) -> None:
    """Through another flow, by an ending, back to normal, or in other communities: each is told."""
    found = {f.code for f in lint(load(written(patched(patches), tmp_path)))}
    assert "alert-switches" in found


def test_a_mode_cannot_let_an_alert_switch(tmp_path: Path) -> None:
    """What a mode sets is held to the same."""
    overlay = "    lasts: 72h\n    set: {alerts.flow: activation}\n"
    patches = [("    lasts: 72h\n", overlay)]
    found = {f.code for f in lint(load(written(patched(patches), tmp_path)))}
    assert "alert-switches" in found


def test_a_person_may_switch_on_an_alert(tmp_path: Path) -> None:
    """What a person does with an alert is theirs to do: it is no finding of this kind."""
    does = "by: watch, needs: recorded, does: [{switch_mode: {mode: normal}}]}"
    patches = [("by: watch, needs: recorded}", does)]
    found = {f.code for f in lint(load(written(patched(patches), tmp_path)))}
    assert "alert-switches" not in found
