"""Limits that guard what people tell: retention, sensitive data, consent, naming."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from circumstances import circumstances, person
from limit_profiles import VILLAGE, broken, config_refused, plain

from xiangyue.plugs import Verdict, limits

FIELD = """
fields:
  NAME: &field
    title: {en: EN, zh: ZH}
    schema: SCHEMA
    purpose: {en: To help, zh: 用于帮助}
    keep: KEEP
    sensitivity: SENSITIVITY
"""


def field(
    name: str = "need",
    en: str = "Need",
    zh: str = "需要",
    schema: str = "{enum: [yes_, no_]}",
    keep: str = "1y",
    sensitivity: str = "sensitive",
) -> str:
    """Return the change that adds a field to the village."""
    filled = FIELD.replace("NAME", name).replace("SCHEMA", schema).replace("KEEP", keep)
    return filled.replace("SENSITIVITY", sensitivity).replace("EN", en).replace("ZH", zh)


def review(limit: str, case: Any, config: dict[str, Any]) -> Verdict | None:
    """Return what a limit says of a case."""
    return limits()[limit].review(case, config, {})


# --- retention --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keep", "config", "ok"),
    [
        ("2y", "{}", True),
        ("24m", "{}", True),
        ("730d", "{}", True),
        ("25m", "{}", False),
        ("800d", "{}", False),
        ("13m", "{max_keep: 12m}", False),
        ("10y", "{by_law: {need: '[L:PIPL 19] a law wants ten years'}}", True),
    ],
)
def test_nothing_is_kept_too_long(tmp_path: Path, keep: str, config: str, ok: bool) -> None:
    """Two years at most, unless a law says otherwise (L24)."""
    found = broken(tmp_path, "retention", field(keep=keep), config)
    assert found == ([] if ok else ["fields.need.keep"])


FLOOD = """
flows:
  flood:
    title: {en: Flood, zh: 防汛}
    offline: {en: By phone, zh: 电话}
    start: open
    open: {by: secretary, asks: [need]}
    states:
      open: {title: {en: Open, zh: 进行中}}
      over: {title: {en: Over, zh: 已结束}, final: true}
    actions:
      end: {title: {en: End, zh: 结束}, from: open, to: over, by: secretary}
