"""The part of the face by which open tasks go on under the release in force, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from xiangyue.decide.comparing import Overdue
from xiangyue.errors import Misuse
from xiangyue.messages import LANGUAGES
from xiangyue.storage import Reader, Store
from xiangyue.text import Said
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, Command
from xiangyue.words import check_id, check_words
from xiangyue.work.acting import check_command, judge
from xiangyue.work.change_lines import Sketch, write_sketch
from xiangyue.work.changing import governed
from xiangyue.work.drafting import path_in
from xiangyue.work.going_back import Migrated, migrate_back, newest_migration
from xiangyue.work.migration import Migration, Signed, migrate
from xiangyue.work.migration_plan import MigrationPlan, plan_of
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans


class Migrating:
    """Open tasks, and the releases under which they stand."""

    _store: Store
    _plans: Plans

    def migration_plan(
        self,
        community: str,
        mapping: Mapping[str, Mapping[str, str]] | None = None,
        *,
        overdue: Overdue = "leave",
    ) -> MigrationPlan:
        """Return how open tasks of older releases would go on under the one in force.

        States keep their names, save those that ``mapping`` calls otherwise, by flow. With
        ``overdue`` "keep" a task keeps its own deadline where the new one would be over; else it
        is left. Raises Misuse for flows and states that there are not.
        """
        with self._store.read() as reader:
            return plan_of(reader, self._plans, community, mapping or {}, overdue)

    def migrate(
        self,
        community: str,
        *,
        by: str,
        reason: str,
        mapping: Mapping[str, Mapping[str, str]] | None = None,
        overdue: Overdue = "leave",
        dry_run: bool = False,
        progress: Callable[[float], None] | None = None,
        now: Moment = None,
    ) -> Migration:
        """Let open tasks of older releases go on under the one in force, as the plan says.

        What of a task cannot go on is left as it is, and named with every reason. Deadlines and
        alarms are worked out anew, as if the release had held from the opening; none moves into
        the past. Each page of some hundreds is a transaction and an entry: when it is broken off,
        the next call goes on. ``dry_run`` only tells. Where rules change by approval alone,
        ``by`` is somebody who may draft a change; raises Misuse for others, and Conflict where
        other rules come into force meanwhile.
        """
        at, signed = micros(now), self._signed(community, by, reason, now)
        plan = self.migration_plan(community, mapping, overdue=overdue)
        told = progress or _nobody
        done = migrate(self._store, self._plans, plan, None if dry_run else signed, at, told)
        return done

    def migrate_back(
        self,
        community: str,
        *,
        by: str,
        reason: str,
        dry_run: bool = False,
        progress: Callable[[float], None] | None = None,
        now: Moment = None,
    ) -> Migration:
        """Let the tasks of the newest migration go back to their release, as they were.

        One that was acted on since goes back only where its state and values can stand there, and
        is named with every reason if not. Ended tasks stay ended; what was decided and the points
        it brought stay. The rest is as with ``migrate``.
        """
        signed = self._signed(community, by, reason, now)
        back = partial(migrate_back, self._store, self._plans, community, signed)
        return back(progress or _nobody, dry_run=dry_run)

    def last_migration(self, community: str) -> Migrated | None:
        """Return the newest migration of a community: who let its tasks go on, when and why."""
        with self._store.read() as reader:
            return newest_migration(reader, community)

    def _signed(self, community: str, by: str, reason: str, now: Moment) -> Signed:
        if not reason.strip():
            raise Misuse("change-reason")
        check_words("reason", reason)
        signed = Signed(check_id(by), reason, micros(now))
        with self._store.read() as reader:
            self._check_right(reader, community, signed)
        return signed

    def _check_right(self, reader: Reader, community: str, signed: Signed) -> None:
        """Raise where rules change by approval alone, and somebody else would have it so."""
        head = known_head(reader.situation(community, None, None).head, community)
        rules = governed(reader, self._plans, community)
        if rules is None or not rules.only_so:
            return
        path = path_in(rules.profile, community)
        data = {path.change: write_sketch(Sketch(head.settings, None, {}))}
        opening = Command(community, OPEN, signed.by, flow=path.flow, note=signed.why, data=data)
        judged = judge(
            reader, self._plans, check_command(opening), signed.now, None, head.at(signed.now)
        )
        if judged.outcome == "refused":
            first = judged.reasons[0]
            why = Said((lang, first.text(lang)) for lang in LANGUAGES)
            raise Misuse("migrate-who", by=signed.by, community=community, why=why)


def _nobody(_: float) -> None:
    """Tell nobody."""
