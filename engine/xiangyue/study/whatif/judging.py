"""One community's commands judged under a trial, each on the facts of its moment.

reach    what reads nothing that changes, and is about nobody of whom anything differs, comes
out as it did: it is not judged
try      what may come out otherwise is judged by the tried rules, on the recorded state and
facts, with counts as they would be by then
compare  where it comes out otherwise, it is judged by the recorded rules, too: what these do
not bring out as recorded went by something that is not in the journal
follow   whatever was tried, the world goes on as it was recorded
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from xiangyue.asks import Answers, Ask
from xiangyue.errors import Misuse
from xiangyue.journal import to_decision
from xiangyue.messages import LANGUAGES
from xiangyue.storage import Head
from xiangyue.study.whatif.comparing import Comparison
from xiangyue.study.whatif.difference import Difference
from xiangyue.study.whatif.outcome import Part
from xiangyue.study.whatif.reach import Reach
from xiangyue.study.whatif.trial import TrialPlans
from xiangyue.study.world import Followed, Relived
from xiangyue.study.world.following import task_after
from xiangyue.values import OPEN, Command, Decision, Reason, Task, replace
from xiangyue.work.plans import Plans
from xiangyue.work.weighing import meet, weigh

Body = Mapping[str, Any]


class Judge:
    """Judges the commands of one community from ``since`` until ``until`` (microseconds).

    ``thorough`` judges what is out of reach, too, and both rules each time. ``watch`` is an entry
    of which both decisions are kept.
    """

    def __init__(
        self,
        relived: Relived,
        plans: Plans,
        tried: TrialPlans,
        community: str,
        since: int | None = None,
        until: int | None = None,
        *,
        thorough: bool = False,
        watch: int | None = None,
    ) -> None:
        """Begin before the first entry."""
        self._relived = relived
        self._world = relived.world
        self._plans = plans
        self._tried = tried
        self._community = community
        self._since, self._until = since, until
        self._thorough = thorough
        self._watch = watch
        self.watched: tuple[Decision, Task | None, Decision, Task | None] | None = None
        self._difference = Difference(self._world.past, community)
        self._comparison = Comparison(community, self._world, self._difference)
        self._counts: Counter[str] = Counter()
        self._reaches: dict[tuple[Any, ...], tuple[Reach, Reach]] = {}
        self._elsewhere: list[tuple[str, int]] = []

    def see(self, entry: Followed) -> None:
        """Judge an entry if it is a command of the period, and follow it."""
        body = entry.body
        self._relived.registrar.reach(body)
        if body["kind"] == "command" and self._in_period(body["at"]):
            self._command(entry, body)
        self._relived.follower.follow(entry, body)

    def _in_period(self, at: int) -> bool:
        begun = self._since is None or at >= self._since
        return begun and (self._until is None or at < self._until)

    def part(self) -> Part:
        """Return what the trial came to."""
        counts = self._counts
        return Part(
            communities=(self._community,),
            commands=counts["commands"],
            out_of_reach=counts["out_of_reach"],
            judged=counts["judged"],
            destroyed=counts["destroyed"],
            elsewhere=tuple(self._elsewhere),
            **self._comparison.found(),
        )

    def _command(self, entry: Followed, body: Body) -> None:
        self._counts["commands"] += 1
        head = self._world.head(self._community)
        if head is None:
            return
        head = head.at(body["at"])
        task = self._task(body)
        looked = self._thorough or entry.seq == self._watch
        if not looked and not self._may_differ(head, body, task):
            self._counts["out_of_reach"] += 1
            self._comparison.same(body, task)
            return
        if "private" in body and entry.payload is None:
            self._gone(body, task)
            return
        said = to_decision(body, entry.apart)
        tried = self._try(self._tried, head, said, task, shadowed=True)
        if tried is None:
            self._gone(body, task)
            return
        self._counts["judged"] += 1
        if entry.seq == self._watch:
            self._keep(entry, body, said, tried)
        if looked or self._comparison.differs(body, said, task, *tried):
            again = self._try(self._plans, head, said, task, shadowed=False)
            if again is None or not self._comparison.is_as_recorded(body, said, *again):
                self._elsewhere.append((self._community, said.seq))
                self._comparison.same(body, task)
                return
        self._comparison.note(body, said, task, *tried)

    def _keep(
        self, entry: Followed, body: Body, said: Decision, tried: tuple[Decision, Task | None]
    ) -> None:
        """Keep what a command came to, and what it would have, with the task it leaves."""
        base = self._task(body)
        left = task_after(base, body) if said else None
        self.watched = said, left, *tried

    def _task(self, body: Body) -> Task | None:
        return self._world.task(self._community, body["task"]) if "before" in body else None

    def _gone(self, body: Body, task: Task | None) -> None:
        """Count what cannot be judged: what it said is gone, or what it went by."""
        self._counts["destroyed"] += 1
        self._comparison.same(body, task)

    def _may_differ(self, head: Head, body: Body, task: Task | None) -> bool:
        if self._comparison.concerns(body, task):
            return True
        before, after = self._reach(head, task.release if task else None)
        flow = task.flow if task else body["flow"]
        action = OPEN if task is None else body["action"]
        return before.of(flow, action) != after.of(flow, action)

    def _reach(self, head: Head, pinned: str | None) -> tuple[Reach, Reach]:
        world, community = self._world, self._community
        key = head.settings, pinned, head.mode.partition(":")[0]
        found = self._reaches.get(key)
        if found is None:
            both = []
            for plans in (self._plans, self._tried):
                plan = plans.in_force(world, head, community, pinned)
                current = plans.in_force(world, head, community)
                params = plans.params(world, community, head.settings, plan)
                both.append(Reach(plan, current, params, self._plans.limits))
            found = self._reaches[key] = both[0], both[1]
        return found

    def _try(
        self, plans: Plans, head: Head, said: Decision, task: Task | None, *, shadowed: bool
    ) -> tuple[Decision, Task | None] | None:
        """Return what rules make of a command; None where they read what was destroyed since.

        ``shadowed`` is whether counts and deadlines are those that would be by then.
        """
        world, command = self._world, said.command
        if shadowed and command.category is not None:
            command = replace(command, flow=None)
        try:
            met = meet(world, plans, head, command, task, own=True)
        except Misuse as error:
            return _impossible(said, command, error), None
        if task is not None and not met.step.reads.isdisjoint(task.private):
            task = world.reveal(task)
            if any(name not in task.data for name in met.step.reads & task.private.keys()):
                return None
        if shadowed and task is not None:
            task = self._comparison.shadow(task)
        answer = self._answer if shadowed else None
        return weigh(world, plans, head, met, task, said.now, answer)

    def _answer(self, community: str, asks: Collection[Ask]) -> Answers:
        """Answer with counts as they would be by then."""
        answers = self._world.answer(community, asks)
        return self._difference.adjusted(answers) if self._difference else answers


def _impossible(said: Decision, command: Command, error: Misuse) -> Decision:
    """Return the refusal of a command that names what is not there under the tried rules."""
    text = {lang: error.text(lang) for lang in LANGUAGES}
    reason = Reason("whatif-unknown", {"code": error.code, "text": text})
    return replace(
        said,
        outcome="refused",
        command=command,
        after=said.before,
        reasons=(reason,),
        interventions=(),
        points=(),
        rulings=(),
        notes=(),
        until=None,
    )
