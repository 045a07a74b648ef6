"""How something is entered: the form is filled in, and the engine decides."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from xiangyue.errors import Conflict, Misuse
from xiangyue.study.simulate.forms import Forms, Pantry
from xiangyue.study.simulate.scene import Scene
from xiangyue.study.simulate.village import HERE
from xiangyue.study.simulate.ways import Option, Ways
from xiangyue.values import CATEGORY, NOTE, OPEN, PUBLIC, Command, Decision, Source
from xiangyue.work.acting import run

_PAPER: Source = "paper"


class Hands:
    """Fills in forms and enters commands, by the profile as it is in the present mode."""

    def __init__(self, scene: Scene, pantry: Pantry) -> None:
        """Look at what the profile lets people do."""
        self._scene, self._pantry = scene, pantry
        self._world, self._plans, self._streams = scene.world, scene.plans, scene.streams
        self._paper = _PAPER in scene.profile.sources
        self._known: dict[str, tuple[Ways, Forms]] = {}
        self._standing: str | None = None
        self.mode = ""
        self.ways: Ways
        self._forms: Forms
        self.look()

    def look(self) -> bool:
        """Look whether the mode is another one; return whether it is."""
        head = self._world.head(HERE)
        standing = head.standing if head is not None else ""
        if standing == self._standing:
            return False
        self._standing = standing
        self.mode = mode = standing.partition(" ")[0].partition(":")[0]
        if mode not in self._known:
            plan = self._plans.get(self._world, self._scene.profile.hash, mode)
            model = self._scene.model
            ways = Ways(plan, model, mode)
            self._known[mode] = ways, Forms(plan, model.values, self._pantry)
        self.ways, self._forms = self._known[mode]
        return True

    def open(
        self,
        option: Option,
        flow: str,
        actor: str | None,
        unit: str | None,
        now: int,
        category: str | None = None,
        said: Mapping[str, Any] | None = None,
        note: str | None = None,
    ) -> Decision | None:
        """Open a task; ``actor`` None is whoever is not registered.

        Returns None where what it names is not there.
        """
        self._pantry.actor = actor or ""
        data = self._filled(option, (), now)
        if said:
            data.update(self._forms.said(said, now))
        if category is not None:
            data.pop(CATEGORY, None)
        command = Command(
            HERE,
            OPEN,
            actor or PUBLIC,
            flow=flow,
            category=category,
            data=data,
            unit=unit,
            note=note or (NOTE if option.step.action.note else None),
            source=self._source(actor, now),
        )
        return self.enter(command, now)

    def act(
        self,
        option: Option,
        task: str,
        actor: str,
        come: list[str],
        now: int,
        said: Mapping[str, Any] | None = None,
        note: str | None = None,
    ) -> Decision | None:
        """Take an action; ``come`` are those who have said that they come, for a head count."""
        self._pantry.actor = actor
        data = self._filled(option, come, now)
        if said:
            data.update(self._forms.said(said, now))
        command = Command(
            HERE,
            option.action,
            actor,
            task,
            data=data,
            note=note or (NOTE if option.step.action.note else None),
            source=self._source(actor, now),
        )
        return self.enter(command, now)

    def enter(self, command: Command, now: int) -> Decision | None:
        """Have a command decided; None where it names what is not there any more."""
        try:
            return run(self._world, self._plans, command, now)
        except (Misuse, Conflict) as error:
            self._scene.tally.stuck[error.code] += 1
            return None

    def _source(self, actor: str | None, now: int) -> Source:
        """Return the way in: paper where the platform is down, or for who lacks the skill."""
        offline = actor in self._scene.people.unskilled or self._scene.weather.offline(now)
        return _PAPER if offline and self._paper else "digital"

    def _filled(self, option: Option, come: list[str] | tuple[()], now: int) -> dict[str, Any]:
        if not option.fills:
            return {}
        random: Random = self._streams.of("values", option.address)
        data: dict[str, Any] = {}
        for name in option.fills:
            if come and name == option.step.action.of:
                data[name] = list(come)
                continue
            value = self._forms.value(name, random, now)
            if value is not None:
                data[name] = value
        return data
