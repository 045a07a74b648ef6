"""L01: no check-in or attendance function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.wording import mentions

_CHECKIN = re.compile(
    r"\bcheck[\s_-]?ins?\b(?!\s+(on|with)\b)|\bclock[\s_-]?(in|on|out)\b|\bsign[\s_-]?in sheet"
    r"|attendance|\broll[\s_-]?call|打卡|签到|考勤|点名(?![称字单录])",
    re.IGNORECASE,
)
"""“Check in on a neighbour” and 地点名称 (the name of a place) are no check-ins."""

_MEND: Words = {
    "en": "Ask for the result of the work instead of for presence.",
    "zh": "请改为填写工作成效，不要求打卡到场。",
}


class NoCheckin(Limit):
    """Refuses a profile that declares a check-in by its name or its words.

    It looks at the ids and titles of whatever a profile names, at the choices of its fields and
    at its messages. A paused flow excuses itself: a check-in for emergency and security scenes is
    paused in normal times, and the mode that opens it stands in the binding's ``lifted_in``.
    """

    name = "no_checkin"
    title: ClassVar[Words] = {"en": "No check-in", "zh": "不设打卡签到"}
    basis = "[S:1,2,4,7] rule of January 2026; opinions of December 2023"
    rules = ("L01",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield whatever is a check-in by its name or words."""
        del config
        paused = tuple(
            f"flows.{name}." for name, flow in document.get("flows", {}).items() if _paused(flow)
        )
        for address, word in mentions(document, _CHECKIN):
            if not f"{address}.".startswith(paused):
                say = {
                    "en": f"This is a check-in (“{word}”), which is not allowed.",
                    "zh": f"此处为打卡签到功能（“{word}”），不予允许。",
                }
                yield address, say, _MEND


def _paused(flow: Mapping[str, Any]) -> bool:
    return flow.get("paused") is True
