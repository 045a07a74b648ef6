"""Why something could not be delivered."""

from __future__ import annotations

_LONGEST = 200


class Undelivered(Exception):
    """An attempt that failed: the code of a message, a short detail, and whether to give up.

    ``after`` is how many seconds the receiver asks to be left alone.

    It is no error of whoever sends, so that it never leaves the room of sending.
    """

    def __init__(
        self, code: str, detail: str = "", *, final: bool = False, after: float = 0.0
    ) -> None:
        """Remember why."""
        self.said = f"{code} {' '.join(detail.split())}".strip()[:_LONGEST]
        self.final = final
        self.after = after
        super().__init__(self.said)
