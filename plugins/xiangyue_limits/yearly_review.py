"""L37: rules are justified anew every year, or they rest."""

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
    latest,
    parse_duration,
)
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import ID
from xiangyue_limits.moments import instant, shown, spoken

WITHIN = "12m"

_MEND: Words = {
    "en": "Hold the yearly review of the rules, and record it.",
    "zh": "请开展规则年度复审并登记结果。",
}


class YearlyReview(Limit):
    """Refuses to score, and to act by itself, where the rules were not reviewed for a year.

    A review is a task of ``flow`` that came to ``state``; it holds for the time ``within``. Where
    a profile is new, bind the limit as ``warn`` until its first review. What puts points right,
    spends them or looks into them goes on, and so does what begins or ends an emergency.
    """

    name = "yearly_review"
    title: ClassVar[Words] = {"en": "Yearly review of the rules", "zh": "规则年度复审"}
    basis = "[D] rules lapse after twelve months without a review"
    rules = ("L37",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "flow": ID,
            "state": ID,
            "within": {"type": "string", "pattern": "^[0-9]{1,3}(d|w|m|y)$"},
        },
        "required": ["flow", "state"],
        "additionalProperties": False,
    }
    kinds = ("score", "automate")

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for the newest review."""
        return {"review": latest(config["flow"], config["state"])}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield a flow or state that is not there."""
        yield from unknown("flows", (config["flow"],), document)
        flow = document.get("flows", {}).get(config["flow"])
        if flow and config["state"] not in flow["states"]:
            say = {
                "en": f"The review's flow has no state “{config['state']}”.",
                "zh": f"复审流程没有状态“{config['state']}”。",
            }
            mend = {"en": "Name one of its states.", "zh": "请改为该流程已有的状态。"}
            yield f"flows.{config['flow']}.states", say, mend

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny what only rules do while they are not reviewed."""
        if _goes_on(case):
            return None
        term, review = parse_duration(config.get("within", WITHIN)), facts["review"]
        if review is None:
            return deny(_NEVER, _MEND)
        over = case.calendar.add(instant(review.since), term)
        if case.now < over:
            return None
        length, day = spoken(term), shown(over, case.calendar)[:10]
        say = {
            "en": f"The rules are to be reviewed every {length['en']}; that was due on {day}.",
            "zh": f"规则应每{length['zh']}复审一次，应于 {day} 前完成。",
        }
        return deny(say, _MEND)


def _goes_on(case: Circumstances) -> bool:
    """Tell whether people would be left without a remedy, or without help in an emergency."""
    if case.intervention.kind == "score":
        return case.intervention.detail.get("entry", "award") not in _EARNED
    flow = case.profile.get("flows", {}).get(case.flow, {})
    step = flow.get("open", {}) if case.opening else flow.get("actions", {}).get(case.action, {})
    return any("switch_mode" in does for does in step.get("does", ()))


_EARNED = ("award", "bonus", "deduction")

_NEVER: Words = {
    "en": "No yearly review of the rules of this community is in force.",
    "zh": "本社区没有仍在有效期内的规则年度复审。",
}
