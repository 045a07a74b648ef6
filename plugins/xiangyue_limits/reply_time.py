"""L17: nobody has to answer at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from xiangyue.plugs import (
    Breach,
    Circumstances,
    Duration,
    Limit,
    Verdict,
    Words,
    deny,
    parse_duration,
)
from xiangyue_limits.documents import IDS, unknown
from xiangyue_limits.forms import BASIS, ID
from xiangyue_limits.moments import instant, shown, spoken

LEAST = "4wh"

_MINUTES = {"min": 1, "h": 60, "wh": 60}


class ReplyTime(Limit):
    """Refuses deadlines that leave less than ``min_reply_time`` to whoever is touched.

    Of what is assigned or collected every deadline counts that lies ahead; of a message only one
    that begins with it, because a reminder sets no deadline. ``exempt`` are flows and ladders
    for which the limit does not hold, such as those of an emergency: a list, or each with its
    basis, so that a profile that extends several others keeps what all of them exempt.
    """

    name = "reply_time"
    title: ClassVar[Words] = {"en": "Time to reply", "zh": "答复时间"}
    basis = "[S:7,93] no instant replies in groups; [D] the number"
    rules = ("L17",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "min_reply_time": {"type": "string", "pattern": "^[0-9]{1,4}(min|h|wh)$"},
            "exempt": {
                "anyOf": [
                    IDS,
                    {"type": "object", "propertyNames": ID, "additionalProperties": BASIS},
                ]
            },
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    life_safety = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every deadline and rung that is surely too short, and names that are unknown."""
        least, exempt = _least(config), config.get("exempt", ())
        flows, ladders = document.get("flows", {}), document.get("ladders", {})
        yield from unknown("flows", (name for name in exempt if name not in ladders), document)
        for name, flow in flows.items():
            if name not in exempt:
                yield from _short(f"flows.{name}", flow, least)
                for state, part in flow.get("states", {}).items():
                    yield from _short(f"flows.{name}.states.{state}", part, least)
        for name, ladder in ladders.items():
            for n, step in enumerate(ladder.get("steps", ()) if name not in exempt else ()):
                if _shorter(step["within"], least):
                    yield f"ladders.{name}.steps.{n}.within", *_too_short(step["within"], least)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny what must be answered sooner than the least time allows."""
        del facts
        if case.flow in config.get("exempt", ()):
            return None
        start = _told(case)
        due = min((d for d in _deadlines(case) if start < d), default=None)
        if due is None:
            return None
        least = _least(config)
        fair = case.calendar.add(start, least)
        if due >= fair:
            return None
        by, to = shown(due, case.calendar), shown(fair, case.calendar)
        length = spoken(least)
        return deny(
            {
                "en": f"An answer by {by} is asked for; at least {length['en']} must be left.",
                "zh": f"要求在 {by} 前答复，至少须留出{length['zh']}。",
            },
            {"en": f"Set the deadline to {to} or later.", "zh": f"请将时限定在 {to} 或以后。"},
        )


def _least(config: Mapping[str, Any]) -> Duration:
    return parse_duration(config.get("min_reply_time", LEAST))


def _told(case: Circumstances) -> datetime:
    """Return when the person hears of it: of what was done on paper, when that was."""
    at = case.intervention.at
    return at if case.source == "digital" else min(at, instant(case.task.since))


def _deadlines(case: Circumstances) -> Iterator[datetime]:
    task = case.task
    reminds = case.intervention.kind == "message"
    if task.due is not None and (case.opening or not reminds):
        yield instant(task.due)
    if task.state_due is not None and (instant(task.since) == case.now or not reminds):
        yield instant(task.state_due)


def _short(address: str, part: Mapping[str, Any], least: Duration) -> Iterator[Breach]:
    due = part.get("due")
    after = due.get("after") if isinstance(due, Mapping) else due
    if after is not None and _shorter(after, least):
        yield f"{address}.due", *_too_short(after, least)


def _shorter(text: str, least: Duration) -> bool:
    """Tell whether a time is surely too short; working time passes no faster than any other."""
    after = parse_duration(text)
    size = _MINUTES.get(after.unit.value)
    if size is None:
        return after.amount == 0
    return after.amount * size < least.amount * _MINUTES[least.unit.value]


def _too_short(text: str, least: Duration) -> tuple[Words, Words]:
    after, length = spoken(parse_duration(text)), spoken(least)
    return (
        {
            "en": f"Only {after['en']} are left to answer; {length['en']} is the least.",
            "zh": f"只留出{after['zh']}答复，至少应为{length['zh']}。",
        },
        {
            "en": "Give more time, or name this among the exempt if it is for emergencies.",
            "zh": "请放宽时限；确属应急的，可列入豁免。",
        },
    )
