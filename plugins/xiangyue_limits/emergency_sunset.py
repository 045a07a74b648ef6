"""L34: an emergency has an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny, parse_duration
from xiangyue_limits.documents import many
from xiangyue_limits.moments import instant, shown, spoken

NORMAL = "normal"
UNLEVELED = "none"
MOST = {"I": "72h", "II": "72h", "III": "48h", "IV": "24h", UNLEVELED: "24h"}


class EmergencySunset(Limit):
    """Refuses to leave the normal mode without an end, or for longer than the level allows.

    ``most`` says how long by response level, ``none`` for a switch without one; an extension is
    a new act. A profile must name the field with the end (``until``), or say how long the mode
    ``lasts``: then it ends by itself. Where the mode
    does not say so, a deadline must lead back wherever a task stands after the switch.
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
            }
        },
        "additionalProperties": False,
    }
    kinds = ("switch_mode",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every switch from the normal mode without an end, or without a way back."""
        del config
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
        del facts
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
