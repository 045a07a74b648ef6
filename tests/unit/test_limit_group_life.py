"""L15: few chat groups, and none that outlives its task."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge

from xiangyue_limits.group_life import GroupLife

CHANNELS = {"sms": {"kind": "sms"}, "one": {"kind": "group"}, "two": {"kind": "group"}}
ENDED = "2026-06-01T09:00"


def message(by: Any, now: str, ended_at: str | None = ENDED) -> Any:
    """Return a message of a task that ended on Monday at nine."""
    profile = {"channels": CHANNELS}
    return circumstances(detail={"by": by}, now=now, ended_at=ended_at, profile=profile)


def test_one_group_is_the_most() -> None:
    """Each beyond it is found, unless more are allowed."""
    document = {"channels": CHANNELS}
    assert breaches(GroupLife(), document) == ["channels.two"]
    assert breaches(GroupLife(), document, {"most": 2}) == []
    assert breaches(GroupLife(), document, {"most": 0}) == ["channels.one", "channels.two"]


def test_a_week_after_the_end_the_group_is_silent() -> None:
    """What is said then takes the other channels, and where there is none, is not said."""
    late = "2026-06-08T09:01"
    verdict = judge(GroupLife(), message(["one", "sms"], late))
    assert verdict
    assert (verdict.kind, dict(verdict.instead)) == ("reshape", {"by": ["sms"]})
    alone = judge(GroupLife(), message("one", late))
    assert alone
    assert alone.kind == "deny"


@pytest.mark.parametrize(
    "case",
    [
        message(["one"], "2026-06-08T09:00"),
        message(["one"], "2027-06-08T09:00", ended_at=None),
        message(["sms"], "2027-06-08T09:00"),
        circumstances(now="2027-06-08T09:00", ended_at=ENDED),
    ],
    ids=["soon after", "not ended", "no group", "no channel named"],
)
def test_otherwise_it_may_be_used(case: Any) -> None:
    """Until the time is over, while the task runs, and by all other channels."""
    assert judge(GroupLife(), case) is None


def test_another_time_can_be_set() -> None:
    """On the working calendar, too."""
    case = message(["one"], "2026-06-02T18:01")
    assert judge(GroupLife(), case, {"ttl": "1wd"})
    assert judge(GroupLife(), case, {"ttl": "2wd"}) is None
