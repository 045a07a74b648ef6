"""Services that everybody must be able to use, and get an answer from in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.plugs import Breach, Words, parse_duration
from xiangyue_limits.documents import many
from xiangyue_limits.durations import within
from xiangyue_limits.moments import spoken

_NOT_ANYONE: Words = {
    "en": "Not everybody can open it.",
    "zh": "并非人人都能发起。",
}
_ANYONE: Words = {"en": "Write by: anyone.", "zh": "请写 by: anyone。"}
_PAUSED: Words = {
    "en": "It is paused, so that nobody can open it.",
    "zh": "该流程已暂停，无法发起。",
}
_RESUME: Words = {"en": "Take paused away.", "zh": "请去掉 paused。"}


def open_to_all(document: Mapping[str, Any], name: str, most: str) -> Iterator[Breach]:
    """Yield what keeps a flow, which is there, from being open to all and answered in time."""
    flow = document["flows"][name]
    if "anyone" not in many(flow["open"]["by"]):
        yield f"flows.{name}.open.by", _NOT_ANYONE, _ANYONE
    if flow.get("paused"):
        yield f"flows.{name}.paused", _PAUSED, _RESUME
    due = flow.get("due")
    after = due.get("after") if isinstance(due, Mapping) else due
    if after is None or not within(after, most):
        length = spoken(parse_duration(most))
        say = {
            "en": f"It does not have to be answered within {length['en']}.",
            "zh": f"没有规定在{length['zh']}内答复。",
        }
        mend = {"en": f"Write due: {most}, or less.", "zh": f"请写 due: {most} 或更短。"}
        yield f"flows.{name}{'.due' if due else ''}", say, mend
