"""L24: what people tell is kept no longer than it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words, parse_duration
from xiangyue_limits.documents import unknown
from xiangyue_limits.durations import within
from xiangyue_limits.forms import DURATION, IDS, LAW
from xiangyue_limits.moments import spoken
from xiangyue_limits.reading import steps

MAX_KEEP, EMERGENCY_KEEP = "2y", "30d"


class Retention(Limit):
    """Refuses fields that are kept too long after their task has ended.

    No field is kept longer than ``max_keep``; one that is asked in some modes only, or that only
    ``emergency`` flows use, no longer than ``emergency_keep``. ``by_law`` names fields that a law
    has kept longer, and that law.
    """

    name = "retention"
    title: ClassVar[Words] = {"en": "Kept no longer than needed", "zh": "信息保存期限"}
    basis = "[L:PIPL 19], [L:ERL 85] the shortest time; [D] the numbers"
    rules = ("L24",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "max_keep": DURATION,
            "emergency": IDS,
            "emergency_keep": DURATION,
            "by_law": {"type": "object", "additionalProperties": LAW},
        },
        "additionalProperties": False,
    }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every field that is kept too long, and names that the profile does not have."""
        emergency, by_law = config.get("emergency", ()), config.get("by_law", {})
        yield from unknown("flows", emergency, document)
        yield from unknown("fields", by_law, document)
        used = _uses(document)
        for name, field in document.get("fields", {}).items():
            flows = used.get(name, set())
            most = config.get("max_keep", MAX_KEEP)
            if field.get("only_in") or (flows and flows <= {*emergency}):
                most = config.get("emergency_keep", EMERGENCY_KEEP)
            if name not in by_law and not within(field["keep"], most):
                yield f"fields.{name}.keep", _sentence(field["keep"], most), _mend(most)


def _uses(document: Mapping[str, Any]) -> Mapping[str, set[str]]:
    """Return the flows in which each field is asked for, worked out or collected."""
    used: dict[str, set[str]] = {}
    for step in steps(document):
        names = [*step.given, *step.action.get("proposes", ()), *step.action.get("sets", ())]
        for _, fields in step.collects:
            names += fields
        for name in names:
            used.setdefault(name, set()).add(step.flow)
    return used


def _sentence(keep: str, most: str) -> Words:
    long, short = spoken(parse_duration(keep)), spoken(parse_duration(most))
    return {
        "en": f"It is kept for {long['en']} after its task, and {short['en']} is the most.",
        "zh": f"任务结束后保存{long['zh']}，超过上限{short['zh']}。",
    }


def _mend(most: str) -> Words:
    return {
        "en": f"Write keep: {most} or less, or name the law that wants it longer under by_law.",
        "zh": f"请写 keep: {most} 或更短；法律要求更长的，请在 by_law 中写明依据。",
    }
