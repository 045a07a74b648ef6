"""A share of the community's capacity is kept for what residents bring up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from xiangyue.plugs import (
    KINDS,
    Breach,
    Circumstances,
    Fact,
    Limit,
    Verdict,
    Words,
    community_tasks,
    defer,
    deny,
    parse_duration,
)
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import SOME_IDS
from xiangyue_limits.moments import shown
from xiangyue_limits.reading import steps

RESERVE = 20
ABOVE = ("county", "subdistrict", "township")


class ResidentsReserve(Limit):
    """Returns or defers what comes from above once only the residents' share is left.

    ``capacity`` is how many tasks the community can carry at once, ``reserve`` the share in
    percent that is kept for residents' matters, ``flows`` are those that come from above. What is
    over is returned, or with ``over: defer`` decided again on the next working day.

    A limit sees only what touches somebody: such a flow must tell somebody when it is opened, and
    the telling must not be accessory.
    """

    name = "residents_reserve"
    title: ClassVar[Words] = {"en": "Room for residents' matters", "zh": "居民事务保留份额"}
    basis = "[D] one fifth; other shares by type of community"
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "capacity": {"type": "integer", "minimum": 1},
            "reserve": {"type": "integer", "minimum": 1, "maximum": 99},
            "flows": SOME_IDS,
            "over": {"enum": ["return", "defer"]},
        },
        "required": ["capacity", "flows"],
        "additionalProperties": False,
    }
    kinds = KINDS
    openings = True

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for the open tasks of the community."""
        del config
        return {"open": community_tasks()}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield flows from above that the limit would not see: not named, or silent."""
        yield from unknown("flows", config["flows"], document)
        for step in steps(document):
            if not step.opening:
                continue
            if step.flow in config["flows"]:
                if not step.seen:
                    yield step.address, *_SILENT
            elif _from_above(document, step.action):
                yield step.address, *_UNNAMED

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Return or defer an opening from above that would take the residents' share."""
        if not (case.opening and case.from_above and case.flow in config["flows"]):
            return None
        if case.intervention.accessory:
            return None
        capacity, reserve = config["capacity"], config.get("reserve", RESERVE)
        # The share that is kept is rounded up.
        room = capacity * (100 - reserve) // 100
        taken = sum(facts["open"].get(flow, 0) for flow in config["flows"])
        if taken < room:
            return None
        say = _words(taken, room, capacity, reserve)
        if config.get("over") != "defer":
            return deny(say, _RETURNED)
        until = _next_morning(case)
        return defer(until, say, _again(shown(until, case.calendar)))


def _from_above(document: Mapping[str, Any], opening: Mapping[str, Any]) -> bool:
    """Tell whether an opening is for a role that is held above the community."""
    if "at" in opening:
        return opening["at"] in ABOVE
    roles = document.get("roles", {})
    return any(roles.get(role, {}).get("at") in ABOVE for role in many(opening["by"]))


def _next_morning(case: Circumstances) -> datetime:
    """Return when office hours begin on the next working day."""
    zone = ZoneInfo(case.calendar.timezone)
    day = case.calendar.add(case.now, parse_duration("1wd")).astimezone(zone)
    if case.calendar.hours[-1][1] == 24 * 60:  # that day ends at midnight, when the next begins
        day -= timedelta(minutes=1)
    start = divmod(case.calendar.hours[0][0], 60)
    return day.replace(hour=start[0], minute=start[1], second=0, microsecond=0).astimezone(UTC)


def _words(taken: int, room: int, capacity: int, reserve: int) -> Words:
    return {
        "en": f"{taken} tasks from above are open; of {capacity} that can be carried at once, "
        f"{reserve} % are kept for residents' matters and {room} are for those from above.",
        "zh": f"上级任务在办 {taken} 项；本社区可同时承担 {capacity} 项，其中 {reserve}% "
        f"留给居民事务，上级任务最多 {room} 项。",
    }


def _again(at: str) -> Words:
    return {
        "en": f"It is looked at again on {at}.",
        "zh": f"将于 {at} 再次研究。",
    }


_RETURNED = {
    "en": "It is returned without penalty; send it again when one of them is done.",
    "zh": "予以退回，不扣分；请待其中一项办结后再下达。",
}
_UNNAMED = (
    {
        "en": "This can be opened from above, but does not count against the residents' share.",
        "zh": "此流程可由上级发起，但未计入上级任务份额。",
    },
    {
        "en": "Name the flow in the limit's config, or let only the community open it.",
        "zh": "请在该限度的配置中列出此流程，或仅限本社区发起。",
    },
)
_SILENT = (
    {
        "en": "This comes from above and tells nobody, so that no limit can see it.",
        "zh": "此流程由上级发起却未告知任何人，限度无法审查。",
    },
    {
        "en": "Add a message to who receives it, and do not make it accessory.",
        "zh": "请增加发给接收人的消息，且不设为附带（accessory）。",
    },
)
