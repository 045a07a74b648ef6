"""L16: quiet hours and rest days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from xiangyue.plugs import Breach, Calendar, Circumstances, Limit, Verdict, Words, defer, deny
from xiangyue_limits.documents import channels, unknown
from xiangyue_limits.forms import BASIS, ID
from xiangyue_limits.moments import shown

NIGHT = ("22:00", "06:00")
PASSIVE = ("board", "paper")

_FARTHEST = 365
"""Days within which a window must end: nothing is deferred for longer."""

_CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_WINDOW = {"type": "array", "items": _CLOCK, "minItems": 2, "maxItems": 2}

_Window = tuple[str, str]
_Span = tuple[int, int]


class QuietHours(Limit):
    """Lets work wait that would disturb somebody at night or outside working time.

    ``hard`` is the night, ``[from, to]`` on the clock of the community. ``soft`` is the time
    outside working time: true takes it from the calendar (after the last office hour until the
    first of the next working day), a window ``[from, to]`` says it for working days, and both
    hold on all rest days. Either may be false. ``passive`` are kinds of channel that disturb
    nobody, and ``exempt`` the interventions for which the limit does not hold. ``on_duty`` are
    flows, each with its basis, whose person responsible keeps watch as long as a mode is in force:
    messages to that person come at any hour, because being on duty is working time. ``on_watch``
    are roles, each with its basis, whose holders watch for alerts in any mode: messages to them in
    the flow of the profile's ``alerts`` come at any hour, but those of exercises. Nobody is
    disturbed by what they set off themselves.
    """

    name = "quiet_hours"
    title: ClassVar[Words] = {"en": "Quiet hours", "zh": "静默时段"}
    basis = (
        "[S:92] no work messages after hours, a district rule of 2019; "
        "[L:NOISE 88] the legal night, by analogy; [D] the windows"
    )
    rules = ("L16",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "hard": {"anyOf": [_WINDOW, {"const": False}]},
            "soft": {"anyOf": [_WINDOW, {"type": "boolean"}]},
            "passive": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            "exempt": {
                "type": "array",
                "items": {"enum": ["assign", "message", "collect"]},
                "uniqueItems": True,
            },
            "on_duty": {"type": "object", "propertyNames": ID, "additionalProperties": BASIS},
            "on_watch": {"type": "object", "propertyNames": ID, "additionalProperties": BASIS},
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    life_safety = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield flows of those on duty, and roles of those on watch, that are unknown."""
        yield from unknown("flows", config.get("on_duty", ()), document)
        yield from unknown("roles", config.get("on_watch", ()), document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Defer what would disturb somebody until the first moment at which it does not."""
        del facts
        one = case.intervention
        if one.to == case.actor or one.kind in config.get("exempt", ()) or _watches(case, config):
            return None
        kinds = {*channels(case).values()} if one.kind == "message" else set()
        if kinds and kinds <= {*config.get("passive", PASSIVE)}:
            return None
        quiet = _quiet(case.calendar, config.get("hard", NIGHT), config.get("soft", True))
        why = quiet.why(one.at)
        if why is None:
            return None
        until = quiet.ends(one.at)
        if until is None:
            return deny(why, _NEVER)
        to = shown(until, case.calendar)
        return defer(
            until,
            why,
            {
                "en": f"Nothing needs to be done: it follows on {to}.",
                "zh": f"无需操作，将于 {to} 办理。",
            },
        )


def _watches(case: Circumstances, config: Mapping[str, Any]) -> bool:
    """Tell whether it is a message to whoever is on duty now; in a drill nobody is."""
    one = case.intervention
    if one.kind != "message":
        return False
    on_duty = case.mode != "normal" and case.flow in config.get("on_duty", ())
    return (on_duty and one.to == case.task.assignee) or _warns(case, config)


def _warns(case: Circumstances, config: Mapping[str, Any]) -> bool:
    """Tell whether it is a message about an alert to those who watch for them."""
    watching = {f"role:{role}" for role in config.get("on_watch", ())}
    if case.flow != case.profile.get("alerts", {}).get("flow"):
        return False
    if case.intervention.to not in watching:
        return False
    drill = case.profile["flows"][case.flow].get("exercise")
    return case.task.data.get(drill) is not True


class _Quiet:
    """The windows on one calendar."""

    def __init__(
        self, calendar: Calendar, hard: _Window | Literal[False], soft: _Window | bool
    ) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)
        self._hard = _span(hard) if hard else None
        if soft is True:
            self._soft: _Span | None = calendar.hours[-1][1], calendar.hours[0][0]
        else:
            self._soft = _span(soft) if soft else None

    def why(self, at: datetime) -> Words | None:
        """Say why a moment is quiet; None if it is not."""
        wall = at.astimezone(self._zone)
        minute = wall.hour * 60 + wall.minute
        if self._hard and _within(self._hard, minute):
            start, end = map(_clock, self._hard)
            return {
                "en": f"It is {wall:%H:%M}, and from {start} to {end} nobody is disturbed.",
                "zh": f"现在是 {wall:%H:%M}，{start} 至 {end} 为夜间静默时段，不予打扰。",
            }
        if self._soft and not self._calendar.is_working_day(wall.date()):
            return {
                "en": f"{wall:%Y-%m-%d} is a rest day.",
                "zh": f"{wall:%Y-%m-%d} 为休息日。",
            }
        if self._soft and _within(self._soft, minute):
            return {
                "en": f"{wall:%H:%M} is outside working time.",
                "zh": f"{wall:%H:%M} 不在工作时间内。",
            }
        return None

    def ends(self, at: datetime) -> datetime | None:
        """Return the first moment after ``at`` that is not quiet; None where there is none."""
        today = at.astimezone(self._zone).date()
        # Whatever ends, ends at midnight or where one of the windows does.
        ends = sorted({0, *(span[1] for span in (self._hard, self._soft) if span)})
        for days in range(_FARTHEST):
            for minute in ends:
                moment = self._moment(today + timedelta(days=days), minute)
                if moment > at and self.why(moment) is None:
                    return moment
        return None

    def _moment(self, day: date, minute: int) -> datetime:
        wall = time(*divmod(minute, 60), tzinfo=self._zone)
        return datetime.combine(day, wall).astimezone(UTC)


_quiet = lru_cache(maxsize=256)(_Quiet)


def _span(window: _Window) -> _Span:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in window)
    return start, end


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _within(span: _Span, minute: int) -> bool:
    start, end = span
    return start <= minute < end if start <= end else not end <= minute < start


_NEVER = {
    "en": "The quiet hours leave no moment at all; have them corrected.",
    "zh": "静默时段没有留出任何时间，请予以修正。",
}
