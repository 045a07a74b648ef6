"""Changes of the rules: what a task proposes, whether it still fits, and putting it in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.canonical import chainable, dump, sha256
from xiangyue.flow import PUT_BACK, PUT_IN_FORCE, Step, only_so
from xiangyue.journal import follows
from xiangyue.profile import Profile
from xiangyue.storage import Head, Reader, Tx
from xiangyue.values import Command, Decision, Proposed, Task
from xiangyue.work.change_lines import Sketch, read_checks, read_sketch
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.settings import fits, put_in_force


class Rules(NamedTuple):
    """A release with the params that it knows and that are not left to it."""

    profile: Profile
    params: Mapping[str, Any]

    @property
    def content(self) -> str:
        """The hash by which these rules are known."""
        said = {"release": self.profile.hash, "params": self.params}
        return sha256(dump(chainable(said))).hex()

    @property
    def values(self) -> dict[str, Any]:
        """The value of every param."""
        return {p.id: p.default for p in self.profile.params.values()} | dict(self.params)

    @property
    def only_so(self) -> bool:
        """Whether they change by their flow alone."""
        return only_so(self.profile, self.values)


def rules_at(reader: Reader, plans: Plans, community: str, revision: int) -> Rules:
    """Return the rules of a settings revision; what only older releases know is left out."""
    release, tuned = reader.settings(community, revision)
    profile = plans.get(reader, release).profile
    return Rules(profile, {name: v for name, v in tuned.items() if name in profile.params})


def rules_of(reader: Reader, plans: Plans, community: str, sketch: Sketch) -> Rules | None:
    """Return the rules that a proposal would put in force; None where nothing can be.

    Params stay as the revision has them that it starts from, as far as the release accepts them.
    """
    head = reader.situation(community, None, None).head
    if head is None or not 0 < sketch.base <= head.settings:
        return None
    before = rules_at(reader, plans, community, sketch.base)
    profile = before.profile
    if sketch.release is not None:
        if not reader.has_release(sketch.release):
            return None
        profile = plans.get(reader, sketch.release).profile
    params = {
        name: value
        for name, value in before.params.items()
        if name in profile.params and fits(profile, name, value)
    }
    for name, value in sketch.params.items():
        if name not in profile.params or not (value is None or fits(profile, name, value)):
            return None
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return Rules(profile, params)


def proposed(
    reader: Reader,
    plans: Plans,
    step: Step,
    command: Command,
    task: Task | None,
    head: Head,
) -> Proposed | None:
    """Return what an action would put in force, or back; None where that cannot be read."""
    reader.settled()
    what = step.changing
    data = {**task.data, **command.data} if task else command.data
    sketch = read_sketch(data.get(what.change)) if what else None
    after = rules_of(reader, plans, command.community, sketch) if sketch else None
    if what is None or sketch is None or after is None:
        return None
    before = rules_at(reader, plans, command.community, sketch.base)
    now = rules_at(reader, plans, command.community, head.settings)
    if what.kind == PUT_BACK:
        return Proposed(
            before.profile.hash,
            before.params,
            before.content,
            moved=now.content != after.content,
            lifts=now.only_so and not before.only_so,
        )
    checks = read_checks(data.get(what.checks))
    errors = checks.errors if checks else ()
    return Proposed(
        after.profile.hash,
        after.params,
        after.content,
        checked=checks.content if checks else "",
        errors=len(errors),
        first=errors[0].said if errors else {},
        authors=_authors(reader, task),
        moved=now.content != before.content,
    )


def _authors(reader: Reader, task: Task | None) -> frozenset[str]:
    """Return who has opened a task, and who has entered that."""
    if task is None:
        return frozenset()
    seq: int | None = task.last
    actor = task.opener
    while seq is not None:
        body = reader.entry(task.community, seq)[0]
        actor = body.get("actor", actor)
        seq = follows(body, task.id)
    return frozenset({task.opener, actor})


def after_change(tx: Tx, plans: Plans, decision: Decision) -> None:
    """Put in force what an action has decided, in its own transaction."""
    for one in decision.interventions:
        if one.kind in (PUT_IN_FORCE, PUT_BACK):
            community = decision.command.community
            tx.settled()
            profile = plans.get(tx, one.detail["release"]).profile
            put_in_force(
                tx,
                plans,
                community,
                profile,
                one.detail["params"],
                decision.command.principal,
                decision.now,
                exactly=True,
                decided_in=decision,
            )


def governed(reader: Reader, plans: Plans, community: str) -> Rules | None:
    """Return the rules in force in a community; None where no profile governs it yet."""
    head = reader.situation(community, None, None).head
    if head is None or head.settings == 0:
        return None
    return rules_at(reader, plans, community, known_head(head, community).settings)
