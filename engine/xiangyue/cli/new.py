"""``xiangyue profile new``: a small profile that works, to be changed step by step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.options import Json
from xiangyue.cli.output import Line, emit, to_json, words
from xiangyue.errors import Misuse, Place

EXAMPLES: Final = """\b
Examples:
  xiangyue profile new errand
  xiangyue profile new errand --output profiles
"""

_TEMPLATE: Final = ("profile.yaml", "scenarios.yaml")
_NAME: Final = "NAME"  # what the template has in place of the name


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Small letters, digits and single hyphens.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where its folder is made.")
    ] = Path(),
    as_json: Json = False,
) -> None:
    """Begin with a small profile that works."""
    folder = write_template(name, output)
    found = sorted(str(file) for file in folder.iterdir())

    def lines() -> Iterator[Line]:
        yield words("cli-new-written", folder=folder)
        for command in ("lint", "test", "graph"):
            yield f"  xiangyue profile {command} {folder}"

    emit(as_json, {"profile": name, "folder": str(folder), "files": found}, lines)


def write_template(name: str, parent: Path) -> Path:
    """Write the template's files into a new folder below ``parent``; return that folder.

    It is there as a whole or not at all. Raises Misuse where the name is none for a profile, or
    where something of that name is there already.
    """
    from xiangyue.profile import profile_schema
    from xiangyue.profile.schema import is_profile_id
    from xiangyue.study import scenario_schema

    folder = parent / name
    if not is_profile_id(name):
        raise Misuse("cli-new-name", name=name)
    if os.path.lexists(folder):
        raise Misuse("cli-new-there", place=Place(str(folder)))
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    try:
        for file in _TEMPLATE:
            text = (files(__package__) / "template" / file).read_text("utf-8")
            (draft / file).write_text(text.replace(_NAME, name), "utf-8")
        (draft / "profile.schema.json").write_bytes(to_json(profile_schema()))
        (draft / "scenarios.schema.json").write_bytes(to_json(scenario_schema()))
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder
