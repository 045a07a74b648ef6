"""``xiangyue db backup``, ``restore``, ``destroyed`` and ``reapply``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import emit, progress, words

BACKUP_EXAMPLE: Final = (
    "Example: xiangyue db backup village-monday.backup --db sqlite:///village.db"
)

Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")],
    db: Db = DEFAULT_DB,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Copy the database into a file while others work on it (SQLite)."""
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
