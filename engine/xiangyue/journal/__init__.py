"""The journal: what was decided, in an append-only chain of hashes per community."""

from xiangyue.journal.entry import Entry, decision_entry, digest_of, registry_entry
from xiangyue.journal.reading import (
    MIGRATED,
    OF_MANY,
    errands_in,
    follows,
    migrated_row,
    row_of,
    said_in,
    to_decision,
)

__all__ = [
    "MIGRATED",
    "OF_MANY",
    "Entry",
    "decision_entry",
    "digest_of",
    "errands_in",
    "follows",
    "migrated_row",
    "registry_entry",
    "row_of",
    "said_in",
    "to_decision",
]