"""


@pytest.mark.parametrize(("keep", "ok"), [("30d", True), ("31d", False), ("1y", False)])
def test_what_only_an_emergency_asks_is_gone_soon_after(
    tmp_path: Path, keep: str, ok: bool
) -> None:
    """Thirty days; what other flows ask as well is kept as long as these need it."""
    changes, config = field(keep=keep) + FLOOD, "{emergency: [flood]}"
    assert broken(tmp_path, "retention", changes, config) == ([] if ok else ["fields.need.keep"])
    assert broken(tmp_path, "retention", changes, config, stance="lifted") == []
    both = changes + "  work: {open: {asks: [matter, need]}}\n"
    assert broken(tmp_path, "retention", both, config) == []


# --- sensitive data ---------------------------------------------------------------------------

ALLOW = "{allow: {need: {basis: '[L:PIPL 29]', assessed: '2026-03-01', assessment_kept: 3y}}}"


def test_sensitive_fields_are_refused_without_an_assessment(tmp_path: Path) -> None:
    """Marked and assessed, they may be declared (L25, L26)."""
    assert broken(tmp_path, "sensitive_data", field()) == ["fields.need"]
    assert broken(tmp_path, "sensitive_data", field(), ALLOW) == []
    assert broken(tmp_path, "sensitive_data", field(), stance="lifted") == []


def test_the_assessment_is_kept_for_three_years(tmp_path: Path) -> None:
    """A record that is thrown away earlier does not count."""
    short = ALLOW.replace("3y", "35m")
    assert broken(tmp_path, "sensitive_data", field(), short) == ["fields.need"]
    assert broken(tmp_path, "sensitive_data", field(), ALLOW.replace("3y", "36m")) == []


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("fingerprint", "Mark", "标记"),
        ("mark", "Religion", "标记"),
        ("mark", "Mark", "人脸照片"),
        ("mark", "Mark", "银行卡号"),
        ("mark", "Medical history", "标记"),
    ],
)
def test_what_the_law_calls_sensitive_is_marked(
    tmp_path: Path, name: str, en: str, zh: str
) -> None:
    """Leaving the mark out does not make it less sensitive."""
    changes = field(name, en, zh, sensitivity="personal")
    assert broken(tmp_path, "sensitive_data", changes) == [f"fields.{name}"]


@pytest.mark.parametrize(
    "config",
    [
        "{allow: {need: {basis: '[D] it is handy'}}}",
        ALLOW.replace("2026-03-01", "soon"),
        ALLOW.replace("[L:PIPL 29]", "because"),
        "{allow: {need: {basis: '[D] duty', assessed: '2026-03-01', assessment_kept: 3y, "
        "consent: false}}}",
    ],
)
def test_an_assessment_says_all_that_it_must(tmp_path: Path, config: str) -> None:
    """Basis, date and time of keeping; and only a law does without consent."""
    assert config_refused(tmp_path, "sensitive_data", config)


DOCUMENT = plain(VILLAGE) | {
    "fields": {
        "need": {"sensitivity": "sensitive", "title": {"en": "Need", "zh": "需要"}},
        "other": {"title": {"en": "Other", "zh": "其他"}},
    }
}
BY_LAW = {"basis": "[L:ERL 61]", "consent": False}


@pytest.mark.parametrize(
    ("fields", "consents", "said", "left"),
    [
        (["other"], [], "allow", None),
        (["need"], ["sensitive:need"], "allow", None),
        (["need"], [], "deny", None),
        (["need"], ["naming", "sensitive:other"], "deny", None),
        (["need", "other"], [], "reshape", ["other"]),
        (["need", "other"], ["sensitive:need"], "allow", None),
    ],
)
def test_only_what_was_consented_to_is_asked(
    fields: list[str], consents: list[str], said: str, left: list[str] | None
) -> None:
    """Without separate consent the sensitive field is left out, or all of it refused."""
    case = circumstances(
        "collect", "wang", {"fields": fields}, member=person(consents=consents), profile=DOCUMENT
    )
    verdict = review("sensitive_data", case, {"allow": {"need": {"basis": "[L:PIPL 29]"}}})
    assert (verdict.kind if verdict else "allow") == said
    assert verdict is None or verdict.instead.get("fields") == left


def test_a_form_to_a_role_has_nobodys_consent() -> None:
    """Nobody in particular is asked, so nobody in particular has agreed."""
    case = circumstances("collect", "role:cadre", {"fields": ["need"]}, profile=DOCUMENT)
    verdict = review("sensitive_data", case, {"allow": {"need": {"basis": "[L:PIPL 29]"}}})
    assert verdict is not None
    assert verdict.kind == "deny"


def test_a_law_can_order_what_nobody_consents_to() -> None:
    """A statutory duty needs no consent."""
    case = circumstances("collect", "wang", {"fields": ["need"]}, profile=DOCUMENT)
    assert review("sensitive_data", case, {"allow": {"need": BY_LAW}}) is None


def test_what_is_only_confirmed_is_left_out_with_its_field() -> None:
    """A held sensitive datum is not shown for confirmation either."""
    detail = {"fields": ["need", "other"], "confirm": ["need", "other"]}
    case = circumstances("collect", "wang", detail, profile=DOCUMENT)
    verdict = review("sensitive_data", case, {})
    assert verdict is not None
    assert verdict.instead == {"fields": ["other"], "confirm": ["other"]}


# --- consent ----------------------------------------------------------------------------------

HELP = """
flows:
  help:
    title: {en: Help, zh: 帮扶}
    start: asked
    open: {by: WHO, KEY: [need]}
    states:
      asked: {title: {en: Asked, zh: 已申请}}
      given: {title: {en: Given, zh: 已帮扶}, final: true}
    actions:
      give:
        title: {en: Give, zh: 帮扶}
        from: asked
        to: given
        by: secretary
        does: [{collect: {from: opener, fields: [need], accessory: FREE}}]
