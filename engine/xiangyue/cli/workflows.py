"""``xiangyue export digit``: a profile as workflow configurations of DIGIT."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from xiangyue.cli.lookup import look_up
from xiangyue.cli.options import Json, Ref
from xiangyue.cli.output import Line, emit, language, words
from xiangyue.errors import Misuse, Place, why
from xiangyue.messages import say

EXAMPLES: Final = """\b
Examples:
  xiangyue export digit complaints --output PGR_WORKFLOW.json
  xiangyue export digit resident-services -o services.json --tenant pb.amritsar
"""

_SHOWN: Final = 3


def digit(
    profile: Ref,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The JSON file that is written.")
    ],
    tenant: Annotated[
        str, typer.Option("--tenant", metavar="ID", help="Whose it is, where no file said so.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    as_json: Json = False,
) -> None:
    """Write a profile's flows as BusinessServices of DIGIT, and say what they cannot say."""
    import orjson

    from xiangyue.exchange.digit.exporting import export_profile
    from xiangyue.exchange.files.wholefile import whole
    from xiangyue.profile import BrokenProfile

    if os.path.lexists(output) and not force:
        raise Misuse("paper-there", file=str(output))
    loaded = look_up(profile)
    if loaded.profile is None:
        raise BrokenProfile(profile, loaded.findings)
    made = export_profile(loaded.profile, tenant)
    try:
        with whole(output) as file:
            file.write(orjson.dumps(made.document, option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as error:
        raise Misuse("digit-no-file", place=Place(str(output)), reason=why(error)) from error
    services: Any = made.document["BusinessServices"]
    left_out = [
        {"at": one.at, "message": say(one.code, language(), one.values)} for one in made.left_out
    ]
    document = {
        "file": str(output),
        "services": len(services),
        "states": sum(len(one["states"]) for one in services),
        "actions": sum(len(s["actions"] or ()) for one in services for s in one["states"]),
        "left_out": left_out,
    }

    def lines() -> Iterator[Line]:
        places: dict[str, list[str]] = {}
        for one in left_out:
            places.setdefault(one["message"], []).append(one["at"])
        for message, found in places.items():
            yield [(message, "")]
            yield [(f"  {', '.join(found[:_SHOWN])}", "bold")]
            if len(found) > _SHOWN:
                yield f"  {words('import-more', count=len(found) - _SHOWN)}"
        yield words("digit-written", **document)

    emit(as_json, document, lines)
