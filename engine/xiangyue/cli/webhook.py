"""``xiangyue webhook``: other systems that are told what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli.options import DEFAULT_DB, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.errors import BadInput
from xiangyue.spelling import shown

if TYPE_CHECKING:
    from xiangyue.work.subscribing import Subscriber, Subscription

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Tell other systems what happens, by signed webhooks."
)(ask_help)

Id = Annotated[str, typer.Argument(metavar="ID", help="The webhook's id.")]


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue webhook add county https://example.org/hooks --by li\n"
    "  xiangyue webhook add county https://example.org/hooks --by li --type task.refused"
)
def add(
    id: Id,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where events are posted to.")],
    by: By,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type.")
    ] = None,
    communities: Annotated[
        list[str] | None,
        typer.Option("--community", metavar="COMMUNITY", help="Only of this community."),
    ] = None,
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="N", help="Begin after this entry; 0 for everything."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Post events to a URL from now on, and print the secret that signs them, this once."""
    from xiangyue import Engine

    _check_public(url)
    with Engine(existing(db)) as engine:
        acting(engine, by)
        secret = engine.subscribe(id, url, by=by, types=types, communities=communities, after=after)
    document = {"id": id, "url": url, "secret": secret}
    lines = [words("webhook-added", id=id, url=url), words("webhook-secret-once", secret=secret)]
    emit(as_json, document, lambda: lines)


def _check_public(url: str) -> None:
    """Refuse what workers never call; what a name leads to shows only when it is called."""
    from urllib.parse import urlsplit

    from xiangyue.sending.address import is_public
    from xiangyue.work.subscribing import check_url

    host = urlsplit(check_url(url)).hostname or ""
    try:
        public = host != "localhost" and is_public(host)
    except ValueError:
        return
    if not public:
        raise BadInput("webhook-not-public", url=shown(url))


@app.command("list", epilog="Example: xiangyue webhook list --db sqlite:///village.db")
def list_(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List the webhooks, and how far each is in every community."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.subscriptions()
    emit(as_json, [_document(one) for one in found], lambda: _lines(found))


@app.command(
    epilog="\b\nExamples:\n  xiangyue webhook rotate county --by li\n"
    "  xiangyue webhook rotate county --by li --hours 0"
)
def rotate(
    id: Id,
    by: By,
    hours: Annotated[
        float, typer.Option(metavar="HOURS", help="So long the old secret signs too; up to 720.")
    ] = 24.0,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Sign with a new secret, and print it, this once; for a while the old one signs too."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        secret = engine.rotate_secret(id, by=acting(engine, by), hours=hours)
    document = {"id": id, "secret": secret, "hours": hours}
    lines = [words("webhook-rotated", **document), words("webhook-secret-once", secret=secret)]
    emit(as_json, document, lambda: lines)


@app.command(epilog="Example: xiangyue webhook remove county --by li")
def remove(id: Id, by: By, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """End a webhook and destroy its secret."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        engine.unsubscribe(id, by=acting(engine, by))
    emit(as_json, {"id": id}, lambda: [words("webhook-removed", id=id)])


@app.command(epilog="Example: xiangyue webhook replay county xinqi --after 120")
def replay(
    id: Id,
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    after: Annotated[
        int, typer.Option("--after", metavar="N", help="The entry to begin after; 0 for all.")
    ],
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Send once more what came after an entry of a community."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        engine.replay(id, community, after=after)
    document = {"id": id, "community": community, "after": after}
    emit(as_json, document, lambda: [words("webhook-replayed", **document)])


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue webhook redrive county\n"
    "  xiangyue webhook redrive county --community xinqi --skip"
)
def redrive(
    id: Id,
    community: Annotated[
        str | None, typer.Option("--community", metavar="COMMUNITY", help="Only this community.")
    ] = None,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave out the event that it hangs at, for good.")
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Try a webhook again where it is suspended."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        count = engine.redrive(id, community=community, skip=skip)
    document = {"id": id, "communities": count}
    emit(as_json, document, lambda: [words("webhook-redriven", count=count)])


def _document(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "types": one.types,
        "communities": one.communities,
        "subscribers": [_told(place) for place in one.subscribers],
    }


def _told(place: Subscriber) -> dict[str, Any]:
    from xiangyue.work.feed import moment

    return {
        "community": place.community,
        "seq": place.seq,
        "behind": place.behind,
        "state": place.state,
        "attempts": place.attempts,
        "due": moment(place.due) if place.due else None,
        "error": _said(place.error) or None,
    }


def _lines(found: tuple[Subscription, ...]) -> Iterator[Line]:
    if not found:
        yield words("webhook-none")
        return
    names = ("id", "community", "seq", "behind", "state", "error")
    rows = [
        (
            one.id,
            place.community,
            place.seq,
            place.behind,
            words(f"webhook-state-{place.state}"),
            _said(place.error),
        )
        for one in found
        for place in one.subscribers
    ]
    for one in found:
        yield f"{one.id}  {one.url}"
    yield Table([words(f"webhook-head-{name}") for name in names], rows, frozenset({2, 3}))


def _said(error: str | None) -> str:
    """Say what went wrong when it was last tried."""
    code, _, detail = (error or "").partition(" ")
    return words(code, detail=detail) if code else ""
