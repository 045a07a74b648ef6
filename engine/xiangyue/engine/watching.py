"""The part of the face for those who run it: observers and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xiangyue.errors import Misuse
from xiangyue.storage import Store
from xiangyue.time.moments import Moment, micros
from xiangyue.watch.queues import MOST, Queue, look
from xiangyue.watch.watch import Observer

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


class Watching:
    """Who watches one store."""

    _store: Store

    def watch(self, observer: Observer) -> None:
        """Tell an observer every fact from now on; ``xiangyue.watch`` says which there are.

        It is called by several threads, must be quick, and breaks nothing when it raises.
        """
        self._store.watch.add(observer)

    def queues(self, now: Moment = None, *, most: int = MOST) -> Mapping[str, Queue]:
        """Return what is due in each queue, and for how long; counted to ``most`` each."""
        with self._store.read() as reader:
            return look(reader, micros(now), most)

    def metrics(self, registry: CollectorRegistry | None = None) -> CollectorRegistry:
        """Count what happens from now on, in a registry of its own or in this one; returns it.

        Raises Misuse where the extra ``metrics`` is missing or the registry counts another engine.
        """
        try:
            from prometheus_client import CollectorRegistry
        except ImportError as error:
            raise Misuse("metrics-missing") from error
        from xiangyue.watch.metrics import count

        registry = CollectorRegistry() if registry is None else registry
        try:
            count(self._store, registry)
        except ValueError as error:
            raise Misuse("metrics-twice") from error
        return registry
