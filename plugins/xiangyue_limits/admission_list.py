"""L10: what is not on the list of what may be passed to the community is returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import ID, IDS
from xiangyue_limits.instructions import OPENINGS, from_above, instructed, unseen
from xiangyue_limits.reading import choices
from xiangyue_limits.wording import title

_MEND: Words = {
    "en": "Have the matter put on the list first, or see to it yourselves.",
    "zh": "请先按程序将事项列入准入清单，或由贵单位自行办理。",
}


class AdmissionList(Limit):
    """Returns, without any penalty, what from above is not on the list.

    On the list are the ``flows`` of the config, and whatever has one of the ``values`` in its
    ``field``. What a resident or the community itself opens is never on trial. That an activated
    emergency lifts it is the binding's ``lifted_in``.
    """

    name = "admission_list"
    title: ClassVar[Words] = {"en": "Admission list", "zh": "事项准入清单"}
    basis = "[L:BJ-SUB 32], [L:SH-RC 27], [L:BJ-JSJB 17] off-list tasks may be refused"
    rules = ("L10",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "flows": IDS,
            "field": ID,
            "values": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        },
        "required": ["flows"],
        "dependentRequired": {"field": ["values"], "values": ["field"]},
        "additionalProperties": False,
    }
    kinds = OPENINGS
    openings = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield off-list openings that could not be returned, and what the list gets wrong."""
        listed = config["flows"]
        yield from unknown("flows", listed, document)
        if "field" in config:
            yield from choices(document, config["field"], config["values"])
        off = [name for name in document.get("flows", {}) if name not in listed]
        yield from unseen(document, off)
        if "field" not in config:
            yield from _only_above(document, off)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny an opening from above that is not on the list."""
        del facts
        if not instructed(case) or case.flow in config["flows"]:
            return None
        if "field" in config and case.task.data.get(config["field"]) in config["values"]:
            return None
        flow = title(case.profile["flows"][case.flow], case.flow)
        return deny(
            {
                "en": f"“{flow['en']}” is not on the admission list, and is returned. "
                "It costs the community nothing.",
                "zh": f"“{flow['zh']}”不在准入清单内，予以退回，社区不因此扣分或受责。",
            },
            _MEND,
        )


def _only_above(document: Mapping[str, Any], off: list[str]) -> Iterator[Breach]:
    """Yield off-list flows that nobody but those above may open: they are never opened."""
    roles = document.get("roles", {})
    above = {name for name in roles if from_above(document, {"by": name}) and "at" in roles[name]}
    for name in off:
        by = document["flows"][name]["open"]["by"]
        openers = {by} if isinstance(by, str) else {*by}
        if openers <= above:
            say = {
                "en": "Only those above the community may open it, and it is not on the list.",
                "zh": "此事项只能由上级发起，却不在准入清单内。",
            }
            mend = {
                "en": "Put the flow on the list, or remove it.",
                "zh": "请将该流程列入清单，或予以删除。",
            }
            yield f"flows.{name}.open", say, mend
