"""How often a client waits for PostgreSQL: a proxy between them that counts.

    with counting(host, port) as trips:
        ...                             # the client talks to trips.port
        with trips.watched() as seen:
            ...
        seen.count

Each trip ends with the message after which a client waits: Sync, or a simple Query.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SIZE = 1 << 16
_WAITING = b"SQ"
_ASKING = (80877103, 80877104)
"""What a client says before its startup message to ask for encryption."""


class Seen:
    """What was counted in a while."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.count = 0


class Trips:
    """Counts the trips of all connections of one port."""

    def __init__(self, server: tuple[str, int]) -> None:
        """Listen on a free port of this machine."""
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._count = 0
        self._lock = threading.Lock()
        self._sockets = [self._listener]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @contextmanager
    def watched(self) -> Iterator[Seen]:
        """Count the trips that are made meanwhile."""
        seen, before = Seen(), self._count
        yield seen
        seen.count = self._count - before

    def close(self) -> None:
        """Hang up everywhere."""
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                server = socket.create_connection(self._server)
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
                self._sockets += [client, server]
                for pair in ((client, server, _Said()), (server, client, None)):
                    thread = threading.Thread(target=self._carry, args=pair)
                    self._threads.append(thread)
                    thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, said: _Said | None) -> None:
        with suppress(OSError):
            while data := source.recv(_SIZE):
                if said is not None:
                    with self._lock:
                        self._count += said.waits(data)
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


class _Said:
    """What a client has said of its next message so far."""

    def __init__(self) -> None:
        self._begun = False
        self._rest = b""

    def waits(self, data: bytes) -> int:
        """Return after how many of the messages that end here the client waits."""
        self._rest += data
        count = 0
        while True:
            kind, length = self._next()
            if not length or len(self._rest) < length:
                return count
            if not self._begun:
                self._begun = int.from_bytes(self._rest[4:8], "big") not in _ASKING
            elif kind in _WAITING:
                count += 1
            self._rest = self._rest[length:]

    def _next(self) -> tuple[bytes, int]:
        """Return the kind of the next message and its length; 0 where it is not known yet."""
        at = int(self._begun)
        head = self._rest[at : at + 4]
        return self._rest[:at], at + int.from_bytes(head, "big") if len(head) == 4 else 0


@contextmanager
def counting(host: str, port: int) -> Iterator[Trips]:
    """Put a proxy before a server."""
    trips = Trips((host, port))
    try:
        yield trips
    finally:
        trips.close()
