"""Metrics over HTTP, for Prometheus to come and read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xiangyue.errors import Misuse, why
from xiangyue.spelling import shown
from xiangyue.watch.watch import LOG

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_HERE = "127.0.0.1"
_PORTS = 65536


@contextmanager
def served(registry: CollectorRegistry, where: str) -> Iterator[str]:
    """Serve metrics at ``9100`` or ``0.0.0.0:9100``, and give their URL; port 0 is any free one.

    Raises Misuse where that is no address, or somebody else is there.
    """
    from prometheus_client import start_http_server

    host, port = _address(where)
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        address, reason = f"{host}:{port}", why(error)
        raise Misuse("metrics-port", address=address, reason=reason) from error
    url = f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/metrics"
    LOG.info("metrics at %s", url)
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _address(where: str) -> tuple[str, int]:
    host, _, port = where.rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port[:6]) < _PORTS):
        raise Misuse("metrics-address", given=shown(where))
    return host.strip("[]") or _HERE, int(port[:6])
