"""From a parcel to the channels: composed as it stands now, sent to each who is to have it."""

from __future__ import annotations

from xiangyue.channel import NotDelivered
from xiangyue.engine import Engine
from xiangyue.reach.composing import compose
from xiangyue.reach.switchboard import Switchboard
from xiangyue.time.moments import micros
from xiangyue.worker.sending import Outcome, Parcel


class Channels:
    """Brings messages to people through the channels of an installation."""

    def __init__(self, engine: Engine, board: Switchboard) -> None:
        """Use the channels of this switchboard."""
        self._store, self._plans, self._board = engine._store, engine._plans, board

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel to everybody who is to have it.

        Where it means several people and one is not reached, it is tried again for all: each
        message keeps its key, so that whoever has it already can tell. Without anybody to reach
        it is dropped.
        """
        with self._store.read() as reader:
            letters = compose(
                reader, self._plans, *parcel[:3], micros(None), planned=parcel.planned
            )
        confirmed, channels, failure = True, [], None
        for letter in letters:
            try:
                receipt, channel = self._board.deliver(letter)
            except NotDelivered as error:
                failure = error if failure is None or error.again else failure
                continue
            confirmed &= receipt.state == "confirmed"
            channels.append(channel)
        through = ", ".join(sorted(set(channels))) or None
        if failure is not None:
            return Outcome("again" if failure.again else "dead", through, failure.code)
        if not letters:
            return Outcome("dropped", error="nobody")
        return Outcome("confirmed" if confirmed else "sent", through)
