"""How much waits in a store, and for how long: what is counted has an end, and so has its cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Final, NamedTuple

from xiangyue.errors import XiangyueError
from xiangyue.storage import Reader, Store
from xiangyue.time.moments import micros

MOST: Final = 100_000
"""No queue is counted further."""
_IDLE: Final = 50
"""It is not counted again before so many times as long has passed as counting took."""
_SECOND: Final = 1_000_000

_DUE: Final = {
    "timers": "SELECT due FROM timer WHERE state = 'waiting' AND due <= ?",
    "waiting": "SELECT due FROM waiting WHERE state = 'waiting' AND due <= ?",
    "outbox": "SELECT due FROM outbox WHERE state = 'waiting' AND due <= ?",
    "errands": "SELECT due FROM errand WHERE state = 'waiting' AND due <= ?",
    "deliveries": (
        "SELECT d.at AS due FROM (SELECT community, seq, n FROM outbox"
        " WHERE state = 'waiting' AND due <= ? ORDER BY due LIMIT {most}) AS o JOIN delivery d"
        " ON d.community = o.community AND d.seq = o.seq AND d.n = o.n WHERE d.state = 'waiting'"
    ),
    "dead": (
        "SELECT due FROM (SELECT state, due FROM timer UNION ALL SELECT state, due FROM waiting"
        " UNION ALL SELECT state, due FROM outbox UNION ALL SELECT state, due FROM errand) AS d"
        " WHERE state = 'dead' AND due <= ?"
    ),
}


class Queue(NamedTuple):
    """How many are due, no more than are counted, and how many seconds the oldest has been."""

    depth: int
    oldest: float


class Queues:
    """The queues of a store, looked at now and then; thread-safe."""

    def __init__(self, store: Store) -> None:
        """Look at nothing yet."""
        self._store = store
        self._lock = threading.Lock()
        self._again = 0.0
        self._found: Mapping[str, Queue] | None = None

    def look(self) -> Mapping[str, Queue] | None:
        """Return each queue as it is, or was a little while ago; None where the store is lost."""
        with self._lock:
            begin = time.monotonic()
            if begin >= self._again:
                try:
                    with self._store.read() as reader:
                        self._found = look(reader, micros(None))
                except XiangyueError:
                    self._found = None
                end = time.monotonic()
                self._again = end + _IDLE * (end - begin)
            return self._found


def look(reader: Reader, now: int, most: int = MOST) -> Mapping[str, Queue]:
    """Return each queue of a store as it is, counted to ``most``."""
    found = {}
    for name, sql in _DUE.items():
        due = sql.format(most=most)
        ((count, oldest),) = reader.all(
            f"SELECT count(*), min(due) FROM ({due} ORDER BY 1 LIMIT {most}) AS q", now
        )
        found[name] = Queue(count, max(0, now - oldest) / _SECOND if count else 0.0)
    return found
