"""L11: where the community assists, somebody above it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import ID, SOME_IDS
from xiangyue_limits.instructions import OPENINGS, instructed, unasked, unseen
from xiangyue_limits.reading import choices
from xiangyue_limits.wording import title

_FORMATS = ("member", "unit")


class AssistOnly(Limit):
    """Refuses an assist task from above that names no lead, or the community itself as the lead.

    ``flows`` are the flows in which the community only assists, ``lead`` the field (of format
    unit or member) that names who leads. Where the config names a ``field`` and its ``values``, it
    only assists in those tasks of these flows whose field has one of them.
    """

    name = "assist_only"
    title: ClassVar[Words] = {"en": "Assisting is not leading", "zh": "协助事项不作主责"}
    basis = "[L:BJ-JSJB 17] an assist task is never the community's main responsibility"
    rules = ("L11",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {"flows": SOME_IDS, "lead": ID, "field": ID, "values": SOME_IDS},
        "required": ["flows", "lead"],
        "dependentRequired": {"field": ["values"], "values": ["field"]},
        "additionalProperties": False,
    }
    kinds = OPENINGS
    openings = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield unknown names, and openings that do not ask for the lead or cannot be refused."""
        lead = config["lead"]
        yield from unknown("flows", config["flows"], document)
        yield from unknown("fields", (lead,), document)
        field = document.get("fields", {}).get(lead)
        if field and field["schema"].get("format") not in _FORMATS:
            say = {
                "en": "This field names no unit or member.",
                "zh": "该字段填写的不是单位或人员。",
            }
            mend = {
                "en": "Give its schema the format unit or member, so that who leads is certain.",
                "zh": "请把该字段的格式设为 unit 或 member，以明确由谁牵头。",
            }
            yield f"fields.{lead}", say, mend
        if "field" in config:
            yield from choices(document, config["field"], config["values"])
        yield from unasked(document, config["flows"], lead)
        yield from unseen(document, config["flows"])

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny an assist task from above that somebody in the community would have to lead."""
        del facts
        if not instructed(case) or case.flow not in config["flows"]:
            return None
        task, lead = case.task, case.task.data.get(config["lead"])
        if "field" in config and task.data.get(config["field"]) not in config["values"]:
            return None
        if lead and lead not in (task.community, task.unit, task.assignee):
            return None
        flow = title(case.profile["flows"][case.flow], case.flow)
        field = title(case.profile["fields"][config["lead"]], config["lead"])
        return deny(
            {
                "en": f"In “{flow['en']}” the community only assists, and nobody above it leads.",
                "zh": f"“{flow['zh']}”属社区协助事项，却没有上级单位牵头。",
            },
            {
                "en": f"Name under “{field['en']}” who above the community leads the task.",
                "zh": f"请在“{field['zh']}”中填写牵头的上级单位或人员。",
            },
        )
