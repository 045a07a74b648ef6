"""The rules that are tried: what a draft changes, over whatever held at each moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.canonical import dump
from xiangyue.flow import Plan
from xiangyue.frozen import frozen
from xiangyue.gate import Gate, build_gate
from xiangyue.storage import Head, Reader
from xiangyue.work.plans import Plans
from xiangyue.work.settings import fits


class Trial(NamedTuple):
    """What is changed: a release by its hash (None leaves the one that held), and params.

    A param None goes back to the release's own value. Everything else stays as it was recorded:
    nothing changed is nothing flipped. ``document`` is that of the release.
    """

    release: str | None = None
    params: Mapping[str, Any] = {}
    document: Mapping[str, Any] | None = None


class TrialPlans(Plans):
    """Compiled releases as a community would have had them under a trial, from the first day.

    A scheme of points is taken as adopted wherever the one that held was: whether people would
    have adopted this one is theirs to say.
    """

    def __init__(self, recorded: Plans, trial: Trial) -> None:
        """Begin with none compiled; ``recorded`` are the plans as they held."""
        super().__init__(recorded.limits, timed=False)
        self.trial = trial
        self._recorded = recorded
        self._tried: dict[tuple[str, int], tuple[str, Mapping[str, Any], str]] = {}
        self._valued: dict[tuple[str, int, str], Mapping[str, Any]] = {}

    def document(self, digest: str) -> Mapping[str, Any] | None:
        """Return the document of the tried release, which need not be in the store."""
        return self.trial.document if digest == self.trial.release else None

    def rules(self, reader: Reader, community: str, revision: int) -> tuple[str, Mapping[str, Any]]:
        """Return the release and the tuned params that would have held in a settings revision."""
        found = self._tried.get((community, revision))
        if found is None:
            release, tuned = reader.settings(community, revision)
            release = self.trial.release or release
            profile = self.get(reader, release).profile
            params = {name: v for name, v in tuned.items() if fits(profile, name, v)}
            for name, value in self.trial.params.items():
                params.pop(name, None)
                if value is not None:
                    params[name] = value
            key = dump(params).decode()
            found = self._tried[community, revision] = release, frozen(params), key
        return found[0], found[1]

    def in_force(
        self, reader: Reader, head: Head, community: str, pinned: str | None = None
    ) -> Plan:
        """Return the plan that would have judged; every task began under the tried release."""
        release, _ = self.rules(reader, community, head.settings)
        if self.trial.release is not None:
            pinned = release
        return self.pinned(reader, head, community, pinned or release, release)

    def gate(self, reader: Reader, head: Head, community: str) -> Gate:
        """Return the gate as it would have been."""
        release, _ = self.rules(reader, community, head.settings)
        mode = head.mode.partition(":")[0]
        key = release, mode, self._tried[community, head.settings][2]
        gate = self._gates.get(key)
        if gate is None:
            plan = self.get(reader, release, mode)
            params = self.params(reader, community, head.settings, plan)
            gate = build_gate(plan.profile, self.limits, params, self._timer)
            self._gates[key] = gate
        return gate

    def schemes(self, reader: Reader, community: str, revision: int) -> Mapping[str, str]:
        """Return by what the schemes are known that held: they are taken for the tried ones."""
        return self._recorded.schemes(reader, community, revision)

    def params(self, reader: Reader, community: str, revision: int, pinned: Plan) -> Any:
        """Return the params as they would have been."""
        key = community, revision, pinned.profile.hash
        found = self._valued.get(key)
        if found is None:
            release, tuned = self.rules(reader, community, revision)
            current = self.get(reader, release).profile.params
            both = (*pinned.profile.params.values(), *current.values())
            found = self._valued[key] = frozen({p.id: p.default for p in both} | dict(tuned))
        return found
