"""``xiangyue points``: the ledger as a villager checks it, and as it hangs on the notice board."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import emit, words
from xiangyue.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Show, settle and explain what stands in the points ledger."
)(ask_help)

Community = Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")]
Account = Annotated[str, typer.Option("--account", help="Which account; points if left out.")]
Month = Annotated[str | None, typer.Option("--month", metavar="MONTH", help="A month, as 2026-05.")]

_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue points statement xinqi h017 --account household\n"
    "  xiangyue points statement xinqi wang --month 2026-05 --db sqlite:///village.db"
)
def statement(
    community: Community,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Whose account it is.")],
    account: Account = "points",
    month: Month = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Show one month of a member's account, this month's if none is given."""
    from xiangyue import Engine
    from xiangyue.cli.ledger import page_document, page_lines, titles_of

    with Engine(existing(db)) as engine:
        page = engine.statement(community, member, account, month=_month(month))
        profile = engine.profile(community)
        titles = titles_of(engine, profile, page.entries)
    document = page_document(page, profile, titles)
    emit(as_json, document, lambda: page_lines(page, profile, titles))


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue points settle xinqi --account household --month 2026-05\n"
    "  xiangyue points settle xinqi --csv may.csv"
)
def settle(
    community: Community,
    account: Account = "points",
    month: Month = None,
    hidden: Annotated[
        bool, typer.Option("--masked", help="With codes instead of ids, to be hung out.")
    ] = False,
    db: Db = DEFAULT_DB,
    file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the list to a file for a spreadsheet."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List every account of a month that is over, last month's if none is given."""
    from xiangyue import Engine
    from xiangyue.cli.ledger import list_document, list_lines, to_csv

    with Engine(existing(db)) as engine:
        found = engine.settlement(community, account, month=_month(month), hidden=hidden)
        profile = engine.profile(community)
    if file is not None:
        file.write_bytes(to_csv(found))
    emit(
        as_json,
        list_document(found, profile),
        lambda: list_lines(found, profile, file),
    )


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue points slips xinqi --account household --month 2026-05\n"
    "  xiangyue points slips xinqi --csv slips.csv"
)
def slips(
    community: Community,
    account: Account = "points",
    month: Month = None,
    db: Db = DEFAULT_DB,
    file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write them to a file for a spreadsheet."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List what each household is given on paper with the masked list: never to be hung out."""
    from xiangyue import Engine
    from xiangyue.cli.slips import slips_csv, slips_document, slips_lines

    with Engine(existing(db)) as engine:
        found = engine.slips(community, account, month=_month(month))
        profile = engine.profile(community)
    if file is not None:
        file.write_bytes(slips_csv(found))
    emit(as_json, slips_document(found), lambda: slips_lines(found, profile, file))


@app.command(epilog="Example: xiangyue points explain xinqi 17.0 --db sqlite:///village.db")
def explain(
    community: Community,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="An entry's number on the statement, as 17.0.")
    ],
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Say where an entry of the ledger comes from: its rule, what was read, who decided."""
    from xiangyue import Engine
    from xiangyue.cli.explaining import document_of, lines_of

    with Engine(existing(db)) as engine:
        found = engine.explain(community, number)
        profile = engine.profile(community)
    emit(as_json, document_of(found, profile), lambda: lines_of(found, profile))


@app.command(epilog="Example: xiangyue points reset xinqi --account household --by li")
def reset(
    community: Community,
    by: By,
    account: Account = "points",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Bring every account back to its base, once a year, where the profile says so."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        count = engine.reset_points(community, account, by=acting(engine, by))
    document = {"community": community, "account": account, "changed": count}
    emit(as_json, document, lambda: [words("ledger-reset", count=count)])


def _month(text: str | None) -> datetime | None:
    """Return a moment that lies in the month written, wherever on earth; None for none."""
    from xiangyue.time.clock import start_of_day

    if text is None:
        return None
    if not _MONTH.fullmatch(text):
        raise BadInput("ledger-month", value=text)
    return start_of_day(f"{text}-15")
