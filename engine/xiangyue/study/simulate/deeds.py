"""Who does what next: what is chosen where a task stands, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import log
from typing import Final

from xiangyue.study.simulate.called import Called
from xiangyue.study.simulate.crowd import Job, Person, Pool
from xiangyue.study.simulate.forms import Pantry
from xiangyue.study.simulate.hands import Hands
from xiangyue.study.simulate.matter import Matter
from xiangyue.study.simulate.model import RESIDENT, Arrival, Step
from xiangyue.study.simulate.performers import Performers
from xiangyue.study.simulate.scene import Scene
from xiangyue.study.simulate.scripts import Scripted, Scripts
from xiangyue.study.simulate.usual import usual_arrivals, usual_rounds
from xiangyue.study.simulate.ways import Option
from xiangyue.values import PUBLIC, Decision, Task

_DAY: Final = 86_400_000_000
_MINUTE: Final = 60_000_000
_FAR: Final = 30 * _DAY
"""Project default: where nothing says when something is due, it goes as if it were then."""
_TRIES: Final = 3
"""So often a form is filled in otherwise before somebody gives up, for the day."""
_DAYS: Final = 5
"""On so many days they try again."""
_LESSON: Final = 10
"""What was refused so often and never done is not tried any more: people learn."""
_LATEST: Final = 0.95
"""Nobody plans to begin later than at this share of the time to the deadline."""
_REFILL: Final = frozenset({"guard", "guard-otherwise", "value", "computed-value", "no-way"})
"""Reasons that another way of filling in the form may take away."""


class Deeds:
    """Chooses what is done with the tasks of one community, and has it done."""

    def __init__(self, scene: Scene) -> None:
        """Begin with no task."""
        self._scene, self._model, self._streams = scene, scene.model, scene.streams
        self._crowd, self._agenda = scene.crowd, scene.agenda
        people = scene.people
        residents = [person.id for person in people.residents]
        self._pantry = Pantry(residents, people.holders(), people.units)
        self._who = Performers(scene)
        self._hands = Hands(scene, self._pantry)
        self._called = Called(scene, self._hands)
        self._matters: dict[str, Matter] = {}
        self._moved: dict[str, Task] = {}
        self._lore: dict[tuple[str, str], int] = {}
        """How often an action was refused in a mode; -1 once it has gone."""
        self._vain: set[tuple[str, str]] = set()
        self._scripts = Scripts(self._hands, self._who)
        self._held: set[str] = set()
        """Tasks that a script goes on with: nobody else touches them."""

    def arrivals(self) -> Sequence[Arrival]:
        """Return what comes up."""
        if self._model.arrivals is not None:
            return self._model.arrivals
        return usual_arrivals(self._hands.ways, self._model.openings)

    def once(self) -> Sequence[Arrival]:
        """Return what comes up at the beginning, and goes on by itself from there."""
        if self._model.arrivals is not None:
            return ()
        return usual_rounds(self._hands.ways, max(self._model.grids, 1))

    # --- what comes up ---

    def arrive(self, arrival: Arrival, now: int) -> None:
        """Let somebody open what has come up: an office when it comes to it, others at once."""
        option = self._hands.ways.openings.get(arrival.flow)
        if option is None or not self._worth(option):
            self._scene.tally.stuck["learnt" if option else "flow-paused"] += 1
            return
        by = option.by if arrival.by is None else (arrival.by,)
        freely = "anyone" in option.by and (arrival.category is not None or arrival.by == RESIDENT)
        pools = [] if freely else self._who.pools(by)
        if pools:
            job = Job((arrival, option), now, self._who.minutes(option, pools[0].role))
            self._crowd.offer(job, pools, None, now)
        elif "anyone" in option.by:
            self._open(arrival, option, self._who.somebody("openers", arrival.id), now)
        elif PUBLIC in option.by:
            self._open(arrival, option, None, now)
        else:
            self._scene.tally.stuck["nobody"] += 1

    def _open(self, arrival: Arrival, option: Option, person: Person | None, now: int) -> None:
        actor, unit = person.id if person else None, self._who.unit(person)
        decision = self._hands.open(option, arrival.flow, actor, unit, now, arrival.category)
        self._learn(option, decision)
        self.settle(now)

    # --- what is done ---

    def done(self, now: int, person: Person, job: Job) -> None:
        """Enter what somebody has just finished."""
        about, option = job.about
        if not isinstance(about, Matter):
            self._open(about, option, person, now)
        elif about.job is job:
            about.job = None
            self._act(about, option, person.id, now)

    def _act(self, matter: Matter, option: Option, actor: str, now: int) -> None:
        task = matter.task
        decision = self._hands.act(option, task.id, actor, matter.accepted, now)
        if not self._learn(option, decision):
            again = decision is not None and decision.reasons[0].code in _REFILL
            tried = matter.tried.get(option.action, 0)
            matter.tried[option.action] = tried + 1 if again else _TRIES
            self._moved.setdefault(task.id, task)
        self.settle(now)

    def _learn(self, option: Option, decision: Decision | None) -> bool:
        """Remember whether something went; what is deferred does."""
        went = decision is not None and decision.outcome != "refused"
        known = self._hands.mode, option.address
        if went:
            self._lore[known] = -1
            return True
        refused = self._lore.get(known, 0)
        if refused >= 0:
            self._lore[known] = refused + 1
            if refused + 1 >= _LESSON:
                self._vain.add(known)
        return False

    # --- what is so now ---

    def see(self, decision: Decision, after: Task | None) -> None:
        """Take in a decision, whoever made it; ``settle`` says when its transaction is over."""
        if after is not None:
            self._moved[after.id] = after
            if decision.points:
                self._pantry.add(f"{decision.seq}.{n}" for n in range(len(decision.points)))
        elif decision.command.again is not None and decision.task in self._matters:
            self._moved.setdefault(decision.task, self._matters[decision.task].task)
        for one in decision.interventions:
            if one.kind == "ask":
                at = decision.now if one.at is None else one.at
                self._called.asked(one.detail, at, partial(self._matters.get, decision.task))

    def settle(self, now: int) -> None:
        """Plan what is next for every task that has moved."""
        if self._hands.look():
            for name, matter in self._matters.items():
                self._moved.setdefault(name, matter.task)
        while self._moved:
            name, task = self._moved.popitem()
            matter = self._matters.get(name) or Matter(task)
            if matter.task.state != task.state:
                matter.tried.clear()
                matter.days = 0
            matter.task = task
            if task.ended_at is None:
                self._matters[name] = matter
                self._plan(matter, now)
            else:
                self._matters.pop(name, None)
                self._end(matter, now)

    def _end(self, matter: Matter, now: int) -> None:
        self._drop(matter, now)
        if matter.task.flow in self._hands.ways.answers:
            self._scene.tally.yields[matter.task.flow, len(matter.accepted)] += 1

    def _drop(self, matter: Matter, now: int) -> None:
        if matter.job is not None:
            self._crowd.withdraw(matter.job, now)
            matter.job = None

    # --- what is next ---

    def _plan(self, matter: Matter, now: int) -> None:
        """Choose what is done next, and let it wait for those who may."""
        self._drop(matter, now)
        task = matter.task
        if task.id in self._held:
            return
        options = self._hands.ways.by_state[task.flow].get(task.state, ())
        live: Sequence[Option] = options
        if matter.tried or self._vain:
            tried = matter.tried
            live = [o for o in options if tried.get(o.action, 0) < _TRIES and self._worth(o)]
        while live:
            option = self._chosen(task, live)
            person, pools = self._who.of(option, task)
            if person is not None or pools:
                self._line_up(matter, option, person, pools, now)
                return
            live = [one for one in live if one is not option]
        if options and matter.days < _DAYS:
            matter.days += 1
            self._agenda.put(now + _DAY, self._again, (matter, task.version))

    def _chosen(self, task: Task, live: Sequence[Option]) -> Option:
        """Return one of some options, by how often each is taken."""
        if len(live) == 1:
            return live[0]
        random = self._streams.of("choices", task.flow, task.state).random
        rest = random() * sum([option.share for option in live])
        for option in live:
            rest -= option.share
            if rest < 0:
                return option
        return live[-1]

    def _worth(self, option: Option) -> bool:
        return (self._hands.mode, option.address) not in self._vain

    def _again(self, now: int, about: tuple[Matter, int]) -> None:
        matter, version = about
        if matter.job is None and matter.task.version == version:
            matter.tried.clear()
            self._moved.setdefault(matter.task.id, matter.task)
            self.settle(now)

    def _line_up(
        self, matter: Matter, option: Option, person: Person | None, pools: list[Pool], now: int
    ) -> None:
        """Let it wait until somebody turns to it, and then before them."""
        task, role = matter.task, person.roles[0] if person else pools[0].role
        due = task.state_due or task.due
        order = (due or now + _FAR) if self._model.by_due else now
        job = matter.job = Job((matter, option), order, self._who.minutes(option, role))
        random = self._streams.of("delays", option.address).random
        wait = 0
        if due is not None and due > now:
            if option.begins > 0:
                wait = round(min(_LATEST, -option.begins * log(1.0 - random())) * (due - now))
        elif option.delay.minutes > 0:
            wait = round(-option.delay.minutes * log(1.0 - random()) * _MINUTE)
        if wait:
            self._agenda.put(now + wait, self._ready, (job, pools, person))
        else:
            self._crowd.offer(job, pools, person, now)

    def _ready(self, now: int, about: tuple[Job, list[Pool], Person | None]) -> None:
        if not about[0].taken:
            self._crowd.offer(*about, now)

    # --- scripts ---

    def follow(self, steps: Sequence[Step], begins: int, ends: int) -> None:
        """Have a script done; ``begins`` and ``ends`` are those of what it is of."""
        scripted, at = Scripted(), begins
        for step in steps:
            at = (ends if step.at_end else at) + step.after
            scripted.steps += 1
            self._agenda.put(at, self._step, (step, scripted))

    def _step(self, now: int, about: tuple[Step, Scripted]) -> None:
        step, scripted = about
        scripted.steps -= 1
        matter = self._matters.get(scripted.task)
        decision: Decision | None = None
        if step.flow is not None:
            decision = self._scripts.begin(step, now)
            if decision:
                self._release(scripted.task)
                scripted.task = decision.task
                self._held.add(decision.task)
        elif matter is not None:
            decision = self._scripts.go_on(step, matter, now)
        if not decision:
            why = "not-there" if decision is None else decision.reasons[0].code
            self._scene.tally.stuck[f"script {step.flow or step.action}: {why}"] += 1
        if not scripted.steps:
            self._release(scripted.task)
        self.settle(now)

    def _release(self, task: str) -> None:
        """Leave a task to everybody again, now that its script has moved on."""
        self._held.discard(task)
        if task in self._matters:
            self._moved.setdefault(task, self._matters[task].task)
