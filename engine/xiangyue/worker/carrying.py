"""From a parcel to the channels: composed as it stands now, sent to each who is to have it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from xiangyue import plugs
from xiangyue.channel import LINKED, NotDelivered, Outgoing, Receipt
from xiangyue.engine import Engine
from xiangyue.reach.composing import Letter, compose
from xiangyue.reach.recipients import ROLE
from xiangyue.reach.switchboard import Switchboard, open_switchboard
from xiangyue.time.moments import micros
from xiangyue.values import replace
from xiangyue.watch.facts import Tried
from xiangyue.work.deliveries import AGAIN, DEAD, Delivered, deliveries, note
from xiangyue.worker.parcel import Outcome, Parcel

Links = Callable[[str, str], str]
"""Makes the address at which a member (first) opens a task (second, ``community/id``)."""


class Channels:
    """Brings messages to people through the channels of an installation."""

    def __init__(
        self,
        engine: Engine,
        board: Switchboard,
        turn: float = 30.0,
        *,
        links: Links | None = None,
    ) -> None:
        """Use the channels of this switchboard.

        After ``turn`` seconds a message that several are to have makes room for others. With
        ``links`` each message that a person reads on a screen ends with one that opens its task.
        """
        self._store, self._plans, self._board = engine._store, engine._plans, board
        self._turn, self._links = turn, links

    @classmethod
    def of(cls, engine: Engine, file: Path, *, console: str | None = None) -> Channels:
        """Return the channels that a file describes; ``console`` is where messages lead to.

        Raises BadInput for what is wrong with the file, and Misuse where no console is installed.
        """
        links = plugs.links(engine, console) if console else None
        return cls(engine, open_switchboard(file, plugs.channels()), links=links)

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel to everybody who is to have it and has it not yet.

        What became of a role's message is noted for each member at once, so that only those whom
        it did not reach are tried again. Without anybody to reach it is dropped.
        """
        with self._store.read() as reader:
            letters = compose(
                reader, self._plans, *parcel[:3], micros(None), planned=parcel.planned
            )
            before = deliveries(reader, *parcel[:3])
        if not letters and not before:
            return Outcome("dropped", error="nobody")
        became, end = dict(before), time.monotonic() + self._turn
        for letter in letters:
            if letter.recipient in before and before[letter.recipient].state != AGAIN:
                continue
            if time.monotonic() > end:
                return Outcome("partly")
            one = became[letter.recipient or ""] = self._deliver(letter)
            if letter.recipient is not None and _is_of_many(parcel):
                with self._store.begin() as tx:
                    note(tx, *parcel[:3], letter.recipient, one, micros(None))
        meant = {letter.recipient or "" for letter in letters}
        return _of_all([one for who, one in became.items() if one.state != AGAIN or who in meant])

    def _deliver(self, letter: Letter) -> Delivered:
        try:
            receipt, channel = self._board.deliver(letter, self._try)
        except NotDelivered as error:
            return Delivered(AGAIN if error.again else DEAD, None, error.code)
        return Delivered(receipt.state, channel)

    def _try(self, message: Outgoing) -> Receipt:
        """Send by one channel, and tell what became of it."""
        begin = time.perf_counter()
        message = self._linked(message)
        try:
            receipt = self._board.send(message)
        except NotDelivered as error:
            self._tell(message, "again" if error.again else "dead", error.code, begin)
            raise
        self._tell(message, receipt.state, None, begin)
        return receipt

    def _linked(self, message: Outgoing) -> Outgoing:
        if self._links is None or message.recipient is None or message.kind not in LINKED:
            return message
        link = self._links(message.recipient, f"{message.community}/{message.task}")
        return replace(message, link=link, text=f"{message.text}\n{link}")

    def _tell(self, message: Outgoing, outcome: str, code: str | None, begin: float) -> None:
        seconds = time.perf_counter() - begin
        said = message.community, message.kind, message.channel, outcome, code, seconds
        self._store.watch.tell(Tried(*said))


def _is_of_many(parcel: Parcel) -> bool:
    """Tell whether it is noted for each member what became of it: of a role, or of a rung."""
    return parcel.kind == "ask" or (parcel.recipient or "").startswith(ROLE)


def _of_all(deliveries: list[Delivered]) -> Outcome:
    """Return what became of a message to several: what waits comes first, then what failed."""
    through = ", ".join(sorted({one.channel for one in deliveries if one.channel})) or None
    for state in (AGAIN, DEAD):
        failed = [one for one in deliveries if one.state == state]
        if failed:
            return Outcome("again" if state == AGAIN else "dead", through, failed[0].error)
    if not deliveries:
        return Outcome("dropped", error="nobody")
    confirmed = all(one.state == "confirmed" for one in deliveries)
    return Outcome("confirmed" if confirmed else "sent", through)
