"""Who may do something: one person, or whoever of some pools comes first."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.study.simulate.crowd import Minutes, Person, Pool
from xiangyue.study.simulate.scene import Scene
from xiangyue.study.simulate.streams import spread_out
from xiangyue.study.simulate.ways import Option
from xiangyue.values import Task

Whom = tuple[Person | None, list[Pool]]


class Performers:
    """Looks up who may do what, and how long it takes them."""

    def __init__(self, scene: Scene) -> None:
        """Look among the people of a scene."""
        self._people, self._model = scene.people, scene.model
        self._streams, self._weather = scene.streams, scene.weather
        self._paces: dict[tuple[str, str], Minutes] = {}

    def of(self, option: Option, task: Task) -> Whom:
        """Return who may take an action on a task: whoever it was given to comes first."""
        by, known = option.by, self._people.by_id
        if "assignee" in by and task.assignee in known:
            return known[task.assignee], []
        pools = self.pools(by, task.unit)
        if pools:
            return None, pools
        if "opener" in by and task.opener in known:
            return known[task.opener], []
        return (self.somebody("anyone") if "anyone" in by else None), []

    def pools(self, by: Sequence[str], unit: str = "") -> list[Pool]:
        """Return those who hold roles, where they count at a unit."""
        found = (self._people.pool(right, unit) for right in by)
        return [pool for pool in found if pool is not None]

    def somebody(self, *purpose: str) -> Person | None:
        """Return any resident; None where nobody lives there."""
        residents = self._people.residents
        if not residents:
            return None
        return residents[int(self._streams.of(*purpose).random() * len(residents))]

    def unit(self, person: Person | None) -> str | None:
        """Return the grid in which somebody opens a task; None where they belong to none."""
        return person.unit if person and person.unit in self._people.units else None

    def minutes(self, option: Option, role: str) -> Minutes:
        """Return how long it takes those of a role."""
        known = self._paces.get((option.address, role))
        if known is None:
            pace = option.pace or self._model.role(role).pace
            draw = spread_out(pace.minutes, pace.cv, self._streams.of("service", option.address))
            slower, shocks = self._weather.slower, self._weather.shocks

            def takes(now: int) -> float:
                return draw() * slower(role, now) if shocks else draw()

            known = self._paces[option.address, role] = takes
        return known
