"""L34: an emergency has an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
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
from xiangyue_limits.documents import line, many, unknown
from xiangyue_limits.forms import ID, SOME_IDS
from xiangyue_limits.moments import instant, shown, spoken

_SHORT = 60

NORMAL = "normal"
UNLEVELED = "none"
MOST = {"I": "72h", "II": "72h", "III": "48h", "IV": "24h", UNLEVELED: "24h"}


class EmergencySunset(Limit):
    """Refuses to leave the normal mode without an end, or for longer than the level allows.

    ``most`` says how long by response level, ``none`` for a switch without one; an extension is
    a new act. What was kept on paper and is over when it is entered gives nobody a power. A
    profile must name the field with the end (``until``), or say how long the mode ``lasts``: then
    it ends by itself. Where the mode does not say so, a deadline must lead back wherever a task
    stands after the switch. ``reported`` are flows, each with the states in which a task is not
    closed: as long as one stands there, no other of its flow leaves the normal mode.
    """

    name = "emergency_sunset"
    title: ClassVar[Words] = {"en": "End of an emergency", "zh": "应急状态期限"}
    basis = "[L:ERL 72] an activation states its expected duration; [D] the numbers"
    rules = ("L34",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "most": {
                "type": "object",
                "properties": {
                    level: {"type": "string", "pattern": "^[0-9]{1,4}(h|d)$"} for level in MOST
                },
                "additionalProperties": False,
            },
            "reported": {
                "type": "object",
                "propertyNames": ID,
                "additionalProperties": SOME_IDS,
            },
        },
        "additionalProperties": False,
    }
    kinds = ("switch_mode",)

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for the newest task that is not closed yet."""
        reported = config.get("reported", {})
        return {
            f"{flow}.{state}": latest(flow, state)
            for flow, states in reported.items()
            for state in states
        }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every switch from the normal mode without an end, or without a way back."""
        reported = config.get("reported", {})
        yield from unknown("flows", reported, document)
        for name, states in reported.items():
            flow = document.get("flows", {}).get(name, {"states": states})
            for state in {*states} - {*flow["states"]}:
                yield f"flows.{name}.states.{state}", _NO_STATE, _NAME_STATE
        for name, flow in document.get("flows", {}).items():
            at = f"flows.{name}"
            steps = {f"{at}.open": flow.get("open", {})}
            steps |= {f"{at}.actions.{n}": a for n, a in flow.get("actions", {}).items()}
            for address, step in steps.items():
                for n, switch in _switches(step):
                    if switch.get("mode") == NORMAL:
                        continue
                    if "until" not in switch and not _lasts(document, switch):
                        yield f"{address}.does.{n}", _ENDLESS, _NAME_END
                    for state in () if _lasts(document, switch) else _stands(flow, step):
                        if not _leads_back(flow, state):
                            yield f"{at}.states.{state}", _NO_WAY_BACK, _LEAD_BACK

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny a switch that has no end, or one that is too far."""
        one = case.intervention
        mode, _, level = str(one.detail.get("mode", "")).partition(":")
        if mode == NORMAL:
            return None
        until = one.detail.get("until")
        if not isinstance(until, int):
            return deny(_ENDLESS, _SAY_END)
        most = {**MOST, **config.get("most", {})}
        term = parse_duration(most.get(level or UNLEVELED, most[UNLEVELED]))
        over, last = instant(until), case.calendar.add(one.at, term)
        if over <= one.at and case.source != "digital":
            return None  # what is over is only a record by now, and gives no power any more
        if case.opening and (before := _unreported(case, config, facts)) is not None:
            return deny(_anew(case, before), _REPORT)
        if one.at < over <= last:
            return None
        end, to, length = shown(over, case.calendar), shown(last, case.calendar), spoken(term)
        return deny(
            {
                "en": f"It would end on {end}; it must end within {length['en']}.",
                "zh": f"结束时间为 {end}，应在{length['zh']}内结束。",
            },
            {
                "en": f"Name an end until {to}; what must last longer is activated anew then.",
                "zh": f"请将结束时间定在 {to} 以前；需要延长的，届时重新启动。",
            },
        )


def _unreported(
    case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
) -> datetime | None:
    """Return when the flow's earlier task was opened that is not closed; None where none is."""
    states = config.get("reported", {}).get(case.flow, ())
    found = (facts[f"{case.flow}.{state}"] for state in states)
    return next((instant(task.opened_at) for task in found if task is not None), None)


def _anew(case: Circumstances, before: datetime) -> Words:
    title, at = case.profile["flows"][case.flow]["title"], shown(before, case.calendar)
    return {
        "en": f"“{line(title.get('en', case.flow), _SHORT)}” of {at} is not closed yet.",
        "zh": f"{at} 的“{line(title.get('zh', case.flow), _SHORT)}”尚未结案。",
    }


def _switches(step: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for n, deed in enumerate(step.get("does", ())):
        if "switch_mode" in deed:
            yield n, deed["switch_mode"]


def _lasts(document: Mapping[str, Any], switch: Mapping[str, Any]) -> bool:
    """Tell whether the mode itself says how long it lasts, at every level."""
    mode = document.get("modes", {}).get(switch.get("mode"), {})
    lasts = mode.get("lasts")
    return isinstance(lasts, str) or (bool(lasts) and {*mode.get("levels", ())} <= {*lasts})


def _stands(flow: Mapping[str, Any], step: Mapping[str, Any]) -> list[str]:
    """Return the states in which a task can stand after a step."""
    states = flow.get("states", {})
    if "from" not in step:
        return [name for name in many(flow.get("start")) if name in states]
    to = step.get("to")
    branches = (to,) if to is None or isinstance(to, str) else [b.get("to") for b in to]
    named = [branch for branch in branches if branch]
    if None in branches:
        stays = many(step["from"])
        named += [n for n, s in states.items() if not s.get("final")] if "any" in stays else stays
    return [name for name in dict.fromkeys(named) if name in states]


def _leads_back(flow: Mapping[str, Any], state: str) -> bool:
    """Tell whether the deadline of a state leads to an action that switches back to normal."""
    due = flow["states"][state].get("due")
    then = due.get("then") if isinstance(due, Mapping) else None
    back = flow.get("actions", {}).get(then, {})
    return any(switch.get("mode") == NORMAL for _, switch in _switches(back))


_REPORT: Words = {
    "en": "Close it, so that people look back on it; then begin anew.",
    "zh": "请先将其结案并发起复盘，再重新开始。",
}
_NO_STATE: Words = {
    "en": "The config names a state that the flow does not have.",
    "zh": "配置中写明的状态在流程中不存在。",
}
_NAME_STATE: Words = {
    "en": "Name states of this flow under reported.",
    "zh": "请在 reported 中写明该流程已有的状态。",
}
_ENDLESS: Words = {
    "en": "The mode is left without saying until when.",
    "zh": "切换模式未注明结束时间。",
}
_NAME_END: Words = {
    "en": "Name the field that holds the end: until: NAME.",
    "zh": "请写明存放结束时间的字段：until: 字段名。",
}
_SAY_END: Words = {
    "en": "Say when it is expected to end.",
    "zh": "请填写预计结束时间。",
}
_NO_WAY_BACK: Words = {
    "en": "Here an emergency lasts, and no deadline ends it by itself.",
    "zh": "应急状态在此持续，却没有到期自动结束的时限。",
}
_LEAD_BACK: Words = {
    "en": "Give the state a deadline (due) whose `then` is an action back to the normal mode.",
    "zh": "请为该状态设置时限 due，其 then 指向切换回平时模式的操作。",
}
