"""Where a study's work is done: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from xiangyue.errors import Misuse

_DASK: Final = "dask://"


@contextmanager
def cluster(url: str | None) -> Iterator[Executor | None]:
    """Connect to the cluster that ``--executor`` names; hands out None where none is named.

    Its workers open the same store, and have the same packages installed. Raises Misuse where it is
    none, or cannot be reached.
    """
    if url is None:
        yield None
        return
    if not url.startswith(_DASK):
        raise Misuse("executor-unknown", url=url)
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise Misuse("executor-no-dask") from error
    try:
        client = distributed.Client(
            f"tcp://{url.removeprefix(_DASK)}", timeout="10s", set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise Misuse("executor-unreachable", url=url) from error
    with client, client.get_executor(pure=False) as pool:
        yield pool
