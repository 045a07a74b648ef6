"""What is done by a script: by whoever may, at the moment that it says."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue.study.simulate.hands import Hands
from xiangyue.study.simulate.matter import Matter
from xiangyue.study.simulate.model import Step
from xiangyue.study.simulate.performers import Performers
from xiangyue.values import Decision


@dataclass(slots=True)
class Scripted:
    """How a script stands: the task it opened last, and how many ``steps`` are to come."""

    task: str = ""
    steps: int = 0


class Scripts:
    """Takes single steps; what cannot be done is None."""

    def __init__(self, hands: Hands, who: Performers) -> None:
        """Act by these hands."""
        self._hands, self._who = hands, who

    def begin(self, step: Step, now: int) -> Decision | None:
        """Open the task of a step."""
        flow = step.flow or ""
        option = self._hands.ways.openings.get(flow)
        if option is None:
            return None
        pools = self._who.pools(option.by)
        person = pools[0].people[0] if pools else self._who.somebody("scripts")
        actor = person.id if person else None
        return self._hands.open(option, flow, actor, None, now, said=step.data, note=step.note)

    def go_on(self, step: Step, matter: Matter, now: int) -> Decision | None:
        """Take the action of a step."""
        task = matter.task
        options = self._hands.ways.by_state[task.flow].get(task.state, ())
        option = next((one for one in options if one.action == step.action), None)
        if option is None:
            return None
        person, pools = self._who.of(option, task)
        person = pools[0].people[0] if pools else person
        if person is None:
            return None
        come = matter.accepted
        return self._hands.act(option, task.id, person.id, come, now, step.data, step.note)
