"""L15: few chat groups, and none that outlives its task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import (
    Breach,
    Circumstances,
    Limit,
    Verdict,
    Words,
    deny,
    parse_duration,
    reshape,
)
from xiangyue_limits.documents import channels
from xiangyue_limits.moments import instant, shown

GROUP = "group"
MOST, TTL = 1, "7d"


class GroupLife(Limit):
    """Refuses a profile with too many chat groups, and messages to the group of a task long over.

    ``most`` is how many channels of kind group there may be, ``ttl`` how long after its end a
    task's messages may still go there; then they take their other channels.
    """

    name = "group_life"
    title: ClassVar[Words] = {"en": "Chat groups", "zh": "工作群管理"}
    basis = "[S:92] one group a unit, special groups dissolved when done; [D] the time"
    rules = ("L15",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "most": {"type": "integer", "minimum": 0},
            "ttl": {"type": "string", "pattern": "^[0-9]{1,3}(h|d|wd|w|m)$"},
        },
        "additionalProperties": False,
    }
    kinds = ("message",)

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every group beyond the most."""
        most = config.get("most", MOST)
        known = document.get("channels", {})
        groups = [name for name, channel in known.items() if channel.get("kind") == GROUP]
        for name in groups[most:]:
            yield (
                f"channels.{name}",
                {
                    "en": f"The profile has {len(groups)} chat groups; {most} is the most.",
                    "zh": f"方案设有 {len(groups)} 个工作群，最多 {most} 个。",
                },
                {"en": "Use the group there is.", "zh": "请使用已有的工作群。"},
            )

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Send a message otherwise than to a group whose task is long over."""
        del facts
        by, ended = channels(case), case.task.ended_at
        if ended is None or GROUP not in by.values():
            return None
        last = case.calendar.add(instant(ended), parse_duration(config.get("ttl", TTL)))
        if case.intervention.at <= last:
            return None
        day = shown(last, case.calendar)
        say = {
            "en": f"The task is over; its group was to be dissolved by {day}.",
            "zh": f"任务已结束，工作群应于 {day} 前解散。",
        }
        others = [name for name, kind in by.items() if kind != GROUP]
        if not others:
            return deny(say, {"en": "Use another channel.", "zh": "请改用其他渠道。"})
        return reshape(
            {"by": others},
            say,
            {"en": "It goes by the other channels.", "zh": "改由其他渠道发送。"},
        )
