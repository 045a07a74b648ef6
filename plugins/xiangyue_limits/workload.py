"""L35: no more open tasks than one person can carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Fact, Limit, Verdict, Words, deny, open_tasks
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import BASIS, ID, IDS, SOME_IDS
from xiangyue_limits.reading import choices

ROUTINE, KEY = 5, 1

_MEND = {
    "en": "Wait until one of them is done, or give the task to somebody else.",
    "zh": "请待其中一项办结，或将任务派给他人。",
}


class Workload(Limit):
    """Refuses to make somebody responsible for more tasks than they can carry.

    At most ``routine`` open tasks and ``key`` key ones besides. A task is a key one where its
    ``field`` has one of the ``values``, or where it is of one of the ``flows``; where the config
    names neither, all are routine. ``exempt`` are flows, each with its basis, whose tasks are none
    of these: whoever is on duty records an emergency, however much there is to do.
    """

    name = "workload"
    title: ClassVar[Words] = {"en": "Open tasks of one person", "zh": "个人在办任务数量"}
    basis = "[D] the numbers; [L:LAB 36,38] as an ergonomic ceiling only"
    rules = ("L35",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "routine": {"type": "integer", "minimum": 1},
            "key": {"type": "integer", "minimum": 0},
            "field": ID,
            "values": SOME_IDS,
            "flows": IDS,
            "exempt": {"type": "object", "propertyNames": ID, "additionalProperties": BASIS},
        },
        "dependentRequired": {"field": ["values"], "values": ["field"]},
        "not": {"required": ["field", "flows"]},
        "additionalProperties": False,
    }
    kinds = ("assign",)

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for the person's open tasks, by what tells key ones from routine ones."""
        if "field" not in config:
            return {"open": open_tasks()}
        by_field = {"open": open_tasks(config["field"])}
        return {**by_field, "by_flow": open_tasks()} if config.get("exempt") else by_field

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield what the config names, and the profile does not have."""
        named = (*config.get("flows", ()), *config.get("exempt", ()))
        yield from unknown("flows", named, document)
        if "field" in config:
            yield from choices(document, config["field"], config["values"])

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Refuse the task that is one too many."""
        exempt = config.get("exempt", ())
        if case.flow in exempt:
            return None
        if "field" in config:
            mine, key = str(case.task.data.get(config["field"], "")), config["values"]
        else:
            mine, key = case.flow, config.get("flows", ())
        is_key = mine in key
        count = sum(n for kind, n in facts["open"].items() if (kind in key) is is_key)
        if not is_key:
            # What is exempt has no class either, so that it was counted as routine.
            by_flow = facts.get("by_flow", facts["open"])
            count -= sum(n for flow, n in by_flow.items() if flow in exempt)
        most = config.get("key", KEY) if is_key else config.get("routine", ROUTINE)
        return deny(_words(is_key, count, most), _MEND) if count >= most else None


def _words(key: bool, count: int, most: int) -> Words:
    en, zh = ("key", "重点") if key else ("routine", "一般")
    return {
        "en": f"This person has {count} open {en} tasks, and {most} is the most.",
        "zh": f"此人在办{zh}任务 {count} 项，上限为 {most} 项。",
    }
