"""What those who run it can see: facts told to observers, log lines, metrics, spans.

No fact holds a person's id, name or address, a title, a note or a value.
"""

from xiangyue.watch.facts import (
    Decided,
    Fact,
    Failed,
    Fired,
    Rejected,
    Retried,
    Settled,
    TakenOver,
    Tried,
    Worked,
    code_of,
)
from xiangyue.watch.watch import Observer, Watch

__all__ = [
    "Decided",
    "Fact",
    "Failed",
    "Fired",
    "Observer",
    "Rejected",
    "Retried",
    "Settled",
    "TakenOver",
    "Tried",
    "Watch",
    "Worked",
    "code_of",
]
