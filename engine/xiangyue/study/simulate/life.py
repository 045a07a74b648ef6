"""One community living through a time: things come up, people do them, clocks run out.

Every command is judged and recorded by the engine itself; here is only who does what, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from xiangyue.errors import Conflict, Misuse, XiangyueError
from xiangyue.profile import Profile
from xiangyue.study.service_level import Promises
from xiangyue.study.serving import Serving, weights_of
from xiangyue.study.simulate.agenda import Agenda
from xiangyue.study.simulate.coming import HOUR, Coming
from xiangyue.study.simulate.crowd import Crowd, Person
from xiangyue.study.simulate.deeds import Deeds
from xiangyue.study.simulate.errands import run_due
from xiangyue.study.simulate.model import Arrival, Model, Shock
from xiangyue.study.simulate.scene import Scene
from xiangyue.study.simulate.shifts import hours_of, moments
from xiangyue.study.simulate.streams import Streams
from xiangyue.study.simulate.tally import Tally
from xiangyue.study.simulate.village import HERE, Village, settle
from xiangyue.study.simulate.weather import Weather
from xiangyue.study.world.waits import Waits
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import Decision, Task
from xiangyue.work.plans import Plans
from xiangyue.work.ticking import fire, fire_timers

DAY: Final = 24 * HOUR
_APART: Final = 6 * HOUR
"""How far apart begins what comes round again and again."""


About = tuple[Profile, Mapping[str, Any], Model, Sequence[Shock], int, int]
"""A profile with its params, people, shocks, a midnight (microseconds) and so many days."""


class Life:
    """A community, its people and what is to come."""

    def __init__(self, plans: Plans, about: About, streams: Streams, name: str) -> None:
        """Let everybody move in; nothing happens yet. ``name`` tells it from other communities."""
        profile, params, model, shocks, begin, days = about
        agenda = Agenda()
        crowd, world = Crowd(agenda, begin), Village()
        people = settle(world, plans, (profile, params), model, streams, crowd, begin)
        self._days, self._plans, self.world = days, plans, world
        self.scene = scene = Scene(
            profile=profile,
            plans=plans,
            model=model,
            streams=streams,
            weather=Weather(shocks, begin),
            agenda=agenda,
            crowd=crowd,
            world=world,
            people=people,
            tally=Tally(communities=1),
            serving=Serving(name, weights_of({**_defaults(profile), **params})),
            begin=begin,
            end=begin + days * DAY,
        )
        self._profiles: dict[tuple[str, str], Profile] = {}
        self._deeds = Deeds(scene)
        scene.serving.know(profile)
        crowd.tell(self._deeds.done)
        world.tell(self._seen)

    def run(self) -> Tally:
        """Live to the end; returns what was counted."""
        scene, agenda, world = self.scene, self.scene.agenda, self.world
        self._first()
        while True:
            at, waits = agenda.next_at(), world.next_due()
            if waits is not None and (at is None or waits.due <= at):
                if waits.due >= scene.end:
                    break
                now = max(waits.due, scene.begin)
                self._fire(waits, now)
            elif at is None or at >= scene.end:
                break
            else:
                now = agenda.step()
            if world.sent:
                self._run_errands(now)
        scene.tally.close(scene.crowd, self._days)
        return scene.tally

    def promises(self) -> Promises:
        """Return what was promised, and what of it was kept."""
        return self.scene.serving.promises(self.scene.end)

    def _first(self) -> None:
        scene, people = self.scene, self.scene.crowd.people
        for arrival in self._deeds.arrivals():
            self._expect(arrival)
        for shift in sorted({self._shift(person) for person in people}):
            theirs = [person for person in people if self._shift(person) == shift]
            scene.agenda.put(scene.begin, self._day, (shift, theirs))
        for n, arrival in enumerate(self._deeds.once()):
            scene.agenda.put(scene.begin + n * _APART, self._once, arrival)
        self._deeds.follow(scene.model.first, scene.begin, scene.end)
        for shock in scene.weather.shocks:
            begins, ends = scene.begin + shock.begins, scene.begin + shock.ends
            self._deeds.follow(shock.does, begins, ends)

    # --- what comes up ---

    def _expect(self, arrival: Arrival) -> None:
        scene = self.scene
        wall = to_wall(from_micros(scene.begin), zone(scene.profile.calendar.timezone))
        hour = wall.weekday() * 24 + wall.hour
        stream = scene.streams.of("arrivals", arrival.id)
        stretches = scene.weather.stretches(arrival.id, scene.end)
        coming = Coming(arrival, scene.begin, hour, stream, stretches)
        self._next((arrival, coming), scene.begin)

    def _next(self, about: tuple[Arrival, Coming], now: int) -> None:
        at = about[1].after(now)
        if at is not None:
            self.scene.agenda.put(at, self._arrive, about)

    def _arrive(self, now: int, about: tuple[Arrival, Coming]) -> None:
        self._next(about, now)
        self._deeds.arrive(about[0], now)

    def _once(self, now: int, arrival: Arrival) -> None:
        self._deeds.arrive(arrival, now)

    # --- who is there ---

    def _shift(self, person: Person) -> str:
        return self.scene.model.role(person.roles[0]).shift

    def _day(self, now: int, about: tuple[str, list[Person]]) -> None:
        """Let a day of a shift begin, and come back tomorrow."""
        shift, people = about
        agenda, calendar = self.scene.agenda, self.scene.profile.calendar
        day = to_wall(from_micros(now + HOUR), zone(calendar.timezone)).date()
        absent = {role: self._absent(role, now) for role in {p.roles[0]: None for p in people}}
        there = [person for person in people if not absent[person.roles[0]]()]
        for hours in hours_of(shift, calendar)(day):
            begins, ends = moments(day, hours, calendar.timezone)
            agenda.put(max(begins, now), self._come, there)
            agenda.put(ends, self._leave, there)
        tomorrow = next(moments(day + timedelta(days=1), (0, 0), calendar.timezone))
        agenda.put(tomorrow, self._day, about)

    def _absent(self, role: str, now: int) -> Callable[[], bool]:
        """Return what tells of each of a role whether they are away for the day."""
        share = self.scene.model.role(role).absent + self.scene.weather.absent(role, now)
        random = self.scene.streams.of("absence", role).random
        return (lambda: random() < share) if share > 0 else (lambda: False)

    def _come(self, now: int, people: list[Person]) -> None:
        for person in people:
            self.scene.crowd.come(person, now)

    def _leave(self, now: int, people: list[Person]) -> None:
        del now
        for person in people:
            self.scene.crowd.leave(person)

    # --- what falls due, and what is decided ---

    def _fire(self, waits: Waits, now: int) -> None:
        world, plans, (due, _, task, name) = self.world, self._plans, waits
        try:
            if task:
                fire_timers(world, plans, HERE, [(task, name, due)], now)
            else:
                fire(world, plans, HERE, None, name, due, now)
        except (Misuse, Conflict) as error:
            self._stuck(error)
        self._deeds.settle(now)

    def _run_errands(self, now: int, about: object = None) -> None:
        """Have done at once what was sent off; what cannot be now, when it can."""
        del about
        self.world.sent = False
        later = run_due(self.world, self._plans, now, self._stuck)
        if later is not None:
            self.scene.agenda.put(later, self._run_errands)
        self._deeds.settle(now)

    def _stuck(self, error: XiangyueError) -> None:
        self.scene.tally.stuck[error.code] += 1

    def _seen(self, decision: Decision, after: Task | None) -> None:
        scene = self.scene
        scene.tally.see(decision, after)
        if after is not None:
            key = decision.release, decision.mode
            profile = self._profiles.get(key)
            if profile is None:
                profile = self._profiles[key] = self._plans.get(self.world, *key).profile
            scene.serving.see(decision, profile, after.due, after.state_due, after.ended_at)
        self._deeds.see(decision, after)


def _defaults(profile: Profile) -> dict[str, Any]:
    return {name: param.default for name, param in profile.params.items()}
