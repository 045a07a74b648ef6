"""``xiangyue cap record``: a person records the activation that came of an alert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, existing
from xiangyue.cli.output import Line, emit, language, words
from xiangyue.cli.receive import values_given

if TYPE_CHECKING:
    from xiangyue.values import Decision

RECORD_EXAMPLES: Final = """\b
Examples:
  xiangyue cap record xinqi/cap-0d3f… --by zhiban --with authority="Flood headquarters" \\
    --with document_number="No. 7" --with activated_level=II
"""


def record(
    task: Annotated[str, typer.Argument(metavar="TASK", help="The alert's task.")],
    by: By,
    given: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FIELD=VALUE", help="What the document says; repeatable."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Record the activation that the authority has ordered, filled in from the alert."""
    from xiangyue import Engine
    from xiangyue.exchange.cap.recording import activation_of, record_activation

    with Engine(existing(db)) as engine:
        flow, filled = activation_of(engine, task)
        data = values_given(given or (), engine.rules_of(task))
        decision = record_activation(engine, task, by=by, data=data)
    document: Mapping[str, Any] = {
        "task": decision.ref if decision else None,
        "alert": task,
        "flow": flow,
        "filled_in": sorted(filled.keys() - data.keys()),
        "outcome": decision.outcome,
        "reasons": [reason.code for reason in decision.reasons],
        "why": decision.why(language()),
    }
    emit(as_json, document, lambda: _lines(decision, document["filled_in"]))
    if not decision:
        raise typer.Exit(FOUND)


def _lines(decision: Decision, filled: list[str]) -> Iterator[Line]:
    if decision:
        yield words("cli-cap-recorded", task=decision.ref, fields=", ".join(filled) or "–")
    else:
        yield words("cli-cap-not-recorded", outcome=decision.outcome)
    yield from decision.said(language()).splitlines()
