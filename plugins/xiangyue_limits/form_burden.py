"""L08: so many forms and fields a month, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import (
    Breach,
    Circumstances,
    Fact,
    Limit,
    Verdict,
    Words,
    deny,
    fields_asked,
    touches,
)
from xiangyue_limits.documents import many
from xiangyue_limits.reading import steps

FIELDS, FORMS = 30, 8

_MEND = {
    "en": "Ask for fewer fields, use data that are held already, or wait until next month.",
    "zh": "请减少填报项目、使用已有数据，或等到下个月。",
}
_FEWER = {
    "en": "Ask only for what is needed here.",
    "zh": "请只要求填写此处必需的内容。",
}


class FormBurden(Limit):
    """Refuses to ask one person for too much in a calendar month.

    It counts fields, because merging forms does not make them lighter, and forms besides. A field
    that is only to be confirmed is no new one. A profile breaks it where a single action or form
    asks for more fields than a whole month allows.
    """

    name = "form_burden"
    title: ClassVar[Words] = {"en": "Few forms, few fields", "zh": "控制表格和填报项目数量"}
    basis = "[D] the numbers; [S:97,98,100] why fields are counted and not forms"
    rules = ("L08",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "max_fields_new": {"type": "integer", "minimum": 1},
            "max_forms_per_month": {"type": "integer", "minimum": 1},
        },
        "additionalProperties": False,
    }
    kinds = ("collect",)

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for the fields and the forms of this month."""
        del config
        return {"fields": fields_asked("month"), "forms": touches("collect", within="month")}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every action and form that alone asks for more than a month allows."""
        most = config.get("max_fields_new", FIELDS)
        for step in steps(document):
            for address, fields in ((step.address, step.given), *step.collects):
                if len(fields) > most:
                    yield address, _at_once(len(fields), most), _FEWER

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Refuse the form that passes the fields or the forms of the month."""
        new = len(many(case.intervention.detail.get("fields")))
        before, most = facts["fields"], config.get("max_fields_new", FIELDS)
        if new and before + new > most:
            return deny(_fields(before, new, most), _MEND)
        sent, most = facts["forms"], config.get("max_forms_per_month", FORMS)
        if sent >= most:
            return deny(_forms(sent, most), _MEND)
        return None


def _fields(before: int, new: int, most: int) -> Words:
    return {
        "en": f"This person was asked for {before} fields this month; "
        f"{new} more would pass the {most} that are allowed.",
        "zh": f"本月已请此人填写 {before} 项，再加 {new} 项将超过 {most} 项的上限。",
    }


def _forms(sent: int, most: int) -> Words:
    return {
        "en": f"This person was sent {sent} forms this month, and {most} is the most.",
        "zh": f"本月已向此人发出 {sent} 份表格，上限为 {most} 份。",
    }


def _at_once(count: int, most: int) -> Words:
    return {
        "en": f"This asks for {count} fields at once; a whole month allows {most}.",
        "zh": f"此处一次要求填写 {count} 项，而每月上限为 {most} 项。",
    }
