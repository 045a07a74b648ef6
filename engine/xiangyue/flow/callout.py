"""Call-outs: a task asks people rung by rung, by steps that the engine takes itself.

The first rung is asked by the action of the profile; every further step is an action of the
engine like those of ``calls``: ``~call.RUNG.TRY``, and ``~call.RUNG.then`` for what follows when
nobody answers. Only the next step has an alarm: whom it asks is not known before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from xiangyue.flow.by_engine import action_of_engine
from xiangyue.flow.machine import ANY
from xiangyue.flow.rungs import Rung, rungs_of
from xiangyue.flow.unanswered import DEPUTY, doors, follow_up
from xiangyue.messages.calling import ASKING, PLEASE_COME, STILL_WANTED, WAITING
from xiangyue.profile import Action, Flow, Intervention, Profile
from xiangyue.time.worktime import Duration

CALL: Final = "call."
"""With what the alarms of call-outs begin."""

CALL_OUT: Final = "call_out"
THROUGH: Final = f"{CALL}through"
"""The alarm at which the time of the last rung is over."""
OFF: Final = "off"
"""Of a message to whoever has accepted: it tells them that nobody needs to come any more."""
WAIT: Final = f"{CALL}wait"
"""Of the action that puts the next step off, where those who were to be asked are asked later."""


class Step(NamedTuple):
    """One step of a ladder: a try of a rung, or what follows on it; after it comes ``next``.

    ``again`` counts the tries of the rung from 0; ``asks`` is whether somebody is asked.
    """

    rung: int
    again: int
    then: bool
    asks: bool

    @property
    def alarm(self) -> str:
        """By what its alarm is named."""
        return f"{CALL}{self.rung}.{'then' if self.then else self.again}"


class CallOut(NamedTuple):
    """The call-out of a flow, and the states in which it goes on.

    In those that are ``open`` somebody can accept, also where all were asked and too few come.
    """

    ladder: str
    rungs: tuple[Rung, ...]
    enough: str | None
    wants: str | None
    say: Mapping[str, str]
    through: str | None
    confirms: bool
    running: frozenset[str]
    open: frozenset[str]
    address: str

    def step(self, rung: int, again: int = 0, *, then: bool = False) -> Step:
        """Return one step of the ladder."""
        follows = self.rungs[rung].step.get("then")
        return Step(rung, again, then, not then or follows in ("deputy", "door_knock"))

    def within(self, step: Step) -> Duration:
        """Return how long a step waits for answers."""
        return self.rungs[step.rung].within

    def next(self, step: Step) -> Step | None:
        """Return the step that follows when too few have accepted; None after the last."""
        rung = self.rungs[step.rung]
        if not step.then and step.again + 1 < rung.tries:
            return self.step(step.rung, step.again + 1)
        if not step.then and rung.then:
            return self.step(step.rung, rung.tries, then=True)
        return self.step(step.rung + 1) if step.rung + 1 < len(self.rungs) else None

    def before(self, alarm: str) -> Step | None:
        """Return the step that an alarm follows on; None where no step of the ladder has it."""
        step = self.step(0) if self.rungs else None
        while step is not None:
            following = self.next(step)
            if alarm == (THROUGH if following is None else following.alarm):
                return step
            step = following
        return None

    def waits(self, step: Step) -> bool:
        """Tell whether what follows a step waits for answers to it.

        The next rung stands beside what follows on the one before it.
        """
        return step.asks and not (step.then and step.rung + 1 < len(self.rungs))


def call_of(profile: Profile, flow: Flow) -> CallOut | None:
    """Return the call-out of a flow, the first that it says; None where it says none."""
    for action in (flow.opening, *flow.actions.values()):
        for does in action.does:
            if does.kind == CALL_OUT:
                say, through = does.detail.get("say"), does.detail.get("through")
                accepting = frozenset(_accepting(flow))
                return CallOut(
                    ladder=does.detail["ladder"],
                    rungs=rungs_of(profile, does.detail["ladder"]),
                    enough=does.detail.get("enough"),
                    wants=does.detail.get("wants"),
                    say=say or PLEASE_COME,
                    through=through,
                    confirms=does.detail.get("confirms", False),
                    running=accepting - _after(flow, through),
                    open=accepting,
                    address=does.address,
                )
    return None


def asking_calls(profile: Profile, flow: Flow) -> Iterator[Action]:
    """Yield the actions by which the engine goes on with the call-out of a flow."""
    call = call_of(profile, flow)
    for n, rung in enumerate(call.rungs if call else ()):
        assert call is not None
        for again in range(rung.tries):
            step = call.step(n, again)
            yield _action(call, step, (_asks(call, step),))
        if rung.then:
            step = call.step(n, rung.tries, then=True)
            asks = (_asks(call, step),) if step.asks else tuple(_tells(profile, flow, call, rung))
            yield _action(call, step, asks)
    if call is not None:
        yield action_of_engine(WAIT, WAITING, sorted(call.running), (), call.address)


def step_of(call: CallOut, does: Intervention) -> Step:
    """Return the step that an intervention of the profile, or of the engine, begins."""
    detail = does.detail
    if "rung" not in detail:
        return call.step(0)
    return call.step(detail["rung"], detail["again"], then=detail["then"])


def channels_of(profile: Profile, call: CallOut, step: Step) -> tuple[str, ...]:
    """Return the channels by which a step asks: a knock at the door goes by those of doors."""
    rung = call.rungs[step.rung]
    if step.then and rung.step["then"] == "door_knock":
        return doors(profile)
    return tuple(rung.detail["by"])


def asks_deputies(call: CallOut, step: Step) -> bool:
    """Tell whether a step asks the deputies of those who have not answered."""
    return step.then and call.rungs[step.rung].step["then"] == DEPUTY


def address_of(call: CallOut, step: Step) -> str:
    """Return where the profile says a step."""
    address = call.rungs[step.rung].address
    return f"{address}.then" if step.then else address


def _asks(call: CallOut, step: Step) -> Intervention:
    detail = {"rung": step.rung, "again": step.again, "then": step.then, "say": call.say}
    return Intervention(CALL_OUT, None, True, detail, address_of(call, step))


def _tells(profile: Profile, flow: Flow, call: CallOut, rung: Rung) -> Iterator[Intervention]:
    states = tuple(call.running)
    for who, _, detail in follow_up(profile, flow, states, rung.step, rung.detail["by"]):
        said = {**detail, "say": STILL_WANTED}
        yield Intervention("message", who, True, said, f"{rung.address}.then")


def _after(flow: Flow, through: str | None) -> set[str]:
    """Return the states to which the end of the ladder leads: nobody else is asked there."""
    action = flow.actions.get(through or "")
    return {branch.to for branch in action.branches if branch.to} if action else set()


def _accepting(flow: Flow) -> Iterator[str]:
    for action in flow.actions.values():
        if action.answer == "accepted":
            every = (s.id for s in flow.states.values() if not s.final)
            yield from every if ANY in action.sources else action.sources


def _action(call: CallOut, step: Step, does: tuple[Intervention, ...]) -> Action:
    address = address_of(call, step)
    return action_of_engine(step.alarm, ASKING, sorted(call.running), does, address)
