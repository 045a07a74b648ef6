"""Some work that waits for its transaction."""

from __future__ import annotations

from typing import Generic, TypeVar

from xiangyue.errors import XiangyueError
from xiangyue.storage.keeper import Work
from xiangyue.storage.tx import Tx

T = TypeVar("T")


class Turn(Generic[T]):
    """Some work that waits for its transaction, and what came of it."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Work[T]) -> None:
        """Begin with nothing done."""
        self.work = work
        self.done = False
        self.result: T
        self.error: BaseException | None = None

    def run(self, tx: Tx) -> None:
        """Do the work; what it refuses by itself is its own result and undoes no other's."""
        try:
            self.result, self.error = self.work(tx), None
        except XiangyueError as error:
            self.error = error

    def end(self) -> T:
        """Return what came of it, or raise it."""
        if self.error is not None:
            raise self.error
        return self.result
