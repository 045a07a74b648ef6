"""What a test runs in a process of its own, since it may die of it.

    child.py hostile NAME…  every parser on hostile files
    child.py large NAME     a parser on a file of 100 MB

Prints, as JSON, what came of each: ``read``, the code of a refusal, or ``!`` and what went wrong.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bounds import EndlessError, bounded
from hostile import EVERY
from parser import Parser, said
from parsers import PARSERS

from xiangyue.errors import XiangyueError

LARGE = 2 << 30


def outcome(parser: Parser, path: Path, **bounds: int) -> str:
    """Return what came of a file."""
    try:
        with bounded(**bounds):
            parser.call(path)
    except XiangyueError as error:
        said([error])
        return error.code
    except (Exception, EndlessError) as error:
        return f"! {type(error).__name__}: {str(error)[:200]}"
    return "read"


def hostile(names: Sequence[str]) -> dict[str, str]:
    """Show every parser hostile files."""
    found = {}
    for parser in PARSERS:  # what they read later is at hand then
        path = Path("seed") / parser.file
        path.parent.mkdir()
        path.write_bytes(parser.seeds()[0])
        parser.call(path)
        shutil.rmtree("seed")
    for name in names:
        for file in dict.fromkeys(parser.file for parser in PARSERS):
            path = Path("tried") / file
            path.parent.mkdir()
            EVERY[name](path)
            for parser in PARSERS:
                if parser.file == file:
                    found[f"{parser.name}: {name}"] = outcome(parser, path)
            shutil.rmtree("tried")
    return found


def large(name: str) -> dict[str, str]:
    """Show a parser a file of 100 MB."""
    (parser,) = (parser for parser in PARSERS if parser.name == name)
    assert parser.grown is not None
    path = Path(parser.file)
    with path.open("wb") as file:
        for piece in parser.grown():
            file.write(piece)
    size = path.stat().st_size >> 20
    told = outcome(parser, path, memory=LARGE, seconds=900)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return {name: f"({size} MiB): {told}, at most {most} MiB" if told[0] != "!" else told}


if __name__ == "__main__":
    made = hostile(sys.argv[2:]) if sys.argv[1] == "hostile" else large(sys.argv[2])
    print(json.dumps(made))
