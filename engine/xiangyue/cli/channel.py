"""``xiangyue channel``: what carries messages here, and whether it is set up rightly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli.options import FOUND, Json, ask_help
from xiangyue.cli.output import Line, Table, emit, joined, language, listed, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.channel import Outgoing
    from xiangyue.profile import Finding

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="List, check and try the channels that reach people."
)(ask_help)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The installation's channels.yaml.")]


@app.command("list", epilog="Example: xiangyue channel list --json")
def list_(as_json: Json = False) -> None:
    """List the installed channels, and the kinds that each serves."""
    from xiangyue.plugs import channels
    from xiangyue.text import Text

    document: list[dict[str, Any]] = [
        {
            "channel": one.name,
            "title": dict(one.title),
            "kinds": list(one.kinds),
            "confirms": one.confirms,
        }
        for one in channels().values()
    ]

    def lines() -> Iterator[Line]:
        yield Table(
            (words("cli-channel"), words("cli-channel-title"), words("cli-channel-kinds")),
            [
                (
                    row["channel"],
                    Text(row["title"]).of(language()),
                    listed(words(f"channel-kind-{kind}") for kind in row["kinds"]),
                )
                for row in document
            ],
        )

    emit(as_json, {"channels": document}, lines)


@app.command(epilog="Example: xiangyue channel check channels.yaml")
def check(file: File, as_json: Json = False) -> None:
    """Check the file that says which channel carries what."""
    from xiangyue.plugs import channels
    from xiangyue.reach.switchboard import read_routes

    routes, findings = read_routes(file, channels())
    document = {
        "routes": {name: route.channel.name for name, route in routes.items()},
        "findings": [_document(finding) for finding in findings],
    }

    def lines() -> Iterator[Line]:
        lang = language()
        for one in findings:
            yield f"{one.place}: {one.code}: {joined(one.text(lang), one.mend(lang))}"
        yield words("cli-channel-total", routes=len(routes), wrong=len(findings))

    emit(as_json, document, lines)
    if findings:
        raise typer.Exit(FOUND)


@app.command(epilog="Example: xiangyue channel test channels.yaml sms 13800001111")
def test(
    file: File,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="A kind, or a channel's name, in the file.")
    ],
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where the test goes.")] = "",
    as_json: Json = False,
) -> None:
    """Send one test message, in the language of this command."""
    from xiangyue.channel import CHANNEL_KINDS
    from xiangyue.plugs import channels
    from xiangyue.reach.switchboard import open_switchboard

    board = open_switchboard(file, channels())
    route = board.routes.get(kind)
    if route is None:
        raise Misuse("cli-channel-none", name=kind, known=", ".join(board.routes) or "-")
    as_kind = kind if kind in CHANNEL_KINDS else route.channel.kinds[0]
    receipt = board.send(_trial(kind, as_kind, address))
    document = {"state": receipt.state, "where": receipt.where}
    code = f"cli-channel-{receipt.state}"
    emit(as_json, document, lambda: [joined(words(code), receipt.where)])


def _trial(channel: str, kind: Any, address: str) -> Outgoing:
    import time
    from uuid import uuid4

    from xiangyue.channel import Outgoing
    from xiangyue.time.clock import from_micros

    at, text = time.time_ns() // 1000, words("cli-channel-trial")
    return Outgoing(
        event={
            "specversion": "1.0",
            "id": f"test/{uuid4()}",
            "source": "/test",
            "type": "xiangyue.test",
            "time": from_micros(at).isoformat(),
            "data": {"language": language(), "subject": text, "text": text},
        },
        recipient=None,
        address=address,
        name="",
        language=language(),
        subject=text,
        text=text,
        kind=kind,
        channel=channel,
        community="test",
        task="test",
        at=at,
    )


def _document(finding: Finding) -> dict[str, Any]:
    lang = language()
    return {
        "code": finding.code,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "address": finding.address,
        "text": finding.text(lang),
        "mend": finding.mend(lang),
    }
