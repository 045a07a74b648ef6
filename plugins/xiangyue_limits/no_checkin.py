"""L01: no check-in or attendance function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_CHECKIN = re.compile(
    r"check[\s_-]?in\b|clock[\s_-]?(in|on|out)\b|sign[\s_-]?in sheet|attendance|roll[\s_-]?call"
    r"|打卡|签到|考勤|点名",
    re.IGNORECASE,
)

Broken = tuple[str, Mapping[str, str], Mapping[str, str]]

_MEND = {
    "en": "Ask for the result of the work instead of for presence.",
    "zh": "请改为填写工作成效，不要求打卡到场。",
}


class NoCheckin:
    """Refuses a profile that declares a check-in by its name or its words.

    It looks at the ids and titles of flows, actions, states and fields. The exception for
    emergency and security scenes is the binding's ``lifted_in``.
    """

    name = "no_checkin"
    title: Mapping[str, str] = {"en": "No check-in", "zh": "不设打卡签到"}
    basis = "[S:1,2,4,7] rule of January 2026; opinions of December 2023 (L01)"
    config_schema: Mapping[str, Any] = {"type": "object", "additionalProperties": False}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Broken]:
        """Yield every flow, state, action and field that is a check-in by name or title."""
        del config
        for address, name, part in _named(document):
            words = [name.replace("_", " "), name, *part.get("title", {}).values()]
            found = next((m for m in map(_CHECKIN.search, words) if m), None)
            if found:
                yield address, _sentence(found.group()), _MEND


def _sentence(word: str) -> Mapping[str, str]:
    return {
        "en": f"This is a check-in (“{word}”), which is not allowed.",
        "zh": f"此处为打卡签到功能（“{word}”），不予允许。",
    }


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for name, field in document.get("fields", {}).items():
        yield f"fields.{name}", name, field
    for name, flow in document.get("flows", {}).items():
        at = f"flows.{name}"
        yield at, name, flow
        for room in ("states", "actions"):
            for part_name, part in flow.get(room, {}).items():
                yield f"{at}.{room}.{part_name}", part_name, part
