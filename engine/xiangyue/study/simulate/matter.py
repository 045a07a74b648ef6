"""A task that is open, and what people are about to do with it."""

from __future__ import annotations

from xiangyue.study.simulate.crowd import Job
from xiangyue.values import Task


class Matter:
    """An open task. ``tried`` counts what did not go where it stands; ``days`` in how many days.

    ``accepted`` are those who come, and ``answered`` all who have said something, of whom its
    call-out has asked.
    """

    __slots__ = ("accepted", "answered", "days", "job", "task", "tried")

    def __init__(self, task: Task) -> None:
        """Begin with nothing planned."""
        self.task = task
        self.job: Job | None = None
        self.tried: dict[str, int] = {}
        self.days = 0
        self.accepted: list[str] = []
        self.answered: set[str] = set()
