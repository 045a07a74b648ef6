"""L29: what the engine does by itself is never the last word on anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import many

_SYSTEM = "system"
_MEND: Words = {
    "en": "Let a person take the action.",
    "zh": "请由工作人员办理该动作。",
}


class HumanReview(Limit):
    """Refuses endings and points that nobody but the engine decides.

    An action of ``system`` may not end a task, because nobody could look at it afterwards, and
    gives no points. ``formal`` lists endings (``flow.action``) that only close what people have
    decided: somebody must have acted on the task before; those of flows that are not there say
    nothing. Going back to the normal mode when an
    emergency is over decides about nobody, nor does what ends an alert (the profile's ``alerts``):
    its sender does, or its time.
    """

    name = "human_review"
    title: ClassVar[Words] = {"en": "A person has the last word", "zh": "自动决定须经人工复核"}
    basis = "[L:PIPL 24] no decision by automation alone; explanation"
    rules = ("L29",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "formal": {
                "type": "array",
                "items": {
                    "type": "string",
                    "pattern": r"^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$",
                },
                "uniqueItems": True,
            }
        },
        "additionalProperties": False,
    }
    kinds = ("score",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every ending and every scoring rule that is the engine's alone."""
        formal = config.get("formal", ())
        yield from _unknown(document, formal)
        for name, flow in document.get("flows", {}).items():
            alone, foreseen = _alone(flow), _of_alerts(document, name, flow)
            for action, step in flow["actions"].items():
                if action in foreseen or not _ends(flow, step) or _SYSTEM not in many(step["by"]):
                    continue
                if f"{name}.{action}" not in formal:
                    yield f"flows.{name}.actions.{action}", _ENDS, _CONFIRM
                elif {*_sources(flow, step)} & alone:
                    yield f"flows.{name}.actions.{action}", _UNTOUCHED, _LOOK
        for name, rule in document.get("scoring", {}).items():
            if _of_system(document, rule["on"]):
                yield f"scoring.{name}.on", _SCORES, _MEND

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny points where no person acts."""
        del config, facts
        return deny(_SCORES, _MEND) if case.by_system else None


def _unknown(document: Mapping[str, Any], formal: tuple[str, ...]) -> Iterator[Breach]:
    for one in formal:
        flow, _, action = one.partition(".")
        found = document.get("flows", {}).get(flow)
        # A heir that has left the flow out need not write the whole list anew.
        if found is not None and action not in found["actions"]:
            say = {
                "en": f"The limit names “{one}”, which is not there.",
                "zh": f"该介入限度提到的“{one}”不存在。",
            }
            mend = {
                "en": "Name a flow and one of its actions.",
                "zh": "请写明已有的流程及其动作。",
            }
            yield f"flows.{one}", say, mend


def _of_alerts(document: Mapping[str, Any], name: str, flow: Mapping[str, Any]) -> set[str]:
    """Return what ends an alert: its sender, or its time; nothing about a person is decided."""
    alerts = document.get("alerts", {})
    due = flow.get("due")
    if alerts.get("flow") != name:
        return set()
    then = due.get("then", "") if isinstance(due, Mapping) else ""
    return {alerts.get("update", ""), alerts.get("cancel", ""), then}


def _ends(flow: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    """Tell whether an action can end a task, other than by going back to the normal mode."""
    back = any(does.get("switch_mode", {}).get("mode") == "normal" for does in step.get("does", ()))
    return not back and any(flow["states"].get(to, {}).get("final") for to in _leads(step))


def _leads(step: Mapping[str, Any]) -> tuple[str, ...]:
    to = step.get("to", ())
    return (to,) if isinstance(to, str) else tuple(branch["to"] for branch in to)


def _sources(flow: Mapping[str, Any], step: Mapping[str, Any]) -> tuple[str, ...]:
    sources = many(step["from"])
    return tuple(flow["states"]) if "any" in sources else sources


def _alone(flow: Mapping[str, Any]) -> set[str]:
    """Return the states that a task can come to without that anybody acts on it."""
    reached, fresh = set[str](), {*many(flow["start"])}
    while fresh:
        reached |= fresh
        fresh = {
            to
            for step in flow["actions"].values()
            if _SYSTEM in many(step["by"]) and reached & {*_sources(flow, step)}
            for to in _leads(step)
        } - reached
    return reached


def _of_system(document: Mapping[str, Any], on: str) -> bool:
    name, _, action = on.partition(".")
    flow = document.get("flows", {}).get(name, {})
    step = flow.get("open") if action == "open" else flow.get("actions", {}).get(action)
    return step is not None and many(step["by"]) == (_SYSTEM,)


_ENDS: Words = {
    "en": "The engine ends the task by itself, and nobody looks at it afterwards.",
    "zh": "系统自行办结任务，之后无人复核。",
}
_CONFIRM: Words = {
    "en": "Let it lead to a state in which a person confirms; or list it under formal, if it only "
    "closes what people have decided.",
    "zh": "请让其进入由人确认的状态；若只是对人工决定作形式上的办结，请列入 formal。",
}
_UNTOUCHED: Words = {
    "en": "The engine ends the task here although nobody may have acted on it.",
    "zh": "系统在此办结任务，而此前可能无人处理过。",
}
_LOOK: Words = {
    "en": "Let a person act on the task before, or let a person end it.",
    "zh": "请在此之前安排人工处理，或由人办结。",
}
_SCORES: Words = {
    "en": "Points would be moved without that a person decides it.",
    "zh": "将在无人决定的情况下计分或扣分。",
}
