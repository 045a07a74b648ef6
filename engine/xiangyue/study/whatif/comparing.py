"""What would have gone otherwise with one command, and what follows from that for later ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from xiangyue.study.whatif.difference import Difference, touches_of
from xiangyue.study.whatif.outcome import Bite, Flip, Reasked, Redue, Repointed
from xiangyue.study.whatif.reading import (
    Body,
    Dues,
    asked_by,
    computed_by,
    dues_in,
    dues_of,
    named_in,
    postings_in,
    said_of,
    sums_of,
)
from xiangyue.study.world import World
from xiangyue.values import Decision, Posting, Task, replace
from xiangyue.words import split_ref


class Comparison:
    """Compares, command by command, what was with what would have been."""

    def __init__(self, community: str, world: World, difference: Difference) -> None:
        """Begin with nothing otherwise."""
        self._community = community
        self._world = world
        self._difference = difference
        self._shadows: dict[str, Dues] = {}
        self._values: dict[str, dict[str, Any]] = {}
        self._stranded: dict[str, int] = {}
        self._flips: list[Flip] = []
        self._knock_on: list[tuple[str, int, str]] = []
        self._points: list[Repointed] = []
        self._deadlines: list[Redue] = []
        self._calls: list[Reasked] = []
        self._at_stake = 0
        self._was: Counter[tuple[str, str]] = Counter()
        self._would: Counter[tuple[str, str]] = Counter()
        self._bites: dict[Bite, list[int]] = {}

    def found(self) -> dict[str, Any]:
        """Return what was found, by the names of ``Part``."""
        return {
            "flips": tuple(self._flips),
            "knock_on": tuple(self._knock_on),
            "points": tuple(self._points),
            "at_stake": self._at_stake,
            "balances": {
                (self._community, *holder): (self._was[holder], self._would[holder])
                for holder in sorted(self._was.keys() | self._would.keys())
            },
            "deadlines": tuple(self._deadlines),
            "calls": tuple(self._calls),
            "bites": {bite: (was, would) for bite, (was, would) in self._bites.items()},
        }

    def concerns(self, body: Body, task: Task | None) -> bool:
        """Tell whether a command is about something of which anything differs by now."""
        if task is not None and (task.id in self._shadows or task.id in self._values):
            return True
        difference = self._difference
        if not difference:
            return False
        if difference.counted:
            return True
        return not difference.subjects.isdisjoint(named_in(body, task))

    def shadow(self, task: Task) -> Task:
        """Return a task with the deadlines, and the values that rules gave, that it would have."""
        dues, values = self._shadows.get(task.id), self._values.get(task.id)
        if values:
            task = replace(task, data={**task.data, **values})
        return task if dues is None else replace(task, due=dues[0], state_due=dues[1])

    def same(self, body: Body, task: Task | None) -> None:
        """Follow a command that comes out as it did."""
        if body["outcome"] == "done":
            posts = postings_in(body)
            self._post(posts, posts, body["at"])
            self._go_on(body, task, self._shadows.get(body["task"]))
            self._knock(body, posts)
        for ruling in body.get("rulings", ()):
            self._bite(Bite(*ruling[:3]), 1, 1)

    def differs(
        self, body: Body, said: Decision, task: Task | None, would: Decision, after: Task | None
    ) -> bool:
        """Tell whether a command would have come out otherwise in anything that is reported."""
        if (said.outcome, said.after) != (would.outcome, would.after):
            return True
        if said.points != would.points or said.rulings != would.rulings:
            return True
        if asked_by(said.interventions) != asked_by(would.interventions):
            return True
        if said.outcome != "done":
            return False
        return dues_of(after) != self._dues_now(body) or computed_by(said) != computed_by(would)

    def is_as_recorded(
        self, body: Body, said: Decision, again: Decision, after: Task | None
    ) -> bool:
        """Tell whether the recorded rules bring a command out as it was recorded."""
        return (
            said_of(said) == said_of(again)
            and said.points == again.points
            and said.rulings == again.rulings
            and asked_by(said.interventions) == asked_by(again.interventions)
            and (said.outcome != "done" or dues_of(after) == dues_in(body))
            and (said.outcome != "done" or computed_by(said) == computed_by(again))
        )

    def note(
        self, body: Body, said: Decision, task: Task | None, would: Decision, after: Task | None
    ) -> None:
        """Follow a command that was judged."""
        was_done, now = said.outcome == "done", said.now
        if (said.outcome, said.after) != (would.outcome, would.after):
            self._flip(said, would)
        self._post(said.points, would.points, now, said)
        self._difference.touches(
            touches_of(said.interventions, now), touches_of(would.interventions, now)
        )
        self._call(said, would)
        self._rule(said, would)
        if task is None and was_done and would.outcome != "done":
            self._difference.opens_not(said.task, said.flow)
        elif task is None and not was_done and would.outcome == "done":
            self._difference.opens_too(would.flow, now)
        if was_done:
            self._compute(said, would)
            dues = dues_of(after) if would.outcome == "done" else self._shadows.get(said.task)
            self._go_on(body, task, dues)
            self._assign(body, task, would, after)
            if would.after != said.after:
                self._stranded.setdefault(said.task, said.seq)
            else:
                self._knock(body, said.points)

    def _flip(self, said: Decision, would: Decision) -> None:
        refused = would if would.outcome != "done" else said
        other = f"{said.after} → {would.after}" if said.outcome == would.outcome else ""
        self._flips.append(
            Flip(
                self._community,
                said.seq,
                said.task,
                said.flow,
                said.command.action,
                said.now,
                said.command.principal,
                said.outcome,
                would.outcome,
                refused.reasons,
                other,
            )
        )

    def _compute(self, said: Decision, would: Decision) -> None:
        """Follow the values that rules give: later rules would read those that would be there."""
        known = self._values.pop(said.task, {})
        was, now = computed_by(said), computed_by(would) if would else {}
        for name in (*said.command.data, *was):
            known.pop(name, None)
        known |= {name: value for name, value in now.items() if was.get(name) != value}
        if known:
            self._values[said.task] = known

    def _post(
        self,
        was: Sequence[Posting],
        would: Sequence[Posting],
        now: int,
        said: Decision | None = None,
    ) -> None:
        if not was and not would:
            return
        self._difference.brings(was, would, now)
        sums, sums_would = sums_of(was), sums_of(would)
        self._was.update(sums)
        self._would.update(sums_would)
        if said is None or was == would:
            return
        for holder in sorted(sums.keys() | sums_would.keys()):
            if sums[holder] != sums_would[holder]:
                at = self._community, said.seq, said.task
                self._points.append(Repointed(*at, *holder, sums[holder], sums_would[holder]))

    def _go_on(self, body: Body, task: Task | None, would: Dues | None) -> None:
        """Follow the deadlines of a task: those it met, and those it has from now on."""
        name, recorded = body["task"], dues_in(body)
        ended = "ended_at" in body["left"]
        if task is not None and would is not None and body["after"] != task.state:
            left = self._shadows.get(name, (task.due, task.state_due))[1]
            self._met(body, task.flow, task.state, task.state_due, left)
        if ended:
            flow = task.flow if task else body["flow"]
            due = recorded[0] if would is None else would[0]
            self._met(body, flow, "", recorded[0], due)
            self._shadows.pop(name, None)
            self._values.pop(name, None)
            self._difference.ends(name)
        elif would is not None and would != recorded:
            self._shadows[name] = would
        else:
            self._shadows.pop(name, None)

    def _met(self, body: Body, flow: str, state: str, due: int | None, would: int | None) -> None:
        at = body.get("occurred", body["at"])
        if (due is not None and at > due) != (would is not None and at > would):
            key = self._community, body["seq"], body["task"]
            self._deadlines.append(Redue(*key, flow, state, at, due, would))

    def _assign(self, body: Body, task: Task | None, would: Decision, after: Task | None) -> None:
        was = body["left"].get("assignee")
        if would.outcome == "done":
            now = after.assignee if after else None
        else:
            now = task.assignee if task else None
        self._difference.assigns(body["task"], was, now)

    def _knock(self, body: Body, posts: Sequence[Posting]) -> None:
        """Count what follows on something that would not have happened."""
        name, cause = body["task"], None
        if name in self._stranded:
            cause = self._stranded[name]
        elif self._stranded and body.get("origin"):
            community, origin = split_ref(body["origin"])
            if community == self._community:
                cause = self._stranded.get(origin)
        if cause is not None:
            self._stranded.setdefault(name, cause)
            self._knock_on.append((self._community, body["seq"], name))
            self._at_stake += sum(post.amount for post in posts)

    def _call(self, said: Decision, would: Decision) -> None:
        was, now = asked_by(said.interventions), asked_by(would.interventions)
        for rung in sorted(was.keys() | now.keys()):
            before, after = was.get(rung, frozenset()), now.get(rung, frozenset())
            if before != after:
                more, less = sorted(after - before), sorted(before - after)
                at = self._community, said.seq, said.task
                self._calls.append(Reasked(*at, rung, tuple(more), tuple(less)))

    def _rule(self, said: Decision, would: Decision) -> None:
        for n, decision in enumerate((said, would)):
            for one in decision.rulings:
                self._bite(Bite(one.limit, one.verdict, one.stance), 1 - n, n)

    def _bite(self, bite: Bite, was: int, would: int) -> None:
        counts = self._bites.setdefault(bite, [0, 0])
        counts[0] += was
        counts[1] += would

    def _dues_now(self, body: Body) -> Dues:
        """Return the deadlines that a task would have by what is known so far."""
        return self._shadows.get(body["task"]) or dues_in(body)
