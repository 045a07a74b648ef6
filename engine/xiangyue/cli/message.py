"""``xiangyue message``: what is queued, sent, given up, or waits for a person to confirm it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import emit, words

app = typer.Typer(rich_markup_mode=None)
app.callback(invoke_without_command=True, help="Show what becomes of messages, and confirm them.")(
    ask_help
)

Community = Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The message's number, as the list writes it.")
]


class State(StrEnum):
    """What can have become of a message."""

    WAITING = "waiting"
    SENT = "sent"
    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"
    DEAD = "dead"


@app.command(
    "list",
    epilog="\b\nExamples:\n  xiangyue message list xinqi\n"
    "  xiangyue message list xinqi --state awaited",
)
def list_(
    community: Community,
    state: Annotated[
        State | None,
        typer.Option(help="Only those; awaited are those that a person is to tell and confirm."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", help="How many at most, up to 1000.")] = 100,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """List the messages of a community, the newest first."""
    from xiangyue import Engine
    from xiangyue.cli.dispatches import document_of, list_lines

    with Engine(existing(db)) as engine:
        found = engine.messages(community, state=state.value if state else None, limit=limit)
        profile = engine.profile(community)
    emit(as_json, [document_of(one) for one in found], lambda: list_lines(found, profile))


@app.command(epilog="Example: xiangyue message show xinqi 17.0")
def show(community: Community, number: Number, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Show one message: what it says, and what became of it for each."""
    from xiangyue import Engine
    from xiangyue.cli.dispatches import document_of, number_of, show_lines, texts_of

    key = community, *number_of(number)
    with Engine(existing(db)) as engine:
        one, letters = engine.message(*key), engine.wording(*key)
        profile = engine.profile(community)
    document = {**document_of(one), "texts": texts_of(letters)}
    emit(as_json, document, lambda: show_lines(one, letters, profile))


@app.command(
    epilog="\b\nExamples:\n  xiangyue message confirm xinqi 17.0 --by li\n"
    "  xiangyue message confirm xinqi 17.1 --by wang --member zhao"
)
def confirm(
    community: Community,
    number: Number,
    by: Annotated[str, typer.Option("--by", metavar="MEMBER", help="Who says so.")],
    member: Annotated[
        str | None,
        typer.Option("--member", metavar="MEMBER", help="Only this one of all whom it went to."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Confirm that a message was heard or read: over the loudspeaker, at the door, or in person."""
    from xiangyue import Engine
    from xiangyue.cli.dispatches import document_of, number_of

    key = community, *number_of(number)
    with Engine(existing(db)) as engine:
        engine.confirm(*key, by=acting(engine, by), member=member)
        document = document_of(engine.message(*key))
    emit(as_json, document, lambda: [words("dispatch-confirmed", number=number)])
