"""What a browser holds of somebody without an account: the number in their hand, for a while.

The number stands in no address, so in no log and no history. It is gone after half an hour without
use, and at once with the button for it: others may use the same machine.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from flask import session

_SECONDS = 1800
_ONCE = 22


@dataclass(frozen=True, slots=True)
class Held:
    """One number that was shown or entered here, of one community and one room."""

    what: str
    community: str

    def keep(self, number: str, **more: str) -> None:
        """Hold it for this browser."""
        session[self._name] = {"number": number, "at": int(time.time()), **more}

    def read(self) -> dict[str, str] | None:
        """Return what is held, None where there is nothing or its time is over."""
        found = session.get(self._name)
        if not isinstance(found, dict) or time.time() - found.get("at", 0) > _SECONDS:
            session.pop(self._name, None)
            return None
        session[self._name] = {**found, "at": int(time.time())}
        return found

    def forget(self) -> None:
        """Hold it no more."""
        session.pop(self._name, None)

    @property
    def _name(self) -> str:
        return f"xiangyue_{self.what}_{self.community}"


def once() -> str:
    """Return a mark for a form, so that sending it twice brings it up once."""
    return secrets.token_urlsafe(16)


def is_once(mark: str) -> bool:
    """Tell whether this can be such a mark."""
    return len(mark) == _ONCE and mark.replace("-", "a").replace("_", "a").isalnum()
