"""The part of the face for those who run it: who is told what happens."""

from __future__ import annotations

from xiangyue.storage import Store
from xiangyue.watch.watch import Observer


class Watching:
    """Who watches one store."""

    _store: Store

    def watch(self, observer: Observer) -> None:
        """Tell an observer every fact from now on; ``xiangyue.watch`` says which there are.

        It is called by several threads, must be quick, and breaks nothing when it raises.
        """
        self._store.watch.add(observer)
