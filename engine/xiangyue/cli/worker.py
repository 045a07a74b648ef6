"""``xiangyue worker``: does what falls due, and says what waits."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, Log, LogFormat, existing
from xiangyue.cli.output import Line, emit, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue import Engine

app = typer.Typer(rich_markup_mode=None)


@app.callback(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  xiangyue worker --db sqlite:///village.db\n  xiangyue worker --once",
)
def work(
    context: typer.Context,
    db: Db = DEFAULT_DB,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it is called; one name, one worker.")
    ] = None,
    poll: Annotated[
        float, typer.Option(metavar="SECONDS", help="How long it rests when nothing is due.")
    ] = 1.0,
    channels: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The channels by which people are reached."),
    ] = None,
    console: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the console is: messages get a link to it."),
    ] = None,
    jobs: Annotated[
        bool, typer.Option("--jobs", help="Be woken when there is something to send (PostgreSQL).")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Webhooks may go to private addresses.")
    ] = False,
    metrics: Annotated[
        str | None,
        typer.Option(metavar="[HOST:]PORT", help="Serve metrics for Prometheus here."),
    ] = None,
    log: Log = "warning",
    log_format: LogFormat = "text",
    as_json: Json = False,
) -> None:
    """Fire what is due, send what waits and tell subscribers, until it is told to stop."""
    if context.invoked_subcommand is not None:
        return
    from xiangyue import Engine, Worker
    from xiangyue.sending.settings import WebhookSettings
    from xiangyue.watch.lines import logged
    from xiangyue.watch.serving import served
    from xiangyue.worker import Channels, Counts, JobSettings

    stop = threading.Event()
    context.with_resource(logged(log, log_format))
    with Engine(existing(db)) as engine:
        if metrics:
            context.with_resource(served(engine.metrics(), metrics))
        carrier = Channels.of(engine, channels, console=console) if channels else None
        webhooks = WebhookSettings(allow_private=allow_private)
        worker = Worker(
            engine,
            carrier=carrier,
            webhooks=webhooks,
            jobs=JobSettings() if jobs else None,
            name=name,
            poll=poll,
        )
        total = Counts()
        if once:
            while done := worker.run_once():
                total += done
        else:
            before = {s: signal.signal(s, lambda *_: stop.set()) for s in _SIGNALS}
            try:
                total = worker.run(stop)
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)
    document = {"name": worker.name, **asdict(total)}
    emit(as_json, document, lambda: [words("worker-done", **document)])


_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@app.command(epilog="Example: xiangyue worker status --json")
def status(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Say what is due, what is stuck, what waits to be sent, and who works on it."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = asdict(engine.backlog())

    def lines() -> Iterator[Line]:
        yield words("worker-due", **found)
        if found["overdue"]:
            yield words("worker-stuck", **found)
        if found["given_up"]:
            yield words("worker-given-up", **found)
        for state, count in found["outbox"].items():
            yield words("worker-outbox", state=words(f"dispatch-is-{state}"), count=count)
        for holder, count in found["leases"].items():
            yield words("worker-lease", holder=holder, count=count)

    emit(as_json, found, lines)


@app.command(epilog="Example: xiangyue worker dead --json")
def dead(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List what could not be sent or fired and was given up."""
    from xiangyue import Engine
    from xiangyue.cli.dispatches import why

    with Engine(existing(db)) as engine:
        letters, timers = engine.dead_letters(), engine.dead_timers()
    found: list[dict[str, Any]] = [*map(asdict, letters), *map(asdict, timers)]
    for one in found:
        one["why"] = why(one["error"])
    none = [words("worker-no-dead")]
    emit(as_json, found, lambda: [_dead(one) for one in found] or none)


def _dead(one: dict[str, Any]) -> str:
    from xiangyue.cli.dispatches import whom
    from xiangyue.work.feed import moment

    if "due" in one:
        return words(f"worker-dead-{one['kind']}", **{**one, "due": moment(one["due"])})
    kind = words(f"worker-kind-{one['kind']}")
    return words(
        "worker-dead", **{**one, "kind": kind, "recipient": whom(one["recipient"], one["kind"])}
    )


@app.command(
    epilog="\b\nExamples:\n  xiangyue worker redrive --all\n"
    "  xiangyue worker redrive --community xinqi 17.0\n"
    "  xiangyue worker redrive --community xinqi d1 flow"
)
def redrive(
    which: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SEQ.N | SEQ | TASK TIMER",
            help="The message, waiting command or timer, as 'dead' lists it.",
        ),
    ] = None,
    db: Db = DEFAULT_DB,
    community: Annotated[
        str | None, typer.Option(metavar="COMMUNITY", help="Only what is this community's.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything that was given up.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Try what was given up once more."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        count = _redrive(engine, community, which or [], everything)
    emit(as_json, {"redriven": count}, lambda: [words("worker-redriven", count=count)])


def _redrive(engine: Engine, community: str | None, which: list[str], everything: bool) -> int:
    from xiangyue.cli.dispatches import is_number, number_of

    if everything == bool(which):
        raise Misuse("redrive-which")
    match which:
        case []:
            again = (
                engine.redrive_letters,
                engine.redrive_timers,
                engine.redrive_commands,
                engine.redrive_errands,
            )
            return sum(redrive(community) for redrive in again)
        case [task, timer]:
            return engine.redrive_timers(community, task, timer)
        case [number] if is_number(number):
            return engine.redrive_commands(community, int(number))
        case [number] if "." in number:
            return _redrive_numbered(engine, community, *number_of(number))
        case _:
            raise Misuse("redrive-which")


def _redrive_numbered(engine: Engine, community: str | None, seq: int, n: int) -> int:
    """Try a message, or an errand, of this number once more."""
    dead = engine.dead_timers(community)
    if any((one.seq, one.n) == (seq, n) for one in dead):
        return engine.redrive_errands(community, seq, n)
    return engine.redrive_letters(community, seq, n)
