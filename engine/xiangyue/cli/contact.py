"""``xiangyue contact``: how members are reached, what they prefer first, in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.errors import BadInput
from xiangyue.spelling import shown

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Note how members are reached, what they prefer first."
)(ask_help)

_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,30}[0-9]", re.ASCII)
_FORMS: Final = {
    "sms": _NUMBER,
    "voice": _NUMBER,
    "phone": _NUMBER,
    "mail": re.compile(r"[^@\s]+@[^@\s]+"),
}

Member = Annotated[str, typer.Argument(metavar="MEMBER", help="The member's id.")]
Kind = Annotated[
    str, typer.Argument(metavar="KIND", help="The kind of channel, such as sms, voice or mail.")
]


@app.command("list", epilog="Example: xiangyue contact list wang")
def list_(member: Member, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List how a member is reached, what is tried first at the top, and in which language."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found, language = engine.reach(member), engine.language_of(member)

    def lines() -> Iterator[Line]:
        noted = "contact-language" if language else "contact-no-language"
        yield words(noted, member=member, language=language)
        if not found:
            yield words("contact-nothing", member=member)
            return
        rows = [(c.rank, c.kind, c.address or words("contact-destroyed")) for c in found]
        names = ("rank", "kind", "address")
        yield Table([words(f"contact-head-{name}") for name in names], rows, frozenset({0}))

    document = [{"kind": c.kind, "rank": c.rank, "address": c.address} for c in found]
    emit(as_json, {"member": member, "language": language, "contacts": document}, lines)


@app.command(
    "set",
    epilog="\b\nExamples:\n  xiangyue contact set wang sms 13800001111 --by li\n"
    "  xiangyue contact set wang mail wang@example.org --rank 2 --by wang",
)
def set_(
    member: Member,
    kind: Kind,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The number or address.")],
    by: By,
    rank: Annotated[
        int, typer.Option(metavar="N", help="The order of preference: 1 is tried first.")
    ] = 1,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Note how a member is reached; the address it replaces is destroyed."""
    from xiangyue import Engine

    if kind in _FORMS and not _FORMS[kind].fullmatch(address.strip()):
        raise BadInput(f"contact-no-{'mail' if kind == 'mail' else 'number'}", given=shown(address))
    with Engine(existing(db)) as engine:
        engine.contact(member, kind, address, rank, by=acting(engine, by))
    document = {"member": member, "kind": kind, "rank": rank}
    emit(as_json, document, lambda: [words("contact-set", **document)])


@app.command(epilog="Example: xiangyue contact remove wang sms --by wang")
def remove(member: Member, kind: Kind, by: By, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Reach a member by one kind of channel no more, and destroy the address."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        engine.contact(member, kind, None, by=acting(engine, by))
    document = {"member": member, "kind": kind}
    emit(as_json, document, lambda: [words("contact-removed", **document)])


@app.command(epilog="Example: xiangyue contact language wang zh --by wang")
def language(
    member: Member,
    tag: Annotated[
        str, typer.Argument(metavar="LANG", help="The language, such as zh, en or bo-CN.")
    ],
    by: By,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Note the language in which a member is spoken to."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        engine.language(member, tag, by=acting(engine, by))
    document = {"member": member, "language": tag}
    emit(as_json, document, lambda: [words("contact-language", **document)])
