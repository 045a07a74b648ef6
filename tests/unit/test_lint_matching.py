"""What the linter says of what tasks hold, and of what is matched, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.diff import diff_profiles
from xiangyue.lint import lint
from xiangyue.messages import lint_matching
from xiangyue.profile import load

LENDING = Path(__file__).parents[1] / "flow" / "profiles" / "lending" / "profile.yaml"

MARK = "¦"
"""Stands in a patch where the finding must point."""

MATCHES = "  matches: {flow: loan, in: [asked, out, back], need: wish}\n"
HOLDS = "    holds: {resource: thing, quantity: many, in: [asked, out]}\n"
OPENING = "    open: {by: keeper, needs: [thing, many], asks: wish}"
WHOLE = LENDING.read_text(encoding="utf-8")
SECTION = WHOLE[WHOLE.index("matching:\n") : WHOLE.index("flows:\n")]
CHECKED = "    verify_by: check_by\n"
USED_UP = f"{CHECKED}    used_up: {{field: what, is: bed, then: keep}}\n"
SERVES = "urgency: urgency, tier: tier"
PROMISED = HOLDS.replace("out]", "out], promised: {in: asked, then: refuse}")
LIST = "lists:\n  wishes: {title: {en: Wishes}, flow: ¦wish, in: open}\nflows:\n"
OVERLAY = "    set: {matching.offers.quantity: surge}\n"

EXAMPLES = [
    ("holds-nothing", [(SECTION, ""), (HOLDS, HOLDS.replace("holds", "¦holds")), (OVERLAY, "")]),
    ("holds-for-ever", [(HOLDS, HOLDS.replace("out]", "¦back]"))]),
    ("unknown-state", [(HOLDS, HOLDS.replace("out]", "¦outt]"))]),
    ("holds-promised", [(HOLDS, PROMISED.replace("{in: asked", "{in: ¦shelved"))]),
    ("unknown-action", [(HOLDS, PROMISED.replace("refuse", "¦drop"))]),
    ("alone-by", [(HOLDS, PROMISED.replace("refuse", "¦refuse"))]),
    ("match-used-value", [(CHECKED, USED_UP.replace("bed", "¦bad"))]),
    ("match-used-value", [(CHECKED, f"{CHECKED}    people: ¦people\n")]),
    ("match-used-quantity", [(CHECKED, USED_UP.replace("keep", "¦keep"))]),
    ("match-field-kind", [(CHECKED, USED_UP.replace("what", "¦amount"))]),
    ("unknown-state", [("    in: here\n", "    in: here\n    unverified: ¦kept\n")]),
    ("unknown-field", [(HOLDS, HOLDS.replace("many", "¦mny"))]),
    ("match-field-kind", [(HOLDS, HOLDS.replace("resource: thing", "resource: ¦urgency"))]),
    ("unknown-flow", [(MATCHES, MATCHES.replace("loan", "¦lone"))]),
    ("match-no-words", [("in: open, type: what,", "in: open, type: ¦urgency,")]),
    ("unknown-state", [("in: here", "in: ¦hear")]),
    ("unknown-field", [("owner: owner\n", "owner: ¦owners\n")]),
    ("match-field-kind", [("ready: ready\n", "ready: ¦checked\n")]),
    ("match-field-kind", [("urgency: urgency,", "urgency: ¦checked,")]),
    ("match-field-kind", [("urgency: urgency,", "urgency: urgency, whole: ¦urgency,")]),
    ("match-field-kind", [("owner: owner\n", "owner: ¦what\n")]),
    ("match-field-kind", [("verified: checked\n", "verified: ¦amount\n")]),
    ("match-field-kind", [("quantity: surge}", "quantity: ¦tier}")]),
    (
        "match-field-personal",
        [
            ("type: what\n", "type: ¦what\n"),
            ("Says what it is}\n", "Says what it is}\n    sensitivity: personal\n"),
        ],
    ),
    ("alone-by", [(CHECKED, f"{CHECKED}    unlisted: {{consent: library, then: ¦keep}}\n")]),
    ("alone-by", [(SERVES, f"{SERVES}, served: {{in: back, then: ¦meet}}")]),
    ("unknown-state", [(SERVES, f"{SERVES}, served: {{in: ¦bak, then: meet}}")]),
    ("list-unpublished", [("flows:\n", LIST)]),
    ("unknown-flow", [("flows:\n", LIST.replace("¦wish", "¦which"))]),
    ("list-unknown", [("keep: 1y\n", "keep: 1y\n    measure: ¦listed_needs\n")]),
    (
        "never-given",
        [("asks: [urgency, tier]", "asks: [tier]"), ("urgency: urgency", "urgency: ¦urgency")],
    ),
    ("match-holds-nothing", [(HOLDS, ""), (MATCHES, MATCHES.replace("loan", "¦loan"))]),
    (
        "match-opening",
        [
            (OPENING, OPENING.replace("open", "¦open").replace(", asks: wish", "")),
            ("asks: [thing, many]", "asks: [thing, many, wish]"),
        ],
    ),
]


def test_the_lending_village_is_without_findings() -> None:
    """What the examples break is whole before."""
    assert not lint(load(LENDING.parent))


@pytest.mark.parametrize(("code", "patches"), EXAMPLES)
def test_a_mistake_is_found_at_its_place(
    code: str, patches: list[tuple[str, str]], tmp_path: Path
) -> None:
    """One mistake has its finding, where it is, in both languages."""
    text = WHOLE
    for old, new in patches:
        assert old in text, old
        text = text.replace(old, new, 1)
    before, mark, after = text.partition(MARK)
    assert mark
    file = tmp_path / "lending" / "profile.yaml"
    file.parent.mkdir()
    file.write_text(before + after, encoding="utf-8")
    found = {f for f in lint(load(file.parent)) if f.code == code}
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (line, column) in {(f.place.line, f.place.column) for f in found}
    for finding in found:
        assert finding.text("en").isascii() or "“" in finding.text("en")
        assert not finding.text("zh").isascii()


def test_every_code_has_an_example() -> None:
    """No finding is there that nobody has seen."""
    assert lint_matching.MESSAGES.keys() <= {code for code, _ in EXAMPLES}


def test_what_is_held_or_matched_otherwise_is_a_change(tmp_path: Path) -> None:
    """Who compares two releases sees that a state holds no more, and that another field counts."""
    text = WHOLE.replace("in: [asked, out]}", "in: [out]}")
    text = text.replace("quantity: amount", "quantity: surge")
    file = tmp_path / "lending" / "profile.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    old, new = load(LENDING.parent).profile, load(file.parent).profile
    assert old is not None and new is not None
    changes = {change.address for change in diff_profiles(old, new)}
    assert changes == {"flows.loan.holds.in", "matching.offers.quantity"}
