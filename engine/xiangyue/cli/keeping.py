"""``xiangyue db backup``, ``restore``, ``destroyed`` and ``reapply``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, emit, progress, words

if TYPE_CHECKING:
    from xiangyue.upkeep.destroyed import Reapplied

BACKUP_EXAMPLE: Final = (
    "Example: xiangyue db backup village-monday.backup --db sqlite:///village.db"
)

RESTORE_EXAMPLES: Final = """\b
Examples:
  xiangyue db restore village-monday.backup --db sqlite:///village.db
  xiangyue db restore village-monday.backup --db sqlite:///village.db --force
"""
DESTROYED_EXAMPLE: Final = "Example: xiangyue db destroyed --db sqlite:///village.db > gone.jsonl"
REAPPLY_EXAMPLE: Final = (
    "Example: xiangyue db reapply gone.jsonl --db postgresql+psycopg://me@db.example.org/xiangyue"
)

Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")],
    db: Db = DEFAULT_DB,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Copy the database into a file, while others work on it."""
    from xiangyue.tables import REGISTRY
    from xiangyue.upkeep.backup import back_up

    with progress(as_json, words("backup-progress")) as bar:
        done = back_up(existing(db), file, force=force, progress=bar)
    document = {
        "file": str(done.file),
        "bytes": done.bytes,
        "communities": len(done.ends.keys() - {REGISTRY}),
        "entries": sum(done.ends.values()),
        "ends": done.ends,
    }
    emit(as_json, document, lambda: [words("backup-done", **document), words("backup-private")])


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'db backup' has made.")],
    db: Db = DEFAULT_DB,
    destroyed: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="What 'db destroyed' has listed: it is destroyed again."),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Put a backup in the database's place; destroyed values stay destroyed."""
    from xiangyue.upkeep.destroyed import read_destroyed
    from xiangyue.upkeep.restore import restore as put_back

    listed = read_destroyed(destroyed) if destroyed else []
    done = put_back(file, db, force=force, destroyed=listed)
    document = asdict(done) | {"reapplied": _counts(done.reapplied)}

    def lines() -> Iterator[Line]:
        yield words("restore-done", **document)
        for community, (first, last) in done.lost.items():
            yield words("restore-lost", community=community, first=first, last=last)
        yield words("reapply-done", **_counts(done.reapplied))
        if done.kept and not done.read:
            yield words("restore-unread")
        if not done.kept and not destroyed:
            yield words("restore-no-list")
        if done.sent:
            yield words("restore-sent", sent=done.sent)
        if not done.read:
            yield words("restore-twice")
        if done.kept:
            yield words("restore-kept", kept=done.kept)

    emit(as_json, document, lines)


def destroyed(
    db: Db = DEFAULT_DB,
    since: Annotated[
        int, typer.Option(metavar="SEQ", min=0, help="Only what later entries destroyed.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """List what was destroyed (no personal data), to be kept apart from backups."""
    from msgspec import to_builtins

    from xiangyue.storage import Store
    from xiangyue.upkeep.destroyed import destroyed_of, to_lines

    with closing(Store(existing(db))) as store:
        found = destroyed_of(store, since)
    emit(
        as_json,
        [to_builtins(one) for one in found],
        lambda: to_lines(found).decode().split("\n")[:-1],
    )


def reapply(
    file: Annotated[Path, typer.Argument(metavar="LIST", help="What 'db destroyed' has listed.")],
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Destroy again what pg_restore has brought back; journaled, harmless twice."""
    from xiangyue.storage import Store
    from xiangyue.upkeep.destroyed import read_destroyed
    from xiangyue.upkeep.destroyed import reapply as destroy_again

    listed = read_destroyed(file)
    with closing(Store(existing(db))) as store:
        counts = _counts(destroy_again(store, listed))
    emit(as_json, counts, lambda: [words("reapply-done", **counts)])


def _counts(reapplied: Reapplied) -> dict[str, int]:
    return {name: getattr(reapplied, name) for name in ("destroyed", "gone", "absent")}
