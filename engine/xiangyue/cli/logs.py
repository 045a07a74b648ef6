"""``xiangyue discover`` and ``replay``: from an event log to a profile, and back through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.lookup import sound
from xiangyue.cli.options import DEFAULT_DB, FOUND, Db, Json
from xiangyue.cli.output import Line, Table, emit, progress, words

if TYPE_CHECKING:
    from xiangyue.exchange.logs.eventlog import EventLog, LogOptions
    from xiangyue.exchange.logs.replay import ReplayReport

DISCOVER_EXAMPLES: Final = """\b
Examples:
  xiangyue discover receipt.xes.gz --output receipt
  xiangyue discover cases.csv --output cases --min-share 0.05 --time-format "%d.%m.%Y %H:%M"
"""
REPLAY_EXAMPLES: Final = """\b
Examples:
  xiangyue replay receipt.xes.gz --profile receipt --db sqlite:///receipt.db
  xiangyue replay receipt.xes.gz --profile receipt --json
  xiangyue replay xinqi.xes.gz --profile resource-scarce-rural --states
"""

Log = Annotated[Path, typer.Argument(metavar="LOG", help="An event log: XES, XES.gz or CSV.")]


def _named(what: str) -> Any:
    return typer.Option(metavar="NAME", help=f"{what}; found by its usual names if left out.")


Case = Annotated[str, _named("What names the case")]
Activity = Annotated[str, _named("What names the activity")]
Time = Annotated[str, _named("What says when")]
Resource = Annotated[str, _named("What says who did it")]
Group = Annotated[str, _named("What says which group did it")]
Deadline = Annotated[str, _named("What says when a case is due")]
End = Annotated[str, _named("What says when a case ended")]
TimeFormat = Annotated[
    str, typer.Option(metavar="PATTERN", help="How times are written, such as '%d.%m.%Y %H:%M'.")
]
Timezone = Annotated[
    str, typer.Option(metavar="ZONE", help="The zone of times that name none: Asia/Shanghai.")
]
Encoding = Annotated[
    str, typer.Option(metavar="NAME", help="How a CSV file is encoded; tried out if left out.")
]


def discover(
    log: Log,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the profile.")
    ],
    name: Annotated[
        str, typer.Option(help="What the profile is called; as its folder if left out.")
    ] = "",
    min_share: Annotated[
        float, typer.Option(metavar="0..1", help="Leave out paths that fewer cases take.")
    ] = 0.0,
    case: Case = "",
    activity: Activity = "",
    time: Time = "",
    resource: Resource = "",
    group: Group = "",
    deadline: Deadline = "",
    end: End = "",
    time_format: TimeFormat = "",
    timezone: Timezone = "UTC",
    encoding: Encoding = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a profile that is there already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Draft a profile from an event log."""
    from xiangyue.exchange.logs.discover import discover as draft
    from xiangyue.exchange.logs.discover import write_profile
    from xiangyue.exchange.logs.eventlog import LogOptions

    options = LogOptions(
        case, activity, time, resource, group, deadline, end, timezone, time_format, encoding
    )
    events = read(log, options, as_json)
    text = draft(events, name or output.absolute().name, min_share)
    file = write_profile(output, text, force)
    (flow,) = sound(str(output)).flows.values()
    document = {
        "file": str(file),
        "cases": len(events.cases),
        "empty_cases": events.empty_cases,
        "events": events.event_count,
        "activities": len(events.activities),
        "variants": len(events.variants),
        "states": len(flow.states),
        "actions": len(flow.actions),
        "deadline": events.deadline_attribute,
        "end": events.end_attribute,
    }

    def lines() -> Iterator[Line]:
        yield words("cli-discover-read", **document)
        if events.empty_cases:
            yield words("cli-discover-empty", **document)
        yield words("cli-discover-written", **document)
        yield words("cli-discover-next", log=log, folder=output)

    emit(as_json, document, lines)


def replay(
    log: Log,
    profile: Annotated[
        str, typer.Option("--profile", "-p", metavar="PROFILE", help="Its folder, or its name.")
    ],
    flow: Annotated[
        str | None,
        typer.Option(
            help="The flow of the cases; the only one, or the one they name, if left out."
        ),
    ] = None,
    community: Annotated[
        str, typer.Option(help="The community that the store keeps the cases in.")
    ] = "log",
    states: Annotated[
        bool,
        typer.Option(
            "--states", help="Follow states and actions alone: no fields, roles, limits or store."
        ),
    ] = False,
    db: Db = DEFAULT_DB,
    case: Case = "",
    activity: Activity = "",
    time: Time = "",
    resource: Resource = "",
    group: Group = "",
    deadline: Deadline = "",
    end: End = "",
    time_format: TimeFormat = "",
    timezone: Timezone = "UTC",
    encoding: Encoding = "",
    as_json: Json = False,
) -> None:
    """Drive a log through a profile, event by event."""
    from xiangyue import Engine
    from xiangyue.exchange.logs.eventlog import LogOptions
    from xiangyue.exchange.logs.following import follow_log
    from xiangyue.exchange.logs.replay import replay_log

    options = LogOptions(
        case, activity, time, resource, group, deadline, end, timezone, time_format, encoding
    )
    rules = sound(profile)
    events = read(log, options, as_json)
    with progress(as_json, words("cli-replaying")) as bar:
        if states:
            report = follow_log(events, rules, flow=flow, progress=bar)
        else:
            with Engine(db) as engine:
                report = replay_log(
                    engine, events, rules, flow=flow, community=community, progress=bar
                )
    emit(as_json, report.as_dict(), lambda: replay_lines(report))
    if report.refused:
        raise typer.Exit(FOUND)


def read(log: Path, options: LogOptions, as_json: bool) -> EventLog:
    """Read a log under a progress bar."""
    from xiangyue.exchange.logs.readlog import read_log

    with progress(as_json, words("cli-reading")) as bar:
        return read_log(log, options, bar)


def replay_lines(report: ReplayReport) -> Iterator[Line]:
    """Say what became of a log."""
    figures = {
        "mode": words(f"cli-replay-{report.mode}"),
        "cases": f"{report.cases:,}",
        "variants": f"{report.variants:,}",
        "events": f"{report.events:,}",
        "accepted": f"{report.accepted:,}",
        "refused": f"{report.refused:,}",
        "fitness": f"{report.fitness:.4f}",
        "ended": f"{report.ended:,}",
        "late": f"{report.late:,}",
        "seconds": f"{report.seconds:.2f}",
        "speed": f"{report.commands_per_second:,.0f}",
    }
    rows = [(words(f"cli-figure-{name}"), figure) for name, figure in figures.items()]
    yield Table((words("cli-head-figure"), ""), rows, frozenset({1}))
    if report.refusals:
        yield ""
        heads = (words("cli-head-reason"), words("cli-head-refused"))
        yield Table(heads, list(report.refusals.items()), frozenset({1}))
