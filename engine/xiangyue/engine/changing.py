"""The part of the face by which rules come into force: at once, or by a draft and its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xiangyue.errors import Conflict, Misuse
from xiangyue.flow import ChangePath
from xiangyue.lint import require
from xiangyue.profile import Loaded, Profile, load
from xiangyue.profile.written import STEPS, with_stances, with_tables
from xiangyue.storage import Store, Tx
from xiangyue.tables import REGISTRY
from xiangyue.time.clock import to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, SYSTEM, Checks, Command, Decision, Effects, Source, Task
from xiangyue.words import plain_data
from xiangyue.work import registering
from xiangyue.work.acting import check_command, do, judge, run
from xiangyue.work.change_lines import Sketch, write_checks, write_effects, write_sketch
from xiangyue.work.changing import Rules, governed, rules_at, rules_of
from xiangyue.work.drafting import Draft, check_params, draft_of, drafts_of, path_in
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.revising import Revision, revisions_of
from xiangyue.work.settings import put_in_force


class Changing:
    """Profiles and params of the communities of one store, and how they change."""

    _store: Store
    _plans: Plans
    _packs: tuple[Path, ...]

    @contextmanager
    def _registering(self) -> Iterator[Tx]:
        """Open a transaction that knows what other processes have registered."""
        with self._store.begin() as tx:
            tx.head(REGISTRY)
            yield tx

    def install(
        self,
        profile: str | Path | Profile,
        community: str,
        *,
        params: Mapping[str, Any] | None = None,
        by: str = SYSTEM,
        now: Moment = None,
    ) -> Profile:
        """Lint a profile and let it govern a community; nothing is kept if it has errors.

        A Profile object is taken as linted already: load and lint it first.

        A community that is not known yet is added at the top of the unit tree. Open tasks stay
        with the release that they began under, and params as they were tuned; their deadlines are
        worked out anew where the calendar is another one. Where rules change by approval alone,
        only what is in force already is taken, and nothing happens. Raises BrokenProfile, Misuse
        or BadInput.
        """
        profile = self._sound(profile)
        at = micros(now)
        with self._store.begin() as tx:
            unit = tx.unit(community)
            if unit is None:
                level = _unit_level(profile)
                unit = registering.add_unit(tx, community, level, None, {}, at)
            if unit.community != community:
                raise Misuse("unit-owns-no-tasks", unit=community, community=unit.community)
            if not self._stays(tx, community, profile, params or {}):
                registering.publish(tx, profile, at)
                new = profile, params or {}, by, at
                put_in_force(tx, self._plans, community, *new)
        return profile

    def tune(
        self, community: str, params: Mapping[str, Any], *, by: str = SYSTEM, now: Moment = None
    ) -> int:
        """Set params of a community within their bounds; returns the new settings revision.

        Raises Misuse where rules change by approval alone: draft it.
        """
        with self._store.begin() as tx:
            head = known_head(tx.head(community), community)
            profile = self._plans.get(tx, tx.settings(community, head.settings)[0]).profile
            if self._stays(tx, community, profile, params):
                return head.settings
            new = profile, params, by, micros(now)
            return put_in_force(tx, self._plans, community, *new)[0]

    def draft(
        self,
        community: str,
        *,
        by: str,
        reason: str,
        params: Mapping[str, Any] | None = None,
        tables: Mapping[str, Any] | None = None,
        profile: str | Path | Loaded | Profile | None = None,
        stances: Mapping[str, str] | None = None,
        meant: Sequence[str] = (),
        revision: int | None = None,
        title: str | None = None,
        on_behalf_of: str | None = None,
        occurred_at: Moment = None,
        source: Source = "digital",
        key: str | None = None,
        now: Moment = None,
    ) -> Decision:
        """Draft a change of the rules in force: ``decision.ref`` is its task, yet to be checked.

        A param None goes back to the profile's own value. Of a table either all rows are given, or
        cells as ``{"ROW.COLUMN": value}``, rows counted from 1. ``stances`` says of limits how they
        hold: ``audit``, ``warn`` or ``enforce``; what nothing sets aside is only made stricter.
        ``meant`` are scenarios that are to come out otherwise. ``revision`` is the settings
        revision that the caller has looked at.
        Whether it holds together is told by its checks (``xiangyue.study.check_draft``).

        Raises Conflict where other rules are in force than those looked at, Misuse for unknown
        names, values out of bounds or where nothing changes, and BadInput or BrokenProfile for
        rows and profiles that are none.
        """
        if not reason.strip():
            raise Misuse("change-reason")
        new = None if profile is None else self._sound(profile)
        at, given = micros(now), dict(plain_data(params or {}))

        def command(path: ChangePath, sketch: Sketch) -> Command:
            return check_command(
                Command(
                    community,
                    OPEN,
                    by,
                    flow=path.flow,
                    title=title,
                    note=reason,
                    on_behalf_of=on_behalf_of,
                    occurred_at=to_micros(occurred_at) if occurred_at else None,
                    source=source,
                    key=key,
                    data={path.change: write_sketch(sketch)},
                )
            )

        def work(tx: Tx) -> Decision:
            tx.head(REGISTRY)
            head = known_head(tx.head(community), community)
            rules = rules_at(tx, self._plans, community, head.settings)
            self._look(tx, community, head.settings, revision, rules)
            path = path_in(rules.profile, community)
            target = new or rules.profile
            if tables:
                target = with_tables(target, tables)
            if stances:
                self._keep_up(target, stances)
                target = with_stances(target, stances)
            check_params(target, given)
            # Whoever may not draft leaves no release behind.
            bare = command(path, Sketch(head.settings, None, {}))
            if judge(tx, self._plans, bare, at, None, head.at(at)).outcome == "refused":
                return run(tx, self._plans, bare, at)
            other = target.hash if target.hash != rules.profile.hash else None
            if other is not None:
                registering.publish(tx, target, at)
                tx.settled()
            sketch = Sketch(head.settings, other, given, tuple(meant))
            after = rules_of(tx, self._plans, community, sketch)
            if after is not None and after.content == rules.content:
                raise Misuse("change-nothing")
            return run(tx, self._plans, command(path, sketch), at)

        return self._store.transact(work, keyed=key is not None)

    def draft_of(self, task: str | Task | Decision) -> Draft:
        """Return a draft with what it changes and what its checks have found; Misuse if none."""
        with self._store.read() as reader:
            return draft_of(reader, self._plans, task)

    def drafts(self, community: str, *, limit: int = 50) -> tuple[Draft, ...]:
        """Return the newest drafts of a community, open and ended ones, the newest first.

        Raises Misuse where its rules have no flow by which they change.
        """
        with self._store.read() as reader:
            return tuple(drafts_of(reader, self._plans, community, limit))

    def revisions(
        self, community: str, *, limit: int = 50, before: int | None = None
    ) -> tuple[Revision, ...]:
        """Return the newest settings revisions of a community (before a number), newest first."""
        with self._store.read() as reader:
            return tuple(revisions_of(reader, self._plans, community, limit, before))

    def roll_back(
        self, community: str, *, by: str, reason: str, key: str | None = None, now: Moment = None
    ) -> Decision:
        """Put the rules in force again that were so before the newest approved change, in one act.

        Raises Misuse where what is in force was not approved by a task.
        """
        approved = (one.task for one in self.revisions(community) if one.how == "approved")
        for draft in map(self.draft_of, filter(None, approved)):
            if draft.in_force and draft.path.back is not None:
                back = Command(community, draft.path.back, by, draft.task.id, note=reason, key=key)
                return do(self._store, self._plans, back, now)
        raise Misuse("change-put-back-nothing", community=community)

    def changes_by_approval(self, community: str) -> bool:
        """Tell whether the rules of a community change by approval alone."""
        with self._store.read() as reader:
            rules = governed(reader, self._plans, community)
            return rules is not None and rules.only_so

    def _attach(self, task: str | Task | Decision, checks: Checks, now: Moment = None) -> Decision:
        """Enter what checks have found of a draft; nobody but the engine's own studies does so."""
        draft = self.draft_of(task)
        data = {draft.path.checks: write_checks(checks)}
        found = Command(draft.task.community, draft.path.check, SYSTEM, draft.task.id, data=data)
        return do(self._store, self._plans, found, now, own=True)

    def _foresee(
        self, task: str | Task | Decision, summary: Mapping[str, Any], now: Moment = None
    ) -> Decision:
        """Enter what a draft would have done to past work; nobody but a what-if does so.

        Raises Misuse where the task is no draft, or its flow has no room for that.
        """
        draft = self.draft_of(task)
        path = draft.path
        if path.effects is None or path.foresee is None:
            raise Misuse("change-no-effects", task=draft.ref)
        data = {path.effects: write_effects(Effects(draft.content, summary))}
        seen = Command(draft.task.community, path.foresee, SYSTEM, draft.task.id, data=data)
        return do(self._store, self._plans, seen, now, own=True)

    def _sound(self, profile: str | Path | Loaded | Profile) -> Profile:
        if isinstance(profile, Profile):
            return profile
        loaded = profile if isinstance(profile, Loaded) else load(profile, self._packs)
        return require(loaded, self._plans.limits)

    def _keep_up(self, profile: Profile, stances: Mapping[str, str]) -> None:
        """Raise Misuse where a limit that nothing sets aside would hold less."""
        for name, stance in stances.items():
            bound = profile.limits.get(name)
            limit = self._plans.limits.get(bound.limit) if bound else None
            if bound is None or limit is None or limit.liftable or stance not in STEPS:
                continue
            if bound.stance in STEPS and STEPS.index(stance) < STEPS.index(bound.stance):
                raise Misuse("change-stance-kept", name=name, stance=bound.stance)

    def _stays(self, tx: Tx, community: str, profile: Profile, params: Mapping[str, Any]) -> bool:
        """Tell whether nothing is to be done where rules change by approval alone.

        Raises Misuse where something would be.
        """
        rules = governed(tx, self._plans, community)
        if rules is None or not rules.only_so:
            return False
        same = profile.hash == rules.profile.hash and {**rules.params, **params} == rules.params
        if not same:
            raise Misuse("change-only-so", community=community)
        return True

    def _look(self, tx: Tx, community: str, now: int, revision: int | None, rules: Rules) -> None:
        """Raise where the caller has looked at other rules than those in force."""
        if revision is None or revision == now:
            return
        if not 0 < revision <= now:
            raise Misuse("change-revision", community=community, given=revision, now=now)
        if rules_at(tx, self._plans, community, revision).content != rules.content:
            raise Conflict("change-stale", given=revision, now=now)


def _unit_level(profile: Profile) -> str:
    levels = {role.at for role in profile.roles.values()}
    return "village" if "village" in levels and "community" not in levels else "community"
