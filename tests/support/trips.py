"""How often a client waits for its server: a proxy between them that counts.

    with counting(host, port) as trips:
        ...                             # the client talks to trips.port
        with trips.watched() as seen:
            ...
        seen.count

One trip is whatever the client says until the server answers, however many packets that takes.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SIZE = 1 << 16
_FLUSH = b"H\0\0\0\4"
"""A client may say this late, when the answer is on its way already; it waits for nothing."""


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
                turn = _Turn()
                for pair in ((client, server, True), (server, client, False)):
                    thread = threading.Thread(target=self._carry, args=(*pair, turn))
                    self._threads.append(thread)
                    thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, asks: bool, turn: _Turn) -> None:
        with suppress(OSError):
            while data := source.recv(_SIZE):
                with self._lock:
                    if data != _FLUSH:
                        self._count += asks and not turn.asking
                        turn.asking = asks
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


class _Turn:
    """Who spoke last on a connection."""

    def __init__(self) -> None:
        self.asking = False


@contextmanager
def counting(host: str, port: int) -> Iterator[Trips]:
    """Put a proxy before a server."""
    trips = Trips((host, port))
    try:
        yield trips
    finally:
        trips.close()
