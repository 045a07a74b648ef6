"""L28: nobody is named in public without a consent of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, reshape
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import ID
from xiangyue_limits.reading import titles

NAMING = "naming"
"""The purpose of a consent to being named in public."""

_MEND: Words = {
    "en": "To show it, ask the person for consent to being named in this matter, and record it.",
    "zh": "如需公开，请就此事单独征得本人同意并登记。",
}


class PublicNaming(Limit):
    """Masks personal values and names on the notice board.

    A field that is personal or names members hangs without its value, unless who is named there
    has consented to ``naming``. ``consent`` names for such a field the yes-or-no field of the task
    that says whether the person has agreed to this.
    """

    name = "public_naming"
    title: ClassVar[Words] = {"en": "No names in public", "zh": "公示不点名"}
    basis = "[L:PIPL 25] no personal information in public without separate consent"
    rules = ("L28",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {"consent": {"type": "object", "additionalProperties": ID}},
        "additionalProperties": False,
    }
    kinds = ("publish",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield fields of the config that are not there, or cannot say yes or no."""
        consent = config.get("consent", {})
        yield from unknown("fields", (*consent, *consent.values()), document)
        for name in dict.fromkeys(consent.values()):
            field = document.get("fields", {}).get(name)
            if field and field["schema"].get("type") != "boolean":
                say = {
                    "en": "This field cannot say whether somebody has agreed.",
                    "zh": "该字段无法表示是否同意。",
                }
                mend = {"en": "Make it a boolean field.", "zh": "请把它设为布尔字段（boolean）。"}
                yield f"fields.{name}", say, mend

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Mask what names somebody who has not agreed to it."""
        del facts
        detail, consent = case.intervention.detail, config.get("consent", {})
        fields, masked = many(detail.get("fields")), many(detail.get("masked"))
        hidden = [
            name
            for name in fields
            if name not in masked
            and _tells_who(case.profile["fields"].get(name, {}))
            and not (name in consent and case.task.data.get(consent[name]) is True)
            and not (name in case.named and NAMING in case.named[name].consents)
        ]
        if not hidden:
            return None
        listed = {lang: titles(case.profile, hidden, lang) for lang in ("en", "zh")}
        say = {
            "en": f"Shown without its value, because nobody has agreed to be named: "
            f"{listed['en']}.",
            "zh": f"未经本人单独同意，以下内容不显示：{listed['zh']}。",
        }
        return reshape({"masked": [*masked, *hidden]}, say, _MEND)


def _tells_who(field: Mapping[str, Any]) -> bool:
    """Tell whether a field is personal or names members; free text is personal by default."""
    schema = field.get("schema", {})
    held = schema.get("items", schema) if schema.get("type") == "array" else schema
    if held.get("format") == "member":
        return True
    free = held.get("type", "string") == "string" and not {"enum", "format"} & held.keys()
    sensitivity: str = field.get("sensitivity", "personal" if free else "none")
    return sensitivity != "none"
