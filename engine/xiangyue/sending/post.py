"""One HTTP POST to a stranger: to a checked address, within a time, following nobody.

The address that was checked is the one that is called; TLS still asks for the host's name. The
time is for everything from looking up the name to the last byte read, however slowly they drip.
No proxy is taken from the environment, and no redirect is followed.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from xiangyue.sending.address import Address, resolve
from xiangyue.sending.undelivered import Undelivered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_ANSWER = 65_536
"""Bytes of an answer that are read; more is left where it is."""

_LATER = (429, 503)
_DIGITS = 9
_PORTS = {"http": 80, "https": 443}


def post(
    url: str, body: bytes, headers: Mapping[str, str], seconds: float, allow_private: bool
) -> int:
    """Post to a URL and return the answer's status.

    Raises Undelivered where there is none, or where it asks to come back later.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or _PORTS[parts.scheme]
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    wire = _Wire(seconds)
    try:
        found = resolve(host, port, wire.left(), allow_private)
        with closing(wire.connect(found, host if secure else None)):
            said = {"Host": parts.netloc, "User-Agent": "xiangyue", "Connection": "close"}
            return _exchange(wire, target, body, {**said, **headers})
    except TimeoutError as error:
        raise Undelivered("webhook-timeout") from error
    except ssl.SSLError as error:
        raise Undelivered("webhook-tls", error.reason or str(error)) from error
    except (HTTPException, ValueError) as error:
        raise Undelivered("webhook-answer", type(error).__name__) from error
    except OSError as error:
        raise Undelivered("webhook-unreachable", error.strerror or str(error)) from error


def _exchange(wire: _Wire, target: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send the request and read the answer, which must be whole unless it is too long."""
    connection = HTTPConnection(headers["Host"])
    connection.sock = wire
    connection.request("POST", target, body, headers)
    answer = connection.getresponse()
    read = answer.read(MOST_ANSWER)
    if answer.length and len(read) < MOST_ANSWER:
        raise Undelivered("webhook-answer", "IncompleteRead")
    if answer.status in _LATER:
        after = seconds_after(answer.headers.get("Retry-After", ""), time.time())
        raise Undelivered("webhook-status", str(answer.status), after=after)
    return answer.status


def seconds_after(text: str, now: float) -> float:
    """Return how long a Retry-After asks to wait: seconds, or until a date; 0 for anything else.

    ``now`` is in seconds since 1970 UTC.
    """
    said = text.strip()
    if said.isascii() and said.isdecimal():
        return float(said[:_DIGITS])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - now)
    except (ValueError, OverflowError, OSError):
        return 0.0


class _Wire:
    """A socket that is done by a moment, in whatever small pieces the other side answers."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._end = time.monotonic() + seconds
        self._socket: Any = None

    def left(self) -> float:
        """Return the seconds that are left; raises TimeoutError where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def connect(self, found: list[Address], secure_as: str | None) -> socket.socket:
        """Connect to the first address that answers, as TLS to the name if there is one."""
        problem: OSError = OSError("no address")
        for address in found:
            plain = socket.socket(address.family, socket.SOCK_STREAM)
            try:
                plain.settimeout(self.left())
                plain.connect(address.where)
                self._socket = plain
                if secure_as is not None:
                    plain.settimeout(self.left())
                    context = ssl.create_default_context()
                    self._socket = context.wrap_socket(plain, server_hostname=secure_as)
                return self._socket  # type: ignore[no-any-return]
            except OSError as error:
                problem = error
                plain.close()
        raise problem

    def sendall(self, data: bytes) -> None:
        """Send everything."""
        view = memoryview(data)
        while view:
            self._socket.settimeout(self.left())
            view = view[self._socket.send(view) :]

    def recv_into(self, buffer: WriteableBuffer) -> int:
        """Read what there is."""
        self._socket.settimeout(self.left())
        return int(self._socket.recv_into(buffer))

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the other side's answer as a file."""
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """Stay open for the answer: whoever has connected ends it."""


class _Incoming(io.RawIOBase):
    """What comes in over a wire."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._wire.recv_into(buffer)
