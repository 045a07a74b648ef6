"""What a store needs of the database that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from xiangyue.storage.reader import Reader
from xiangyue.storage.tx import Tx

T = TypeVar("T")
Work = Callable[[Tx], T]


class Keeper(Protocol):
    """One kind of database: how it is opened, written to and read."""

    def begin(self) -> AbstractContextManager[Tx]:
        """Open a transaction that is kept whole or not at all."""

    def read(self) -> AbstractContextManager[Reader]:
        """Read one consistent state."""

    def transact(self, work: Work[T], keyed: bool) -> T:
        """Do some work in a transaction, perhaps together with others who wait."""

    def scrub(self) -> None:
        """Leave nothing of deleted rows behind, as far as this database can."""

    def check_open(self) -> None:
        """Raise Misuse once it is closed."""

    def close(self) -> None:
        """Give everything back."""
