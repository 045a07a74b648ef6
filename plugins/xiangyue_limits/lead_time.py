"""L09: what is asked from above comes with enough time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny, parse_duration
from xiangyue_limits.documents import IDS, unknown
from xiangyue_limits.moments import instant, shown, spoken

LEAD, URGENT_LEAD = "2wd", "1wd"

_DURATION = {"type": "string", "pattern": "^[0-9]{1,3}(min|h|wh|d|wd|w)$"}


class LeadTime(Limit):
    """Refuses instructions from above that are due too soon after they were given.

    ``min_lead_time`` counts from the opening to the task's deadline. It is ``urgent_lead_time``
    where ``urgent`` says so: its ``field`` holds one of its ``values``. ``exempt`` are flows for
    which the limit does not hold.
    """

    name = "lead_time"
    title: ClassVar[Words] = {"en": "Lead time", "zh": "预留时间"}
    basis = "[S:2] no arbitrary collection from below; [D] the numbers"
    rules = ("L09",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "min_lead_time": _DURATION,
            "urgent_lead_time": _DURATION,
            "urgent": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "values": {
                        "type": "array",
                        "items": {"type": ["string", "boolean", "integer"]},
                        "minItems": 1,
                    },
                },
                "required": ["field", "values"],
                "additionalProperties": False,
            },
            "exempt": IDS,
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    openings = True
    life_safety = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield names in the config that the profile does not have."""
        yield from unknown("flows", config.get("exempt", ()), document)
        if urgent := config.get("urgent"):
            yield from unknown("fields", (urgent["field"],), document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny an opening from above whose deadline comes too soon."""
        del facts
        due = case.task.due
        if not (case.opening and case.from_above) or due is None:
            return None
        if case.flow in config.get("exempt", ()):
            return None
        urgent = _is_urgent(case, config)
        text = config.get("min_lead_time", LEAD)
        if urgent:
            text = config.get("urgent_lead_time", URGENT_LEAD)
        lead = parse_duration(text)
        given = instant(case.task.opened_at)
        fair = case.calendar.add(given, lead)
        if instant(due) >= fair:
            return None
        start, end, to = (shown(at, case.calendar) for at in (given, instant(due), fair))
        length = spoken(lead)
        return deny(
            {
                "en": f"Given {start} and due {end}: that is less than {length['en']}.",
                "zh": f"{start} 下达、{end} 到期，不足{length['zh']}。",
            },
            _mend(to, mark=not urgent and "urgent" in config),
        )


def _is_urgent(case: Circumstances, config: Mapping[str, Any]) -> bool:
    urgent = config.get("urgent")
    return urgent is not None and case.task.data.get(urgent["field"]) in urgent["values"]


def _mend(to: str, mark: bool) -> Words:
    en, zh = f"Set the deadline to {to} or later", f"请将时限定在 {to} 或以后"
    if mark:
        en, zh = f"{en}, or mark the task as urgent if it is", f"{zh}；确属紧急的，请标明"
    return {"en": f"{en}.", "zh": f"{zh}。"}
