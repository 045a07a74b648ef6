"""L25 and L26: sensitive data only for a reason that was assessed, and with separate consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny, reshape
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.durations import within
from xiangyue_limits.forms import BASIS, DURATION
from xiangyue_limits.reading import titles
from xiangyue_limits.wording import mentioned

ASSESSMENT_KEPT = "3y"

_SENSITIVE = re.compile(
    r"\b(finger|palm|voice|iris|face)[\s_-]?(print|scan|recognition|id)s?\b|\bbiometric"
    r"|\breligio(n|us)\b|\bmedical\b|\bdiagnos|\bdisabilit|\bhealth[\s_-](record|state|status)"
    r"|\bbank[\s_-](account|card)|\bwhereabouts\b|\bunder[\s_-](14|fourteen)\b"
    r"|指纹|掌纹|声纹|虹膜|人脸|生物识别|宗教|病历|病史|诊断|残疾|健康(状况|档案)"
    r"|银行(卡|账)|行踪|轨迹|未满(14|十四)",
    re.IGNORECASE,
)
"""Words of which the law itself says that the data is sensitive."""

_NO_CONSENT: Words = {
    "en": "Ask the person face to face for consent to this alone, and enter it; or do without.",
    "zh": "请当面就此单独征得本人同意并登记；或不收集该信息。",
}


class SensitiveData(Limit):
    """Refuses sensitive fields, but for those that the config allows after an assessment.

    ``allow`` gives for each field its ``basis``, the day on which the impact was ``assessed`` and
    how long that assessment is kept (``assessment_kept``, three years or more). A person is only
    asked for such a field who has consented to it (``sensitive:FIELD``), unless a law orders the
    collection: ``consent: false``, with that law as the basis.
    """

    name = "sensitive_data"
    title: ClassVar[Words] = {"en": "Sensitive data", "zh": "敏感个人信息"}
    basis = "[L:PIPL 28-31,55,56] purpose, separate consent, impact assessment"
    rules = ("L25", "L26")
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "allow": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": {
                        "basis": BASIS,
                        "assessed": {
                            "type": "string",
                            "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                        },
                        "assessment_kept": DURATION,
                        "consent": {"type": "boolean"},
                    },
                    "required": ["basis", "assessed", "assessment_kept"],
                    "if": {"properties": {"consent": {"const": False}}, "required": ["consent"]},
                    "then": {"properties": {"basis": {"pattern": r"^\[L:"}}},
                    "additionalProperties": False,
                },
            }
        },
        "additionalProperties": False,
    }
    kinds = ("collect",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield sensitive fields that are not allowed or not marked, and short-lived records."""
        allowed = config.get("allow", {})
        yield from unknown("fields", allowed, document)
        for name, said in allowed.items():
            if not within(ASSESSMENT_KEPT, said["assessment_kept"]):
                yield f"fields.{name}", _FORGOTTEN, _KEEP
        for name, field in document.get("fields", {}).items():
            if field.get("sensitivity") == "sensitive":
                if name not in allowed:
                    yield f"fields.{name}", _NOT_ALLOWED, _ALLOW
                continue
            word = "location" if field.get("evidence") == "location" else None
            word = word or mentioned(_SENSITIVE, name, field)
            if word:
                say = {
                    "en": f"This is sensitive (“{word}”) and is not marked so.",
                    "zh": f"此信息属于敏感个人信息（“{word}”），却未标明。",
                }
                yield f"fields.{name}", say, _MARK

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Ask only for what the person has consented to; deny where nothing else is left."""
        del facts
        detail = case.intervention.detail
        fields = many(detail.get("fields"))
        refused = [name for name in fields if not _agreed(name, case, config)]
        if not refused:
            return None
        listed = {lang: titles(case.profile, refused, lang) for lang in ("en", "zh")}
        left = [name for name in fields if name not in refused]
        if not left:
            say = {
                "en": f"There is no separate consent to the sensitive data asked for: "
                f"{listed['en']}.",
                "zh": f"所询问的敏感信息未经本人单独同意：{listed['zh']}。",
            }
            return deny(say, _NO_CONSENT)
        say = {
            "en": f"Not asked, because there is no separate consent: {listed['en']}.",
            "zh": f"未经本人单独同意，不再询问：{listed['zh']}。",
        }
        instead: dict[str, Any] = {"fields": left}
        if "confirm" in detail:
            instead["confirm"] = [name for name in detail["confirm"] if name in left]
        return reshape(instead, say, _NO_CONSENT)


def _agreed(name: str, case: Circumstances, config: Mapping[str, Any]) -> bool:
    if case.profile["fields"].get(name, {}).get("sensitivity") != "sensitive":
        return True
    allowed = config.get("allow", {}).get(name)
    if allowed is None:
        return False
    if not allowed.get("consent", True):
        return True
    return case.member is not None and f"sensitive:{name}" in case.member.consents


_NOT_ALLOWED: Words = {
    "en": "This field is sensitive, and nothing says that its collection was assessed.",
    "zh": "该字段属于敏感个人信息，没有写明经过影响评估。",
}
_ALLOW: Words = {
    "en": "Do without it; or add it under allow with its basis, the day it was assessed and how "
    "long the assessment is kept.",
    "zh": "请不要收集；确需收集的，请在 allow 中写明依据、评估日期和评估记录保存期限。",
}
_FORGOTTEN: Words = {
    "en": "The record of its impact assessment is kept for less than three years.",
    "zh": "影响评估记录的保存期不足三年。",
}
_KEEP: Words = {
    "en": "Write assessment_kept: 3y, or more.",
    "zh": "请写 assessment_kept: 3y 或更长。",
}
_MARK: Words = {
    "en": "Write sensitivity: sensitive and see what this limit asks for then; or do without it.",
    "zh": "请写 sensitivity: sensitive 并按本介入限度的要求办理；或不要收集。",
}
