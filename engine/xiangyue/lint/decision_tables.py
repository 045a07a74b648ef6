"""Decision tables: gaps, overlaps and dead rows, each with an example that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.lint.subject import Step, Subject
from xiangyue.profile import Finding, Severity
from xiangyue.rules import Gap, Overlap, Undecided, Unreachable, findings

_PATIENCE = 3  # questions that take too long; after them no table of the profile is proved


def check_tables(subject: Subject) -> Iterator[Finding]:
    """Find inputs for which a table has no row or several, and rows that never count."""
    unproven = 0
    for name, table in subject.profile.tables.items():
        for found in findings(table) if unproven < _PATIENCE else (Undecided("gap"),):
            unproven += isinstance(found, Undecided)
            severity: Severity = "warning" if isinstance(found, Undecided) else "error"
            path = ("tables", name, "rows", *_row(found))
            yield subject.finding(found.code, severity, path, found.values)


def _row(found: Gap | Overlap | Undecided | Unreachable) -> tuple[Step, ...]:
    match found:
        case Overlap():
            return (found.rows[1],)
        case Unreachable():
            return (found.row,)
        case _:
            return ()
