"""A real HTTP receiver on this machine that behaves as it is told."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Behaviour = Callable[[Any], None]


class Receiver:
    """What was received: headers and body of each request, and how the next are answered.

    ``answers`` are used up one by one; after them everything is taken. ``cut`` is set once a
    sender has not waited for the end of an answer.
    """

    def __init__(self, port: int) -> None:
        """Begin with nothing received."""
        self.url = f"http://127.0.0.1:{port}/hooks?of=test"
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Behaviour] = []
        self.stopping = threading.Event()
        self.cut = threading.Event()

    @property
    def ids(self) -> list[str]:
        """The ids of all events received, in their order."""
        return [orjson.loads(body)["id"] for _, body in self.requests]


def status(code: int, **headers: str) -> Behaviour:
    """Answer with a status."""

    def answer(handler: Any) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    return answer


def broken(handler: Any) -> None:
    """Promise more than is sent, and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"half of it")


def silent(handler: Any) -> None:
    """Hang up without a word."""


def dripping(handler: Any) -> None:
    """Send a header's letters one by one, without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.receiver.stopping.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def hanging(handler: Any) -> None:
    """Say nothing, and keep the line."""
    handler.receiver.stopping.wait(30)


def endless(handler: Any) -> None:
    """Answer well, with more than anybody wants to read."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b"x" * 65_536)


@contextmanager
def receiving(port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver on a port, a free one if left out; behind TLS if there is a context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        receiver: Receiver

        def handle(self) -> None:
            with suppress(ssl.SSLError):  # the sender did not trust the certificate
                super().handle()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.receiver.requests.append((dict(self.headers), body))
            answers = self.receiver.answers
            self.close_connection = True
            try:
                (answers.pop(0) if answers else status(204 if body else 400))(self)
            except OSError:
                self.receiver.cut.set()  # the sender has hung up

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, True, do_handshake_on_connect=False)
    receiver = Handler.receiver = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
