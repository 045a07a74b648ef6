"""What a store does, counted for Prometheus. Communities are no labels: there may be thousands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from xiangyue.storage import Store
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
)
from xiangyue.watch.queues import Queues

_COMMAND: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LATE: Final = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 4 * 3600, 24 * 3600)


class Counts:
    """An observer that counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Count in this registry; raises ValueError where somebody does so already."""

        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(f"xiangyue_{name}", says, labels, registry=registry)

        self._commands = counter("commands", "Commands by what became of them.", "outcome")
        self._refusals = counter("refusals", "Refused commands by reason.", "reason")
        self._rulings = counter("rulings", "What limits said other than yes.", "limit", "verdict")
        self._deliveries = counter("deliveries", "Tries by kind of channel.", "channel", "outcome")
        self._messages = counter("messages", "Messages by what became of them.", "kind", "outcome")
        self._dead = counter("dead_letters", "Messages, timers and deferred commands given up.")
        self._takeovers = counter(
            "lease_takeovers", "Rows taken over from a worker that died or hangs.", "queue"
        )
        self._retries = counter("transaction_retries", "Transactions done again.", "reason")
        self._failures = counter("failures", "What should not go wrong.", "what", "reason")
        self._seconds = Histogram(
            "xiangyue_command_seconds",
            "How long commands take until they are kept.",
            buckets=_COMMAND,
            registry=registry,
        )
        self._late = Histogram(
            "xiangyue_timer_lateness_seconds",
            "How long after it was due a timer fired.",
            ("queue",),
            buckets=_LATE,
            registry=registry,
        )
        for outcome in ("done", "refused", "deferred", "rejected"):
            self._commands.labels(outcome)
        for queue in ("timers", "waiting", "outbox", "errands"):
            self._takeovers.labels(queue)

    def __call__(self, fact: Fact) -> None:
        """Count one fact."""
        match fact:
            case Decided():
                self._decided(fact)
            case Rejected():
                self._commands.labels("rejected").inc()
            case Fired():
                self._late.labels(fact.queue).observe(fact.late)
            case Tried():
                self._deliveries.labels(fact.channel, fact.outcome).inc()
            case Settled():
                self._messages.labels(fact.kind, fact.outcome).inc()
                if fact.outcome == "dead":
                    self._dead.inc()
            case TakenOver():
                self._takeovers.labels(fact.queue).inc(fact.count)
            case Retried():
                self._retries.labels(fact.code).inc()
            case Failed():
                self._failures.labels(fact.what, fact.code).inc()
                if fact.outcome == "dead":
                    self._dead.inc()

    def _decided(self, fact: Decided) -> None:
        self._commands.labels(fact.outcome).inc()
        self._seconds.observe(fact.seconds)
        if fact.outcome == "refused":
            for reason in fact.reasons:
                self._refusals.labels(reason).inc()
        for limit in fact.limits:
            self._rulings.labels(*limit.split(":", 1)).inc()


class Depths(Collector):
    """What waits in a store at the moment somebody looks."""

    def __init__(self, store: Store) -> None:
        """Look at this store."""
        self._queues = Queues(store)

    def describe(self) -> Iterator[Metric]:
        """Name the metrics, without looking."""
        return iter(self._families())

    def collect(self) -> Iterator[Metric]:
        """Look."""
        up, depth, oldest = self._families()
        found = self._queues.look()
        up.add_metric((), float(found is not None))
        for name, queue in (found or {}).items():
            depth.add_metric((name,), queue.depth)
            oldest.add_metric((name,), queue.oldest)
        return iter((up, depth, oldest))

    def _families(self) -> tuple[GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily]:
        return (
            GaugeMetricFamily("xiangyue_store_up", "Whether the store can be read."),
            GaugeMetricFamily(
                "xiangyue_queue_depth", "What is due and not done yet.", labels=("queue",)
            ),
            GaugeMetricFamily(
                "xiangyue_queue_oldest_seconds",
                "How long the oldest of it has been due.",
                labels=("queue",),
            ),
        )


def count(store: Store, registry: CollectorRegistry) -> None:
    """Count what a store does from now on; raises ValueError where another is counted there."""
    store.watch.add(Counts(registry))
    registry.register(Depths(store))