"""


def helping(who: str = "anyone", key: str = "asks", free: str = "true", more: str = "") -> str:
    """Return a village with a service that has to do with a sensitive field."""
    filled = HELP.replace("WHO", who).replace("KEY", key).replace("FREE", free)
    return field() + filled + more


OFFLINE = "    offline: {en: At the counter, zh: 窗口}\n"


@pytest.mark.parametrize(
    ("changes", "config", "at"),
    [
        (helping(), "{}", []),
        (helping(key="needs"), "{}", ["flows.help.open.needs"]),
        (helping(key="needs", more=OFFLINE), "{}", []),
        (helping(key="needs", who="secretary"), "{}", []),
        (helping(key="needs", who="secretary"), "{served: [secretary]}", ["flows.help.open.needs"]),
        (helping(key="needs"), "{necessary: {need: '[D] nothing can be given without'}}", []),
        (helping(free="false"), "{}", ["flows.help.actions.give.does.0"]),
        (helping(free="false", more=OFFLINE), "{}", []),
    ],
)
def test_no_service_hangs_on_consent(
    tmp_path: Path, changes: str, config: str, at: list[str]
) -> None:
    """Sensitive fields may be asked and not needed, or there is another way (L27)."""
    assert broken(tmp_path, "consent_not_forced", changes, config) == at
    assert broken(tmp_path, "consent_not_forced", changes, config, stance="lifted") == []


# --- public naming ----------------------------------------------------------------------------

TEXT, CHOICE = {"type": "string"}, {"enum": ["a", "b"]}
MEMBER = {"type": "string", "format": "member"}


def published(
    schema: dict[str, Any], config: dict[str, Any], masked: list[str] | None = None, **more: Any
) -> Verdict | None:
    """Return what is said of a notice that shows a field of this schema."""
    document = {"fields": {"what": {"schema": schema, **more.pop("field", {})}}}
    detail = {"fields": ["what"], **({"masked": masked} if masked else {})}
    case = circumstances("publish", None, detail, profile=document, **more)
    return review("public_naming", case, config)


@pytest.mark.parametrize(
    ("schema", "more", "hidden"),
    [
        (TEXT, {}, True),
        (TEXT, {"sensitivity": "none"}, False),
        (CHOICE, {}, False),
        (CHOICE, {"sensitivity": "personal"}, True),
        (MEMBER, {}, True),
        ({"type": "array", "items": MEMBER}, {}, True),
        ({"type": "array", "items": {"type": "string"}}, {}, True),
        ({"type": "number"}, {}, False),
    ],
)
def test_names_and_personal_values_are_masked(
    schema: dict[str, Any], more: dict[str, str], hidden: bool
) -> None:
    """What tells who somebody is hangs without its value (L28)."""
    verdict = published(schema, {}, field=more)
    assert (verdict is not None) == hidden
    assert verdict is None or verdict.instead == {"masked": ["what"]}


def test_what_is_masked_already_is_let_through() -> None:
    """The second review of the reshaped notice has nothing to add."""
    assert published(MEMBER, {}, masked=["what"]) is None


@pytest.mark.parametrize(("agreed", "hidden"), [(True, False), (False, True), (None, True)])
def test_consent_shows_the_name(agreed: bool | None, hidden: bool) -> None:
    """The task's own field says whether the person has agreed."""
    config = {"consent": {"what": "agreed"}}
    assert (published(MEMBER, config, data={"agreed": agreed}) is not None) == hidden


def test_consent_is_a_yes_or_no(tmp_path: Path) -> None:
    """Another field could not say that somebody has agreed."""
    config, boolean = "{consent: {matter: need}}", "{type: boolean}"
    assert broken(tmp_path, "public_naming", field(schema=boolean), config) == []
    assert broken(tmp_path, "public_naming", field(), config) == ["fields.need"]
    assert broken(tmp_path, "public_naming", "", config) == ["limits.public_naming"]
    assert broken(tmp_path, "public_naming", "", config, stance="lifted") == []
