"""``xiangyue change migrate``: open tasks go on under the release in force, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, acting, existing
from xiangyue.cli.output import Line, Table, emit, joined, language, progress, words

if TYPE_CHECKING:
    from xiangyue.work.migration import Migration
    from xiangyue.work.migration_plan import MigrationPlan

EXAMPLES = (
    "\b\nExamples:\n"
    "  xiangyue change migrate xinqi --by li --reason 'New rules' --dry-run\n"
    "  xiangyue change migrate xinqi --by li --reason 'New rules' --plan plan.yaml\n"
    "  xiangyue change migrate xinqi --by li --reason 'It was better' --back\n\n"
    "In plan.yaml, {flows: {FLOW: {STATE: STATE NOW}}}; with {overdue: keep}, tasks keep a "
    "deadline that would be over. What cannot go on stays, and the exit code is 1. Broken off, "
    "the same command goes on."
)
_SHORT = 12


def migrate(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for all to read.")],
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", metavar="FILE", help="YAML or JSON: what states are called now, by flow."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell which tasks would stay, and why.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Put the tasks of the newest migration back.")
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Let open tasks of older releases go on under the one in force, or back."""
    from xiangyue import Engine
    from xiangyue.work.migration_plan import read_plan

    states, overdue = read_plan(plan) if plan is not None else ({}, "leave")
    with Engine(existing(db)) as engine:
        by = acting(engine, by)
        planned = None if back else engine.migration_plan(community, states, overdue=overdue)
        with progress(as_json, words("migrate-progress")) as bar:
            if back:
                done = engine.migrate_back(
                    community, by=by, reason=reason, dry_run=dry_run, progress=bar
                )
            else:
                done = engine.migrate(
                    community,
                    by=by,
                    reason=reason,
                    mapping=states,
                    overdue=overdue,
                    dry_run=dry_run,
                    progress=bar,
                )
    document = {
        **({"plan": planned.as_dict(language())} if planned else {}),
        **done.as_dict(language()),
    }
    emit(as_json, document, lambda: _lines(planned, done))
    if done.left:
        raise typer.Exit(FOUND)


def _lines(plan: MigrationPlan | None, done: Migration) -> Iterator[Line]:
    if plan is not None and not plan.stands:
        yield words("migrate-nothing")
        return
    if plan is not None:
        yield words(
            "migrate-to", tasks=plan.tasks, profile=plan.profile, release=plan.release[:_SHORT]
        )
        yield _stands(plan)
    if done.left:
        yield _left(done)
    how = "would" if done.dry_run else "done"
    code = f"migrate-{how}" if plan is not None else f"migrate-{how}-back"
    yield words(code, done=done.done, left=len(done.left), deadlines=done.deadlines)


def _stands(plan: MigrationPlan) -> Table:
    heads = [words(f"migrate-head-{name}") for name in ("flow", "state", "to", "tasks")]
    lang, nowhere = language(), words("migrate-nowhere")
    rows = [
        (
            one.flow_title.of(lang),
            one.title.of(lang),
            one.to_title.of(lang) if one.to_title else nowhere,
            one.tasks,
        )
        for one in plan.stands
    ]
    return Table(heads, rows, frozenset({3}))


def _left(done: Migration) -> Table:
    heads = [words(f"migrate-head-{name}") for name in ("task", "why")]
    lang = language()
    rows = [
        (one.task.ref if n == 0 else "", joined(reason.text(lang), reason.mend(lang)))
        for one in done.left
        for n, reason in enumerate(one.reasons)
    ]
    return Table(heads, rows)
