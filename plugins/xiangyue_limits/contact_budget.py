"""A budget of contacts for every resident, over all channels."""

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
    parse_duration,
    touches,
)
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import IDS
from xiangyue_limits.moments import instant, spoken

MOST, WITHIN, KINDS = 4, "7d", ("message", "collect")

_PERIODS: Mapping[str, Words] = {
    "day": {"en": "today", "zh": "今天"},
    "week": {"en": "this week", "zh": "本周"},
    "month": {"en": "this month", "zh": "本月"},
    "quarter": {"en": "this quarter", "zh": "本季度"},
    "year": {"en": "this year", "zh": "今年"},
}
_MEND = {
    "en": "Say it together with something else or in person, or wait some days.",
    "zh": "请与其他事项合并告知、当面说明，或过几天再联系。",
}


class ContactBudget(Limit):
    """Refuses to touch one person more than ``most`` times ``within`` some days.

    All channels count together, and so do all tasks. It holds for residents: those with one of
    the ``exempt`` roles are contacted as part of their work, and what is sent to a role as such
    is sent to those who work in it.
    """

    name = "contact_budget"
    title: ClassVar[Words] = {"en": "Contacts with one resident", "zh": "居民联系次数"}
    basis = "[D] four contacts a week"
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "most": {"type": "integer", "minimum": 1},
            "within": {
                "type": "string",
                "pattern": "^([1-9][0-9]{0,2}[hdwm]|day|week|month|quarter|year)$",
            },
            "kinds": {
                "type": "array",
                "items": {"enum": ["assign", "message", "collect"]},
                "minItems": 1,
                "uniqueItems": True,
            },
            "exempt": IDS,
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    life_safety = True

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask how often the person was touched."""
        counted = config.get("kinds", KINDS)
        return {"touches": touches(*counted, within=config.get("within", WITHIN))}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every exempt role that the profile does not have."""
        yield from unknown("roles", config.get("exempt", ()), document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Refuse the contact that passes the budget."""
        if case.intervention.kind not in config.get("kinds", KINDS):
            return None
        if case.member is None or facts["touches"] < config.get("most", MOST):
            return None
        if _exempt(case, config.get("exempt", ())):
            return None
        within = config.get("within", WITHIN)
        return deny(_words(facts["touches"], config.get("most", MOST), within), _MEND)


def _exempt(case: Circumstances, roles: tuple[str, ...]) -> bool:
    """Tell whether the one who is touched holds one of the roles now."""
    return case.member is not None and any(
        held.role in roles
        and instant(held.since) <= case.now
        and (held.until is None or case.now < instant(held.until))
        for held in case.member.holdings
    )


def _words(so_far: int, most: int, within: str) -> Words:
    if within in _PERIODS:
        when = _PERIODS[within]
    else:
        length = spoken(parse_duration(within))
        when = {"en": f"within {length['en']}", "zh": f"{length['zh']}内"}
    return {
        "en": f"This person was contacted {so_far} times {when['en']}, and {most} is the most.",
        "zh": f"{when['zh']}已联系此人 {so_far} 次，上限为 {most} 次。",
    }
