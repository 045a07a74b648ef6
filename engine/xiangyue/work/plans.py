"""The compiled releases of one store, each in each mode, and the gates of their limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace as altered
from typing import Any

from xiangyue.canonical import dump, load
from xiangyue.flow import Plan, adopting, compile_plan, compiled_plan, scheme_of
from xiangyue.frozen import frozen
from xiangyue.gate import Gate, build_gate
from xiangyue.limit import Limit
from xiangyue.profile import Profile, build, in_mode
from xiangyue.storage import Head, Reader
from xiangyue.time.known_days import with_days
from xiangyue.values import NORMAL

_MOST_GATES = 1_000
_NO_DAYS = "{}"


class Plans:
    """The compiled releases of one store, by content hash and mode, and their gates.

    ``limits`` are the limits there are, by name; ``timed`` is whether a review that takes too
    long counts as broken.
    """

    def __init__(
        self,
        limits: Mapping[str, Limit] | None = None,
        *,
        compiler: Callable[[Profile], Plan] = compile_plan,
        timed: bool = True,
    ) -> None:
        """Begin with none; they are compiled when first needed."""
        self.limits = limits or {}
        self._compile = compiler
        self._timer = time.perf_counter if timed else _standing_still
        self._plans: dict[tuple[str, str], Plan] = {}
        self._pinned: dict[tuple[str, str, str, str], Plan] = {}
        self._gates: dict[tuple[str, str, str], Gate] = {}
        self._schemes: dict[tuple[str, str], tuple[Mapping[str, Any], Mapping[str, str]]] = {}
        self._params: dict[tuple[str, str], tuple[Mapping[str, Any], Mapping[str, Any]]] = {}

    def get(self, reader: Reader, digest: str, mode: str = NORMAL) -> Plan:
        """Return a release's plan in a mode, compiled once."""
        mode = mode.partition(":")[0]
        plan = self._plans.get((digest, mode))
        if plan is None:
            plan = self._known(digest, mode) or self._make(reader.release_document(digest), mode)
            self._plans[digest, mode] = plan
        return plan

    def _known(self, digest: str, mode: str) -> Plan | None:
        """Return what this process has compiled for another store, or for an earlier one."""
        same = mode == NORMAL and self._compile is compile_plan
        return compiled_plan(digest) if same else None

    def _make(self, document: Mapping[str, Any], mode: str) -> Plan:
        normal = build(document)
        overlaid = in_mode(document, mode)
        if overlaid is document:
            return self._compile(normal)
        plan = self._compile(build(overlaid))
        return altered(plan, profile=altered(plan.profile, hash=normal.hash))

    def in_force(
        self, reader: Reader, head: Head, community: str, pinned: str | None = None
    ) -> Plan:
        """Return the plan of a release that a task is pinned to, or of the community's own.

        Calendar and modes are the current ones, with the days that the settings keep.
        """
        release, _ = reader.settings(community, head.settings)
        return self.pinned(reader, head, community, pinned or release, release)

    def pinned(
        self, reader: Reader, head: Head, community: str, release: str, current: str
    ) -> Plan:
        """Return the plan of a release, with calendar and modes of the one that is in force."""
        days = reader.days(community, head.settings)
        if release == current and days == _NO_DAYS:
            return self.get(reader, release, head.mode)
        key = release, current, head.mode.partition(":")[0], days
        plan = self._pinned.get(key)
        if plan is None:
            plan = self.get(reader, release, head.mode)
            now = self.get(reader, current, head.mode).profile
            calendar = with_days(now.calendar, load(days))
            profile = altered(plan.profile, calendar=calendar, modes=now.modes)
            plan = self._pinned[key] = altered(plan, profile=profile)
        return plan

    def gate(self, reader: Reader, head: Head, community: str) -> Gate:
        """Return the gate of a community: its limits, modes and params are the current ones."""
        release, tuned = reader.settings(community, head.settings)
        mode = head.mode.partition(":")[0]
        gate = self._gates.get((release, mode, ""))
        if gate is not None:
            return gate
        own = dump(tuned).decode()
        gate = self._gates.get((release, mode, own))
        if gate is None:
            plan = self.get(reader, release, mode)
            params = self.params(reader, community, head.settings, plan)
            gate = build_gate(plan.profile, self.limits, params, self._timer)
            if len(self._gates) >= _MOST_GATES:
                self._gates.clear()
            self._gates[release, mode, own if gate.tuned else ""] = gate
        return gate

    def params(self, reader: Reader, community: str, revision: int, pinned: Plan) -> Any:
        """Return the params in force: the current settings, and what the pinned release adds."""
        release, tuned = reader.settings(community, revision)
        key = (community, pinned.profile.hash)
        known = self._params.get(key)
        if known is None or known[0] is not tuned:
            current = self.get(reader, release).profile.params
            params = {p.id: p.default for p in (*pinned.profile.params.values(), *current.values())}
            params.update(tuned)
            known = self._params[key] = (tuned, frozen(params))
        return known[1]

    def schemes(self, reader: Reader, community: str, revision: int) -> Mapping[str, str]:
        """Return by what the rules for points are known, by the flow in which they are adopted.

        Nothing where no account says which field is to hold that.
        """
        release, tuned = reader.settings(community, revision)
        known = self._schemes.get((community, release))
        if known is None or known[0] is not tuned:
            plan = self.get(reader, release)
            flows = [
                flow
                for flow, accounts in adopting(plan.profile).items()
                if any(account.adoption.scheme for account in accounts)
            ]
            params = self.params(reader, community, revision, plan) if flows else {}
            schemes = {flow: scheme_of(plan, flow, params) for flow in flows}
            known = self._schemes[community, release] = (tuned, schemes)
        return known[1]


def _standing_still() -> float:
    return 0.0
