"""The part of the face that tells what call-outs yield."""

from __future__ import annotations

from xiangyue.storage import Store
from xiangyue.values import Decision, Task
from xiangyue.work.plans import Plans
from xiangyue.work.querying import find_task
from xiangyue.work.yielding import WITHIN, CallOutYield, call_out_yield


class CallingOut:
    """The call-outs of one store."""

    _store: Store
    _plans: Plans

    def call_out_yield(self, task: str | Task | Decision, *, within: int = WITHIN) -> CallOutYield:
        """Return what a task's call-out has yielded so far: accepted of asked, ``within`` minutes.

        Raises Misuse where the task's flow calls nobody out.
        """
        with self._store.read() as reader:
            head, found = find_task(reader, task)
            return call_out_yield(reader, self._plans, head, found, within)
