"""L07: the same datum is reported once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from circumstances import circumstances, micros

from xiangyue.plugs import Held, Verdict
from xiangyue_limits.report_once import ReportOnce

LIMIT = ReportOnce()
PROFILE = {
    "fields": {
        "phone": {"title": {"en": "Phone", "zh": "电话"}},
        "size": {"title": {"en": "Size of the household", "zh": "家庭人口"}},
    }
}


def form(
    fields: list[str],
    *,
    have: Collection[str] = (),
    asked: Collection[str] = (),
    config: Mapping[str, Any] | None = None,
) -> Verdict | None:
    """Judge a form where some of its fields are held, and some are asked for elsewhere."""
    at = micros("2026-05-04T09:00")
    held = {name: Held("t1", n, at) for n, name in enumerate(fields) if name in have}
    case = circumstances("collect", "wang", {"fields": fields}, profile=PROFILE)
    facts = {"held": held, "pending": frozenset(fields) & frozenset(asked)}
    return LIMIT.review(case, config or {}, facts)


def test_what_nobody_has_asked_yet_may_be_asked() -> None:
    """A new form with new fields passes."""
    assert form(["phone", "size"]) is None


def test_what_is_held_is_only_confirmed() -> None:
    """The datum leaves the form, and what is said names it and its date."""
    verdict = form(["phone", "size"], have=["phone"])
    assert verdict is not None and verdict.kind == "reshape"
    assert verdict.instead == {"fields": ["size"], "confirm": ["phone"]}
    assert verdict.say["en"] == "Held already, the newest of 2026-05-04: Phone."
    assert verdict.say["zh"] == "已有数据（最近一次 2026-05-04）：电话。"


def test_a_form_of_nothing_new_is_a_confirmation() -> None:
    """Nothing is left to fill in."""
    verdict = form(["phone", "size"], have=["size", "phone"])
    assert verdict is not None
    assert verdict.instead == {"fields": [], "confirm": ["phone", "size"]}


FIVE = ["a", "b", "c", "d", "e"]


def test_four_of_five_fields_asked_elsewhere_are_too_many() -> None:
    """From 80 % on it is the same form again; below, it is another one."""
    assert form(FIVE, asked=FIVE[:3]) is None
    verdict = form(FIVE, asked=FIVE[:4])
    assert verdict is not None and verdict.kind == "deny"
    assert verdict.say["en"].startswith("80 % of this form") and "80%" in verdict.say["zh"]


def test_overlap_is_a_share_of_what_is_left_to_fill_in() -> None:
    """Held data are taken out first: one field of the two that are left is half of the form."""
    seven = [*FIVE, "phone", "size"]
    assert form(seven, asked=FIVE[:4]) is None
    assert form(seven, have=["phone", "size"], asked=FIVE[:4]) is not None
    verdict = form(["a", "b", "phone"], have=["phone"], asked=["a"])
    assert verdict is not None and verdict.kind == "reshape"


def test_the_config_says_another_share() -> None:
    """A profile may be stricter."""
    assert form(FIVE, asked=FIVE[:2], config={"overlap_percent": 40}) is not None


def test_what_a_law_wants_anew_is_asked_anew() -> None:
    """It stays in the form, and is no overlap, though it is held or asked elsewhere."""
    config = {"required_by_law": {"phone": "[L:X 1]"}}
    assert form(["phone"], have=["phone"], config=config) is None
    assert form(["phone"], asked=["phone"], config=config) is None
    assert form(["phone", "a"], asked=["phone", "a"], config=config) is None


def test_many_fields_are_named_in_short() -> None:
    """A sentence stays one that can be read."""
    many = [f"field_{n}" for n in range(200)]
    verdict = form(many, have=many)
    assert (
        verdict is not None
        and "field_4, …" in verdict.say["en"]
        and "field_5" not in verdict.say["en"]
    )


def field(title: str, purpose: str, schema: Mapping[str, Any], zh: str = "") -> Mapping[str, Any]:
    """Return a field of a document."""
    return {
        "title": {"en": title, **({"zh": zh} if zh else {})},
        "purpose": {"en": purpose},
        "schema": schema,
    }


DATE = {"type": "string", "format": "date"}
YES = {"enum": ["yes", "no"]}


@pytest.mark.parametrize(
    "twin",
    [
        field("phone  number", "To invite", YES),
        field("Mobile", "To call back", {"maxLength": 20, "type": "string"}),
        field("Mobile", "To invite", YES, zh="电话"),
    ],
)
def test_one_datum_under_two_names_does_not_pass_the_linter(twin: Mapping[str, Any]) -> None:
    """The same title in some language, or the same purpose and schema, are the same datum."""
    phone = field("Phone number", "To call back", {"type": "string", "maxLength": 20}, zh="电话")
    found = LIMIT.check_profile({"fields": {"phone": phone, "mobile": twin}}, {})
    assert [(address, "“phone”" in say["en"]) for address, say, _ in found] == [
        ("fields.mobile", True)
    ]


def test_fields_that_only_look_alike_are_two() -> None:
    """Another purpose with the same schema, or another schema with the same purpose, is new."""
    fields = {
        "seen": field("Seen on", "To show when it was seen", DATE),
        "mended": field("Mended on", "To show when it was mended", DATE),
        "safe": field("Safe", "To show when it was seen", YES),
    }
    assert list(LIMIT.check_profile({"fields": fields}, {})) == []


def test_a_field_that_no_law_can_mean_is_found() -> None:
    """A misspelt name would leave the law's own field out."""
    config = {"required_by_law": {"fone": "[L:X 1]"}}
    assert [address for address, _, _ in LIMIT.check_profile(PROFILE, config)] == ["fields.fone"]
