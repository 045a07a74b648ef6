"""L05: photos, recordings and locations only where they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny, reshape
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import ID, IDS
from xiangyue_limits.reading import RECORDINGS, choices, evidence, steps, titles

MAX_PER_TASK = {"routine": 0, "periodic": 1, "works": 2}
CLASS = "task_class"

_MEND = {
    "en": "Ask for the result in words instead.",
    "zh": "请改为用文字说明结果。",
}


class MediaEvidence(Limit):
    """Lets a task ask for so many photos, videos and sound recordings as its class needs.

    ``max_per_task`` says how many by the value of the field ``class``; a task without a class, or
    with another one, is held to the fewest. Locations are asked for only with ``location: true``.
    What is too much is taken out of a form, and a form of nothing else is refused.

    A profile breaks it with a flow that can ask for more than its most generous class allows.
    Flows that are only for an emergency are named in ``emergency_flows``: they are not checked
    beforehand, but their forms are, wherever the limit is not lifted.
    """

    name = "media_evidence"
    title: ClassVar[Words] = {"en": "Few photos and recordings", "zh": "少要照片、录像和轨迹"}
    basis = "[S:2,4] only where it is necessary; [D] the numbers"
    rules = ("L05",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "max_per_task": {
                "type": "object",
                "propertyNames": ID,
                "additionalProperties": {"type": "integer", "minimum": 0},
                "minProperties": 1,
            },
            "class": ID,
            "location": {"type": "boolean"},
            "emergency_flows": IDS,
        },
        "dependentRequired": {"max_per_task": ["class"], "class": ["max_per_task"]},
        "additionalProperties": False,
    }
    kinds = ("collect",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield the flows that ask for too many recordings, and the steps that ask for a place."""
        most = config.get("max_per_task", MAX_PER_TASK)
        if "class" in config:
            yield from choices(document, config["class"], most)
        excepted = config.get("emergency_flows", ())
        yield from unknown("flows", excepted, document)
        recorded: dict[str, set[str]] = {}
        for step in steps(document):
            if step.flow in excepted:
                continue
            asked = {*step.given, *(name for _, fields in step.collects for name in fields)}
            proves = {name: evidence(document, name) for name in asked}
            found = recorded.setdefault(step.flow, set())
            found.update(name for name, proof in proves.items() if proof in RECORDINGS)
            if "location" in proves.values() and not config.get("location", False):
                yield step.address, _PLACE, _MEND
        for flow, found in recorded.items():
            if len(found) > max(most.values()):
                yield f"flows.{flow}", _flow(len(found), max(most.values())), _FEWER

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Take out of a form what the task's class does not need."""
        del facts
        most = config.get("max_per_task", MAX_PER_TASK)
        room = most.get(case.task.data.get(config.get("class", CLASS)), min(most.values()))
        detail, profile = case.intervention.detail, case.profile
        fields = many(detail.get("fields"))
        given = {*case.task.data, *case.task.private} - {*fields}
        left = max(0, room - sum(evidence(profile, name) in RECORDINGS for name in given))
        out = [] if config.get("location", False) else _proving(case, fields, "location")
        out += _proving(case, fields, *RECORDINGS)[left:]
        if not out:
            return None
        rest = [name for name in fields if name not in out]
        words = _words(titles(profile, out, "en"), titles(profile, out, "zh"), room)
        if not rest and not detail.get("confirm"):
            return deny(words, _MEND)
        return reshape({"fields": rest}, words, _MEND)


def _proving(case: Circumstances, fields: tuple[str, ...], *proofs: str) -> list[str]:
    return [name for name in fields if evidence(case.profile, name) in proofs]


def _words(en: str, zh: str, room: int) -> Words:
    return {
        "en": f"Not needed for this task, which may ask for {room} recordings: {en}.",
        "zh": f"此任务最多要求 {room} 份影音资料，以下内容并非必要：{zh}。",
    }


def _flow(count: int, most: int) -> Words:
    return {
        "en": f"A task of this flow asks for {count} photos or recordings; {most} is the most.",
        "zh": f"此流程的一项任务要求 {count} 份照片或录音录像，上限为 {most} 份。",
    }


_PLACE = {
    "en": "This asks for a location, and nobody's movements are to be followed.",
    "zh": "此处要求上传位置，不得要求轨迹留痕。",
}
_FEWER = {
    "en": "Keep those without which the result cannot be seen, such as before and after.",
    "zh": "只保留证明结果所必需的，例如施工前后各一张。",
}
