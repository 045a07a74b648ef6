"""Where a directory is taken in, and what everything there needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xiangyue.engine import Engine
from xiangyue.errors import XiangyueError
from xiangyue.exchange.hsds.directory import Directory
from xiangyue.exchange.hsds.kinds import POINT
from xiangyue.exchange.hsds.mapping import Mapped
from xiangyue.exchange.hsds.offering import Offered
from xiangyue.messages import LANGUAGES
from xiangyue.values import Reason


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a directory is taken in, and by whom; with ``dry`` nothing is written."""

    engine: Engine
    community: str
    by: str
    mapped: Mapped
    now: datetime
    dry: bool


def in_words(said: XiangyueError | Reason) -> dict[str, str]:
    """Return a sentence and its mend in every language, as a note quotes them."""
    words = {lang: said.text(lang) for lang in LANGUAGES}
    return words | {f"mend_{lang}": said.mend(lang) for lang in LANGUAGES}


class Places:
    """In which unit of the community something is, where the units' outlines are known."""

    def __init__(self, desk: Desk, found: Directory) -> None:
        """Ask whether any outline is known."""
        self._desk, self._found = desk, found
        self._known = any(place.outline for place in desk.engine.places().values())
        self.told: set[str] = set()  # locations whose point has told it

    def of(self, offer: Offered) -> str | None:
        """Return the unit that holds the first of an offer's locations that has a point."""
        for id_ in offer.locations if self._known else ():
            place = self._found.locations.get(id_)
            if place is None or len(place.point) != len(POINT):
                continue
            unit = self._unit_at(*place.point)
            if unit is not None:
                self.told.add(id_)
                return unit
        return None

    def _unit_at(self, latitude: str, longitude: str) -> str | None:
        try:
            found = self._desk.engine.unit_at(float(latitude), float(longitude))
        except ValueError:
            return None
        return found.id if found and found.community == self._desk.community else None
