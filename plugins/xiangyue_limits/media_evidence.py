"""L05: photos, recordings and locations only where they are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny, reshape
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import ID, IDS
from xiangyue_limits.reading import RECORDINGS, choices, evidence, steps, titles

MAX_PER_TASK: Mapping[str, Mapping[str, int]] = {
    "task_class": {"routine": 0, "periodic": 1, "works": 2}
}

_MEND = {
    "en": "Ask for the result in words instead.",
    "zh": "请改为用文字说明结果。",
}


class MediaEvidence(Limit):
    """Lets a task ask for so many photos, videos and sound recordings as its class needs.

    ``max_per_task`` says how many by each field that tells a class, and its values. A task without
    a class, or with another one, is held to the fewest, one with several to the strictest of them.
    Locations are asked for only with ``location: true``. What is too much is taken out of a form,
    and a form of nothing else is refused.

    A profile breaks it with a flow that can ask for more than the most generous class allows, of
    the fields that the flow asks for or else of all.
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
                "additionalProperties": {
                    "type": "object",
                    "propertyNames": ID,
                    "additionalProperties": {"type": "integer", "minimum": 0},
                    "minProperties": 1,
                },
                "minProperties": 1,
            },
            "location": {"type": "boolean"},
            "emergency_flows": IDS,
        },
        "additionalProperties": False,
    }
    kinds = ("collect",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield the flows that ask for too many recordings, and the steps that ask for a place."""
        for field, most in config.get("max_per_task", {}).items():
            yield from choices(document, field, most)
        excepted = config.get("emergency_flows", ())
        yield from unknown("flows", excepted, document)
        recorded: dict[str, set[str]] = {}
        classed: dict[str, set[str]] = {}
        for step in steps(document):
            if step.flow in excepted:
                continue
            asked = {*step.given, *(name for _, fields in step.collects for name in fields)}
            classed.setdefault(step.flow, set()).update(asked)
            proves = {name: evidence(document, name) for name in asked}
            found = recorded.setdefault(step.flow, set())
            found.update(name for name, proof in proves.items() if proof in RECORDINGS)
            if "location" in proves.values() and not config.get("location", False):
                yield step.address, _PLACE, _MEND
        for flow, found in recorded.items():
            most = max(_numbers(config, classed[flow]))
            if len(found) > most:
                yield f"flows.{flow}", _flow(len(found), most), _FEWER

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Take out of a form what the task's class does not need."""
        del facts
        room = _room(config, case.task.data)
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


def _numbers(config: Mapping[str, Any], fields: Collection[str]) -> list[int]:
    """Return what the classes allow that these fields tell; all numbers if they tell none."""
    classes = config.get("max_per_task", MAX_PER_TASK)
    told = [field for field in classes if field in fields] or classes
    return [number for field in told for number in classes[field].values()]


def _room(config: Mapping[str, Any], data: Mapping[str, Any]) -> int:
    """Return how many recordings a task may ask for."""
    classes = config.get("max_per_task", MAX_PER_TASK)
    fewest = min(_numbers(config, ()))
    told = (classes[field].get(data[field], fewest) for field in classes if field in data)
    return min(told, default=fewest)


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
