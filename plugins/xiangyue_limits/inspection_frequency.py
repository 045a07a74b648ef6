"""L13, L14: inspections and appraisals come seldom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Fact, Limit, Verdict, Words, deny, opened
from xiangyue_limits.documents import IDS, unknown

MOST, WITHIN = 2, "quarter"

_PERIODS = {
    "month": ("this month", "本月"),
    "quarter": ("this quarter", "本季度"),
    "year": ("this year", "本年"),
}


class InspectionFrequency(Limit):
    """Refuses inspections from above beyond ``most`` in a community ``within`` a period.

    ``flows`` are the flows that are inspections or appraisals; whoever opened one, it counts.
    The comprehensive inspection of a year is a binding of its own: ``most: 1, within: year``.
    """

    name = "inspection_frequency"
    title: ClassVar[Words] = {"en": "Number of inspections", "zh": "督查检查频次"}
    basis = "[S:88,91] one comprehensive inspection a year; [D] two inspections a quarter"
    rules = ("L13", "L14")
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "flows": {**IDS, "minItems": 1},
            "most": {"type": "integer", "minimum": 0},
            "within": {"enum": [*_PERIODS]},
        },
        "required": ["flows"],
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    openings = True

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask how many inspections there were in the period."""
        return {"inspections": opened(*config["flows"], within=config.get("within", WITHIN))}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield flows in the config that the profile does not have."""
        yield from unknown("flows", config["flows"], document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny one inspection too many."""
        if not (case.opening and case.from_above) or case.flow not in config["flows"]:
            return None
        count, most = facts["inspections"], config.get("most", MOST)
        if count < most:
            return None
        en, zh = _PERIODS[config.get("within", WITHIN)]
        return deny(
            {
                "en": f"There were {count} inspections here {en}; {most} is the most.",
                "zh": f"{zh}已有 {count} 次督查检查，最多 {most} 次。",
            },
            {
                "en": "Join it with another one, or come in the next period.",
                "zh": "请与其他检查合并，或安排在下一周期。",
            },
        )
