"""``xiangyue change``: rules are drafted, checked, approved by another person, and put back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli.burden import Since, Until
from xiangyue.cli.change_lines import lines, listed, revisions
from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import Line, emit, language, progress, words
from xiangyue.errors import BadInput

if TYPE_CHECKING:
    from xiangyue import Decision, Engine

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Change the rules by a draft that another person approves."
)(ask_help)

Community = Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")]
Task = Annotated[str, typer.Argument(metavar="TASK", help="The draft's task, as xinqi/_17.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for all to read.")]
Scenarios = Annotated[
    str | None,
    typer.Option(
        "--scenarios", metavar="PROFILE", help="Where its scenarios are, if in no installed pack."
    ),
]
Most = Annotated[int, typer.Option("--most", metavar="N", help="How many, the newest first.")]


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue change draft xinqi --set appeal_window=10 --by li --reason 'Holidays'\n"
    "  xiangyue change draft xinqi --cell base_value.1.points=3 --by li --reason 'Too low'\n"
    "  xiangyue change draft xinqi --stance yearly_review=warn --by li --reason 'One year on'\n"
    "  xiangyue change draft xinqi --profile our-village --by li --reason 'As voted'"
)
def draft(
    community: Community,
    by: By,
    reason: Reason,
    params: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PARAM=VALUE", help="A param's value; may be repeated."),
    ] = None,
    own: Annotated[
        list[str] | None,
        typer.Option("--unset", metavar="PARAM", help="Back to the profile's own value."),
    ] = None,
    cells: Annotated[
        list[str] | None,
        typer.Option(
            "--cell", metavar="TABLE.ROW.COLUMN=VALUE", help="A cell, rows counted from 1."
        ),
    ] = None,
    stances: Annotated[
        list[str] | None,
        typer.Option(
            "--stance", metavar="LIMIT=STANCE", help="How a limit holds: audit, warn or enforce."
        ),
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="PROFILE", help="Another profile.")
    ] = None,
    meant: Annotated[
        list[str] | None,
        typer.Option("--meant", metavar="SCENARIO", help="It is meant to come out otherwise."),
    ] = None,
    revision: Annotated[
        int | None,
        typer.Option("--revision", metavar="N", help="The revision you have looked at."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the change is called.")] = None,
    scenarios: Scenarios = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Draft a change of the rules in force and have it checked."""
    from xiangyue import Engine
    from xiangyue.cli.lookup import look_up
    from xiangyue.study import check_draft

    loaded = look_up(profile) if profile is not None else None
    with Engine(existing(db)) as engine:
        made = engine.draft(
            community,
            by=acting(engine, by),
            reason=reason,
            params={**dict(map(param_of, params or ())), **dict.fromkeys(own or ())},
            tables=_tables(cells or ()),
            profile=loaded,
            stances=dict(map(_stance, stances or ())),
            meant=meant or (),
            revision=revision,
            title=title,
        )
        if made:
            beside = loaded.folder if loaded else None
            check_draft(engine, made, folder=_folder(scenarios) or beside)
        _tell(engine, made, as_json)


@app.command("list", epilog="Example: xiangyue change list xinqi --db sqlite:///village.db")
def list_(
    community: Community, most: Most = 20, db: Db = DEFAULT_DB, as_json: Json = False
) -> None:
    """List the drafts of a community, open and ended ones."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.drafts(community, limit=most)
    document = [one.as_dict(language()) for one in found]
    emit(as_json, document, lambda: listed(found))


@app.command(epilog="Example: xiangyue change show xinqi/_17")
def show(task: Task, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Show what a draft changes, who wants it and why, and what was found of it."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.draft_of(task)
    emit(as_json, found.as_dict(language()), lambda: lines(found))


@app.command(epilog="Example: xiangyue change check xinqi/_17")
def check(
    task: Task, scenarios: Scenarios = None, db: Db = DEFAULT_DB, as_json: Json = False
) -> None:
    """Have a draft checked anew, by the linter and the scenarios."""
    from xiangyue import Engine
    from xiangyue.study import check_draft

    with Engine(existing(db)) as engine:
        _tell(engine, check_draft(engine, task, folder=_folder(scenarios)), as_json)


@app.command(epilog="Example: xiangyue change foresee xinqi/_17 --since 2026-01-01")
def foresee(
    task: Task,
    since: Since = None,
    until: Until = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Judge past work by a draft, and note its totals with it; a year's if left out."""
    from xiangyue import Engine
    from xiangyue.study import foresee_draft
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    with (
        Engine(existing(db)) as engine,
        progress(as_json, words("whatif-progress")) as bar,
    ):
        done = foresee_draft(engine, task, since=first, until=last, progress=bar)
        _tell(engine, done, as_json)


@app.command(epilog="Example: xiangyue change approve xinqi/_17 --by chen")
def approve(task: Task, by: By, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Put a draft in force that somebody else has made."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        action = engine.draft_of(task).path.approve
        _tell(engine, engine.act(task, action, by=acting(engine, by)), as_json)


@app.command("roll-back", epilog="Example: xiangyue change roll-back xinqi --by li --reason Wrong")
def roll_back(
    community: Community, by: By, reason: Reason, db: Db = DEFAULT_DB, as_json: Json = False
) -> None:
    """Put the rules in force again that were so before the newest approved change."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        done = engine.roll_back(community, by=acting(engine, by), reason=reason)
        _tell(engine, done, as_json)


@app.command(epilog="Example: xiangyue change history xinqi --most 5")
def history(
    community: Community, most: Most = 20, db: Db = DEFAULT_DB, as_json: Json = False
) -> None:
    """List by which rules a community was governed, since when, by whom and why."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.revisions(community, limit=most)
    emit(as_json, [one.as_dict(language()) for one in found], lambda: revisions(found))


def _folder(ref: str | None) -> Path | None:
    from xiangyue.cli.lookup import look_up

    return look_up(ref).folder if ref is not None else None


def param_of(text: str) -> tuple[str, Any]:
    """Return a param and its value, as ``NAME=VALUE`` says it; raises BadInput for other text."""
    name, equals, value = text.partition("=")
    if not equals:
        raise BadInput("change-set", given=text)
    return name, _value(value)


def _stance(text: str) -> tuple[str, str]:
    name, equals, stance = text.partition("=")
    if not equals:
        raise BadInput("change-stance-form", given=text)
    return name, stance


def _tables(cells: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for text in cells:
        at, equals, value = text.partition("=")
        table, dot, cell = at.partition(".")
        if not (equals and dot):
            raise BadInput("change-cell-form", given=text)
        found.setdefault(table, {})[cell] = _value(value)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _tell(engine: Engine, decision: Decision, as_json: bool) -> None:
    """Say what became of it; leaves with 1 where it is refused or something stands in the way."""
    done = bool(decision)
    found = engine.draft_of(decision) if done else None
    document = {
        "outcome": decision.outcome,
        "reasons": [reason.code for reason in decision.reasons],
        "why": decision.why(language()),
        "draft": found.as_dict(language()) if found else None,
    }

    def told() -> Iterator[Line]:
        if found is None:
            yield words(f"change-{decision.outcome}")
            yield from decision.why(language()).splitlines()
        else:
            yield from lines(found)

    emit(as_json, document, told)
    waits = found is not None and found.task.ended_at is None and not found.in_force
    if found is None or (waits and not found.ok):
        raise typer.Exit(FOUND)
