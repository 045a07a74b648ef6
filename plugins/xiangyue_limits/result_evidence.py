"""L06: a trace of work does not stand in for its result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import many
from xiangyue_limits.reading import RECORDINGS, evidence, steps
from xiangyue_limits.rulebook import names_in

MERITS = ("award", "bonus")
TRACES = ("trace", *RECORDINGS, "location")

_ACTIVITY = re.compile(
    r"meetings?\s+(held|attended|organi[sz]ed)|(hold(ing)?|held|attend(ed|ing)?)\s+(\w+\s+){0,3}meetings?\b"
    r"|number of (meetings|photos|notes)|(study|work)\s+(notes|log)|photos? (sent|uploaded|taken)"
    r"|开会|参会|会议次数|召开.{0,8}会|学习笔记|心得|台账|留痕|照片数|上传照片",
    re.IGNORECASE,
)


class ResultEvidence(Limit):
    """Lets points come only where a result is on record.

    An award or a bonus needs at least one known field of the task whose ``evidence`` is
    ``result``. A profile breaks it with an award on a flow in which no such field is ever needed,
    and with a scoring rule that counts meetings held, or reads a trace, a recording or a location.
    """

    name = "result_evidence"
    title: ClassVar[Words] = {"en": "Results, not traces", "zh": "看实绩，不看痕迹"}
    basis = "[S:90] traces are no standard of merit"
    rules = ("L06",)
    liftable = False
    kinds = ("score",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every scoring rule that has no result to stand on, or stands on a trace."""
        del config
        proven = {
            step.flow
            for step in steps(document)
            if any(evidence(document, name) == "result" for name in many(step.action.get("needs")))
        }
        for name, rule in document.get("scoring", {}).items():
            at, sort = f"scoring.{name}", rule.get("entry", "award")
            if sort not in (*MERITS, "deduction"):
                continue
            flow = rule.get("on", "").partition(".")[0]
            if sort in MERITS and flow not in proven:
                yield at, _UNPROVEN, _NEED
            if any(map(_ACTIVITY.search, (name.replace("_", " "), *rule["title"].values()))):
                yield at, _ACTIVE, _MEND
            for field in sorted(_read(rule, document, flow)):
                if evidence(document, field) in TRACES:
                    yield at, *_trace(field)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Refuse an award for a task without a known result."""
        del config, facts
        if case.intervention.detail.get("entry", "award") not in MERITS:
            return None
        task, given = case.task, (name for name, length in case.chars.items() if length)
        known = {*task.data, *task.private, *given}
        if any(evidence(case.profile, name) == "result" for name in known):
            return None
        return deny(_NO_RESULT, _REPORT)


def _read(rule: Mapping[str, Any], document: Mapping[str, Any], flow: str) -> set[str]:
    """Return the fields that a scoring rule reads, itself or through what the flow works out."""
    worked_out: dict[str, list[str]] = {}
    for step in steps(document):
        if step.flow == flow:
            for room in ("proposes", "sets"):
                for field, text in step.action.get(room, {}).items():
                    worked_out.setdefault(field, []).append(text)
    found: set[str] = set()
    fresh = _names(rule.get(key, "") for key in ("when", "points", "class"))
    while fresh:
        found |= fresh
        fresh = {name for field in fresh for name in _names(worked_out.get(field, ()))} - found
    return found


def _names(texts: Iterable[str]) -> set[str]:
    found = (name for text in texts for name in names_in(text))
    return {name.removeprefix("known.").partition(".")[0] for name in found}


def _trace(field: str) -> tuple[Words, Words]:
    return (
        {
            "en": f"This gives or takes points by “{field}”, which is a trace and no result.",
            "zh": f"此规则依据“{field}”计分，它只是工作痕迹，不是实绩。",
        },
        _MEND,
    )


_MEND = {
    "en": "Let the points depend on what was achieved.",
    "zh": "请以取得的实际成效计分。",
}
_ACTIVE = {
    "en": "This gives or takes points for being busy: meetings, notes or photos.",
    "zh": "此规则以会议、笔记、照片等过程计分。",
}
_UNPROVEN = {
    "en": "Points come here without any result: no action of the flow needs one.",
    "zh": "此处无需任何结果即可得分：流程中没有操作要求填写结果。",
}
_NEED = {
    "en": "Let an action of the flow need a field whose evidence is “result”.",
    "zh": "请在流程的某项操作中要求填写“result”类证据的字段。",
}
_NO_RESULT = {
    "en": "No result of this task is on record, so that it cannot earn points.",
    "zh": "此任务尚无结果记录，不能计分。",
}
_REPORT = {
    "en": "Have the result reported first, in one or two sentences.",
    "zh": "请先用一两句话报告结果。",
}
