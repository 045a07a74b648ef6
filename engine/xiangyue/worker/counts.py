"""What a worker has done."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done: timers and deferred commands handled, those that failed, what was sent.

    ``unsent`` could not be sent this time, ``withheld`` is what limits kept back; ``told`` are
    events that subscribers took; ``takeovers`` were left behind by another worker.
    """

    fired: int = 0
    failed: int = 0
    sent: int = 0
    unsent: int = 0
    withheld: int = 0
    told: int = 0
    takeovers: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add up two rounds."""
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        """Tell whether anything was found to do."""
        return any(astuple(self))
