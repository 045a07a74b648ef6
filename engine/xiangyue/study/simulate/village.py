"""A community that is made up for a run: its units, its people and what governs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from xiangyue.errands import FOLLOW_UP, Errand, Key, Said, errands_of
from xiangyue.journal import Entry
from xiangyue.profile import Profile
from xiangyue.study.simulate.crowd import Crowd, Person, Pool
from xiangyue.study.simulate.model import RESIDENT, Model
from xiangyue.study.simulate.streams import Streams
from xiangyue.study.stage import standard_units
from xiangyue.study.world import World
from xiangyue.values import SYSTEM, TIERS, Decision, Task
from xiangyue.work import registering
from xiangyue.work.plans import Plans
from xiangyue.work.settings import put_in_force

HERE: Final = "here"
"""What the community is called in its own world."""

_LEAST: Final = 1
"""The digital literacy without which nobody uses a device."""

Seen = Callable[[Decision, Task | None], None]


class Village(World):
    """The world of one community; whoever runs it is told of every decision."""

    def __init__(self) -> None:
        """Begin with nobody in it."""
        super().__init__()
        self._seen: Seen | None = None
        self._keep: Callable[[bytes], None] | None = None
        self.sent = False
        """Whether errands were sent off that nobody has run."""
        self.waiting = False
        """Whether some of them stand in rows."""
        self.follow_ups: list[tuple[Key, Errand]] = []
        """Those of them that open a task here: they need no rows."""

    def tell(self, seen: Seen) -> None:
        """Let somebody be told of every decision, and of the task that it left."""
        self._seen = seen

    def keep(self, write: Callable[[bytes], None]) -> None:
        """Let every entry be written somewhere, as canonical JSON."""
        self._keep = write

    def send_off(self, community: str, seq: int, said: Iterable[Said], now: int) -> None:
        """Let what an entry has to say be on its way."""
        for errand in errands_of(community, said):
            if errand.kind == FOLLOW_UP:
                self.follow_ups.append((Key(community, seq, errand.n), errand))
            else:
                self._write("errand", (community, seq, *errand[:4], now))
                self.waiting = True
        self.sent = True

    def append(self, community: str, entry: Entry, key: str | None, task: str | None) -> None:
        """Add an entry to the end of its chain."""
        super().append(community, entry, key, task)
        if self._keep is not None:
            self._keep(entry.body)

    def record(
        self, decision: Decision, after: Task | None, private: frozenset[str], base: Task | None
    ) -> None:
        """Record a decision, and tell of it."""
        super().record(decision, after, private, base)
        if self._seen is not None:
            self._seen(decision, after)


class Population:
    """Who lives and works in a community, in pools by role and, at the grid, by role and grid."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.pools: dict[tuple[str, str], Pool] = {}
        self.by_id: dict[str, Person] = {}
        self.residents: list[Person] = []
        self.units: list[str] = []
        self.unskilled: set[str] = set()
        """Those whose digital literacy is too little for what they do: they come on paper."""

    def holders(self) -> dict[str, list[str]]:
        """Return the members who hold each role."""
        return {
            role: [person.id for person in pool.people]
            for (role, unit), pool in self.pools.items()
            if not unit
        }

    def pool(self, role: str, unit: str) -> Pool | None:
        """Return those who hold a role where it counts at a unit; None where nobody does."""
        found = self.pools.get((role, unit)) or self.pools.get((role, ""))
        return found if found is not None and found.people else None


def settle(
    world: World,
    plans: Plans,
    rules: tuple[Profile, Mapping[str, Any]],
    model: Model,
    streams: Streams,
    crowd: Crowd,
    now: int,
) -> Population:
    """Let a community begin: units, a profile and params in force, and everybody of the model."""
    found, (profile, params) = Population(), rules
    units = dict(standard_units(profile))
    units.pop("grid", None)
    levels = {TIERS[level]: name for name, (level, _) in units.items()}
    for name, (level, parent) in units.items():
        registering.add_unit(world, name, level, parent, {}, now)
    grids = [f"grid{n + 1}" for n in range(model.grids)]
    for name in grids:
        registering.add_unit(world, name, "grid", HERE, {}, now)
    found.units = grids or [HERE]
    registering.publish(world, profile, now)
    put_in_force(world, plans, HERE, profile, params, SYSTEM, now)
    proofs = tuple(n for n, r in profile.roles.items() if r.proves and model.role(n).count)
    for name, role in profile.roles.items():
        if role.proves:
            continue
        tier = TIERS[role.at or "community"]
        places = grids if tier == TIERS["grid"] else [levels.get(tier, HERE)]
        for place in places:
            for n in range(model.role(name).count):
                kind = role.kinds[0] if role.kinds else "person"
                at = f"{name}.{n + 1}" if len(places) == 1 else f"{name}.{place}.{n + 1}"
                shown = proofs if kind == "person" else ()
                _move_in(world, found, crowd, (at, kind, place), (name, *shown), now)
    for n in range(model.residents):
        place = found.units[n % len(found.units)]
        _move_in(world, found, crowd, (f"{RESIDENT}.{n + 1}", "person", place), proofs, now)
    _assess(world, profile, model, streams, found, now)
    return found


def _move_in(
    world: World,
    found: Population,
    crowd: Crowd,
    who: tuple[str, Any, str],
    roles: tuple[str, ...],
    now: int,
) -> None:
    name, kind, place = who
    registering.add_member(world, name, kind, place, None, now)
    for role in roles:
        registering.add_holding(world, name, role, place, now, None, None, now)
    lives = name.startswith(f"{RESIDENT}.")
    person = Person(name, (RESIDENT,) if lives else roles[:1], place)
    pools = []
    if not lives:
        at_grid = place != HERE and place in found.units
        keys = [(roles[0], ""), (roles[0], place)] if at_grid else [(roles[0], "")]
        pools = [found.pools.setdefault(key, Pool(roles[0])) for key in keys]
    crowd.join(person, pools)
    found.by_id[name] = person
    if lives:
        found.residents.append(person)


def _assess(
    world: World, profile: Profile, model: Model, streams: Streams, found: Population, now: int
) -> None:
    """Note the digital literacy that the model says, or else what each role needs."""
    for name, person in found.by_id.items():
        role = person.roles[0]
        said = model.role(role).literacy
        needs = profile.roles[role].literacy if role in profile.roles else 0
        if said:
            level = streams.of("literacy", role).choices([*said], [*said.values()])[0]
        elif needs:
            level = needs
        else:
            continue
        registering.put_literacy(world, name, level, SYSTEM, now)
        if level < max(needs, _LEAST):
            found.unskilled.add(name)
