"""What became of an alert that was handed in."""

from __future__ import annotations

from typing import Literal

from xiangyue_admin.api.gives.core import Answered, Reason

Fate = Literal["proposed", "known", "over", "replaced", "cancelled", "refused", "deferred"]


class AlertEntry(Answered):
    """What became of an alert in one community; ``how`` says how the unit is known to be meant."""

    fate: Fate
    community: str
    task: str
    alert: str
    unit: str
    how: str
    reasons: list[Reason]


class Received(Answered):
    """What became of an alert, in counts and by community."""

    alert: str
    status: str
    msg_type: str
    fate: Literal["taken", "held", "noted", "nowhere"]
    dry: bool
    counts: dict[Fate, int]
    entries: list[AlertEntry]
    remarks: list[Reason]
