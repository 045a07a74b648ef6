"""What came of a sheet: what is wrong with it, or what was registered of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xiangyue.exchange.sheets.table import Table
from xiangyue.profile import Finding
from xiangyue.work.enrolling import Step


@dataclass(frozen=True, slots=True)
class Report:
    """What a sheet led to: ``rows`` were read, and ``examples`` passed over.

    ``steps`` are what was added or changed, or would be where it was not ``written``. With
    ``findings``, nothing was written; ``warnings`` keep nothing from it.
    """

    rows: int
    examples: int
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...] = ()
    written: bool = False
    warnings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """How many of each kind were added, and how many changed."""
        added = Counter(step.what for step in self.steps if not step.changes)
        changed = Counter(step.what for step in self.steps if step.changes)
        kinds = dict.fromkeys(step.what for step in self.steps)
        return {kind: (added[kind], changed[kind]) for kind in kinds}


def report(table: Table, steps: Sequence[Step], dry: bool) -> Report:
    """Return what came of a table whose steps were taken unless something is wrong, or ``dry``."""
    wrong = table.findings
    taken = () if wrong else tuple(steps)
    return Report(table.count, table.examples, wrong, taken, not (dry or wrong), table.warnings)
