"""One task as its page shows it: where it stands, what it is about, what the visitor may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xiangyue import Choice, Decision, Profile, Task
from xiangyue.office import review_flows
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.pictures import Diagram, diagram
from xiangyue_admin.tasking.history import Told, state, tell, values_of
from xiangyue_admin.tasking.words import Names, due_words, listed, right, urgency
from xiangyue_admin.visiting import here

_RULED_OUT = frozenset({"role", "unknown-actor"})
_RULES = frozenset({"put_in_force", "put_back"})
_OF_ANYBODY = frozenset({"anyone", "opener", "asked"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a task."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the way: ``passed``, ``here`` or ``next``."""

    title: str
    where: str


class TaskPage:
    """What a visitor may know of a task; whoever may not see it must not get this far."""

    def __init__(self, task: Task, profile: Profile, now: int) -> None:
        """Look at a task under the rules that it is judged by."""
        visit = here()
        self.task, self.profile, self.now = task, profile, now
        self.flow = profile.flows[task.flow]
        self.member = visit.account.member if visit.account else None
        self._seen = visit.engine.may_see(task, self.member) if self.member else False

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every action of the task, as the visitor stands to it; none for who is no member.

        Whoever came by a link has shown no more than that a message reached them: by that no rules
        are changed, for whoever notes addresses could send the message to themselves.
        """
        if self.member is None:
            return ()
        found = here().engine.preview(self.task, by=self.member)
        account = here().account
        if account is None or account.only is None:
            return found
        return tuple(one for one in found if not self._changes_rules(one.action))

    @property
    def reviews(self) -> bool:
        """Whether it looks back on an emergency: on the task that had it opened."""
        return self.task.origin is not None and self.flow.id in review_flows(self.profile)

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether there is more to be done here by who signs in with a password."""
        account = here().account
        by_link = account is not None and account.only is not None
        return by_link and any(map(self._changes_rules, self.flow.actions))

    def _changes_rules(self, action: str) -> bool:
        found = self.flow.actions.get(action)
        return found is not None and any(does.kind in _RULES for does in found.does)

    @property
    def may(self) -> list[Choice]:
        """What the visitor may do now, be it that it waits a little."""
        return [one for one in self.choices if _open(one)]

    @property
    def may_not(self) -> list[Choice]:
        """What the visitor may not do, for another reason than that it is for others to do."""
        return [one for one in self.choices if not _open(one) and not _others(one)]

    @property
    def others(self) -> list[Choice]:
        """What is for others to do."""
        return [one for one in self.choices if not _open(one) and _others(one)]

    @property
    def answers(self) -> list[Choice]:
        """The answers to a call-out that the visitor may give: yes and no."""
        return [one for one in self.may if self.flow.actions[one.action].answer and not one.missing]

    @cached_property
    def works_on_it(self) -> bool:
        """Whether the visitor works on the task by a role, or is responsible for it."""
        if self.member is not None and self.task.assignee == self.member:
            return True
        rights = {
            one.decision.standing.role
            for one in self.choices
            if one.decision.standing is not None and not _others(one)
        }
        return bool(rights - _OF_ANYBODY)

    @cached_property
    def names(self) -> Names:
        """What people are called: by their names only for who works on it."""
        return Names(named=self.works_on_it)

    @cached_property
    def history(self) -> tuple[Decision, ...]:
        """What was decided on the task, the oldest first, as far as it concerns the visitor."""
        answers = {name for name, action in self.flow.actions.items() if action.answer}
        return tuple(
            one
            for one in here().engine.history(self.task)
            if self.works_on_it or self._own(one) or one.command.action not in answers
        )

    def told(self) -> list[Told]:
        """Return the history in plain words, the newest first."""
        return list(tell(self.profile, self.history, self.names, self.sees))

    def sees(self, decision: Decision, name: str) -> bool:
        """Return whether the visitor may know a value that was given with a decision."""
        if self.works_on_it or self._own(decision):
            return True
        field = self.profile.fields.get(name)
        return field is not None and field.sensitivity == "none" and name not in self.task.private

    def _own(self, decision: Decision) -> bool:
        command = decision.command
        return self.member is not None and self.member in (command.actor, command.on_behalf_of)

    @cached_property
    def known(self) -> dict[str, object]:
        """The task's values that the visitor may know."""
        given = {
            name
            for one in self.history
            if one.outcome == "done" and self._own(one)
            for name in one.command.data
        }
        return {
            name: value
            for name, value in self.task.data.items()
            if name not in self.task.private or self.works_on_it or name in given
        }

    @property
    def title(self) -> str:
        """What the task is called, for its parties; what it is, for all others."""
        return (self.task.title if self._seen else "") or self.kind

    @property
    def kind(self) -> str:
        """What sort of task it is."""
        return self.flow.title.of(here().language)

    @property
    def stands(self) -> str:
        """The state that it is in."""
        return state(self.profile, self.task.flow, self.task.state)

    @property
    def due(self) -> int | None:
        """When the next of its clocks runs out, in microseconds; None where none runs."""
        clocks = [self.task.due if self.task.paused_at is None else None, self.task.state_due]
        running = [one for one in clocks if one is not None]
        return min(running) if running and self.task.ended_at is None else None

    @property
    def due_words(self) -> str:
        """When it is due, from now."""
        return due_words(self.due, self.now)

    @property
    def urgency(self) -> str:
        """Whether it is late or due soon."""
        return urgency(self.due, self.now)

    def facts(self) -> list[Fact]:
        """Return what is known of it, in the profile's words."""
        return [Fact(*one) for one in values_of(self.profile, self.known, self.names)]

    def kept_back(self) -> str:
        """Return the titles of what the visitor may not know, in a row."""
        hidden = self.task.data.keys() - self.known.keys()
        fields, language = self.profile.fields, here().language
        return listed(fields[one].title.of(language) for one in sorted(hidden) if one in fields)

    def way(self) -> list[Step]:
        """Return the states that it has been in, the one it is in, and those that may come next."""
        been = [
            one.before
            for one in self.history
            if one.outcome == "done" and one.before and one.before != one.after
        ]
        steps = [Step(state(self.profile, self.task.flow, one), "passed") for one in been]
        steps.append(Step(self.stands, "here"))
        if self.task.ended_at is None:
            names = dict.fromkeys(self._ahead())
            titles = [state(self.profile, self.task.flow, name) for name in names]
            steps += [Step(title, "next") for title in titles]
        return steps

    def picture(self) -> Diagram:
        """Return the whole flow as a picture, with where the task has been and is."""
        passed = {one.before for one in self.history if one.outcome == "done" and one.before}
        now = self.task.state
        return diagram(self.profile, self.task.flow, now=now, passed=passed - {now})

    def _ahead(self) -> Iterator[str]:
        for action in self.flow.actions.values():
            if not _takes(action.sources, self.task.state) or action.by == ("system",):
                continue
            yield from (b.to for b in action.branches if b.to and b.to != self.task.state)

    def in_whose_hands(self) -> str:
        """Say for whom the task waits: who may move it on."""
        if self.task.ended_at is not None:
            return ""
        rights: list[str] = []
        for action in self.flow.actions.values():
            if _takes(action.sources, self.task.state) and any(
                b.to and b.to != self.task.state for b in action.branches
            ):
                rights += [one for one in action.by if one != "system"]
        if "assignee" in rights and self.task.assignee is not None:
            return self.names.of(self.task.assignee)
        found = []
        for name in dict.fromkeys(rights):
            if name == "assignee":
                continue
            if name == "opener":
                found.append(self.names.of(self.task.opener))
            else:
                found.append(right(self.profile, name))
        return listed(found)

    def rights_of(self, choice: Choice) -> str:
        """Say who may take an action."""
        by = self.flow.actions[choice.action].by
        return listed(right(self.profile, name) for name in by)

    def first(self) -> Choice | None:
        """Return what the visitor is most likely to do next: what moves the task on."""
        may = [one for one in self.may if not self.flow.actions[one.action].answer]
        moving = [one for one in may if self._moves(one) and not one.note]
        return moving[0] if moving else may[0] if len(may) == 1 else None

    def _moves(self, choice: Choice) -> bool:
        branches = self.flow.actions[choice.action].branches
        return any(b.to is not None and b.to != self.task.state for b in branches)

    def way_back(self, done: Decision) -> Choice | None:
        """Return what would bring the task back to where it was before, where the flow has it."""
        for choice in self.may:
            branches = self.flow.actions[choice.action].branches
            if {b.to for b in branches} == {done.before} and done.before != done.after:
                return choice
        return None


def look_at(community: str, name: str) -> TaskPage:
    """Look at a task; raises Misuse where there is none."""
    engine = here().engine
    task = engine.task(f"{community}/{name}")
    return TaskPage(task, engine.rules_of(task), micros())


def _open(choice: Choice) -> bool:
    return choice.allowed or choice.decision.outcome == "deferred"


def _others(choice: Choice) -> bool:
    return any(reason.code in _RULED_OUT for reason in choice.decision.reasons)


def _takes(sources: tuple[str, ...], state: str) -> bool:
    return state in sources or "any" in sources
