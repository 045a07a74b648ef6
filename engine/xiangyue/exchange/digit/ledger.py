"""What becomes of each thing that was read, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.digit.model import Path
from xiangyue.exchange.files.jsonfile import Located
from xiangyue.exchange.noted import note
from xiangyue.importer import Fate, Imported, Tally

SORTS: Final = ("services", "states", "actions", "roles", "slas", "escalations")
MOST_NOTES: Final = 500
_WORSE: Final = ("carried", "changed", "refused")


def at(path: Path) -> str:
    """Write where something stands in its file as ``$.BusinessServices[0].states``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path[1:])
    return "$" + "".join(steps)


class Ledger:
    """Knows by its path what was read, and the worst that was said of it.

    The first step of a path is the number of its file, from 0.
    """

    def __init__(self, *files: Located) -> None:
        """Nothing was read yet."""
        self._files = files
        self._sorts: dict[Path, str] = {}
        self._fates: dict[Path, Fate] = {}
        self._tally = Tally()
        self._more = 0

    def seen(self, sort: str, path: Path) -> None:
        """Count a thing of a sort."""
        self._sorts.setdefault(path, sort)

    def note(
        self,
        fate: Fate,
        path: Path,
        code: str,
        *below: str | int,
        about: Path | None = None,
        **values: Any,
    ) -> None:
        """Say what became of a thing, or of what stands ``below`` it.

        Where it is ``about`` another thing, that one counts, and only the place is this one's.
        """
        thing = path if about is None else about
        if _WORSE.index(fate) > _WORSE.index(self._fates.get(thing, "carried")):
            self._fates[thing] = fate
        if len(self._tally.notes) >= MOST_NOTES:
            self._more += 1
            return
        spot = (*path, *below)
        place = self._place(spot)
        self._tally.note(note(fate, place, code, at(spot), **values))

    def fail(self, path: Path, code: str, **values: Any) -> BadInput:
        """Return an error that points at what stands at a path."""
        return BadInput(code, place=self._place(path), at=at(path), **values)

    def _place(self, path: Path) -> Place:
        number, *steps = path
        return self._files[int(number)].place(*steps)

    def imported(self, profile: str) -> Imported:
        """Return the report."""
        if self._more:
            place = self._place((0,))
            self._tally.note(note("changed", place, "digit-more", "$", count=self._more))
        self._tally.sorts(SORTS)
        for path, sort in self._sorts.items():
            self._tally.count(sort, self._fates.get(path, "carried"))
        return self._tally.imported(profile=profile)

    def each(self, value: Any, path: Path, owner: Path) -> Iterator[tuple[Any, Path]]:
        """Yield the entries of a list that are objects; say of others that they are none."""
        if value is None:
            return
        if not isinstance(value, list):
            self.note("refused", owner, "digit-no-list", *path[len(owner) :])
            return
        for number, entry in enumerate(value):
            if isinstance(entry, dict):
                yield entry, (*path, number)
            else:
                self.note("refused", owner, "digit-no-object", *path[len(owner) :], number)
