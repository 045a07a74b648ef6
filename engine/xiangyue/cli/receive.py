"""``xiangyue receive``: take in what somebody brings up, by what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, existing
from xiangyue.cli.output import Line, emit, language, words
from xiangyue.errors import BadInput

if TYPE_CHECKING:
    from xiangyue.profile import Profile
    from xiangyue.values import Decision, Task

EXAMPLES: Final = """\b
Examples:
  xiangyue receive need --community xinqi --by wang --title "A ramp at the door"
  xiangyue receive complaint_matter --community xinqi --by lin --for wang --source helper \\
    --title "The road is blocked"
  xiangyue receive need --community xinqi --by wang --with matter="No light" --key slip-17
  xiangyue receive need --community xinqi --by lin --for public --source counter --receipt \
    --title "No light in the lane"
  xiangyue receive --flow complaint --community xinqi --by public --receipt --title "Too slow" \
    --with complaint_about=fault --with complaint_text="The list takes a minute"
"""


def receive(
    community: Annotated[
        str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
    ],
    by: By,
    category: Annotated[
        str | None,
        typer.Argument(metavar="CATEGORY", help="What it is about, as the profile names it."),
    ] = None,
    flow: Annotated[
        str | None, typer.Option(metavar="FLOW", help="The flow of what has no category.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the matter is called.")] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FIELD=VALUE", help="A field's value; may be repeated."),
    ] = None,
    source: Annotated[
        str, typer.Option(help="digital, paper, phone, counter, helper, sheet or log.")
    ] = "digital",
    behalf: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="MEMBER", help="On whose behalf; public: somebody not registered."
        ),
    ] = None,
    occurred_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was really said, if not now.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="The unit it is about.")] = None,
    note: Annotated[str | None, typer.Option(help="Free text that says why.")] = None,
    key: Annotated[
        str | None, typer.Option(help="With the same key it is taken in once only.")
    ] = None,
    receipt: Annotated[
        bool, typer.Option("--receipt", help="Print a number by which the matter is followed.")
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Take in a need, proposal or complaint: the profile says what it opens and how soon."""
    from typing import cast

    from xiangyue import Engine
    from xiangyue.time.clock import parse_instant
    from xiangyue.values import Source

    if not (title or given or note):
        raise BadInput("cli-receive-what")
    if source == "helper" and not behalf:
        raise BadInput("cli-receive-whom")
    with Engine(existing(db)) as engine:
        profile = engine.profile(community)
        timezone = profile.calendar.timezone
        decision = engine.receive(
            category,
            community=community,
            by=by,
            title=title,
            source=cast("Source", source),
            on_behalf_of=behalf,
            occurred_at=parse_instant(occurred_at, timezone) if occurred_at else None,
            unit=unit,
            note=note,
            key=key,
            flow=flow,
            receipt=receipt,
            data=values_given(given or (), profile),
        )
        task = engine.task(decision) if decision else None
    emit(as_json, _document(decision, task), lambda: _lines(decision, task, profile))
    if not decision:
        raise typer.Exit(FOUND)


def values_given(given: Sequence[str], profile: Profile) -> Mapping[str, Any]:
    """Read FIELD=VALUE; what is no text in its field is written as JSON writes it."""
    found: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadInput("cli-with", given=text)
        field = profile.fields.get(name)
        found[name] = value if field is None else _value(value, field.schema)
    return found


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    words_only = schema.get("type", "string") == "string" and all(
        isinstance(value, str) for value in schema.get("enum", ())
    )
    try:
        return text if words_only else json.loads(text)
    except ValueError:
        return text


def _document(decision: Decision, task: Task | None) -> Mapping[str, Any]:
    from xiangyue.work.feed import moment

    due = task.state_due if task else None
    return {
        "task": decision.ref if task else None,
        "flow": decision.flow,
        "category": decision.command.category,
        "receipt": decision.receipt,
        "outcome": decision.outcome,
        "contact_due": moment(due) if due is not None else None,
        "reasons": [reason.code for reason in decision.reasons],
        "why": decision.why(language()),
    }


def _lines(decision: Decision, task: Task | None, profile: Profile) -> Iterator[Line]:
    from xiangyue.time.clock import from_micros, zone

    if task is None:
        about = decision.command.category or decision.flow
        yield words(f"receive-{decision.outcome}", category=about)
        yield from decision.why(language()).splitlines()
        yield from _receipt(decision)
        return
    flow = profile.flows[decision.flow].title.of(language())
    yield words("receive-done", task=decision.ref, flow=flow)
    if task.state_due is not None:
        due = from_micros(task.state_due).astimezone(zone(profile.calendar.timezone))
        yield words("receive-contact", due=f"{due:%Y-%m-%d %H:%M}")
    yield from _receipt(decision)
    yield from decision.said(language()).splitlines()


def _receipt(decision: Decision) -> Iterator[Line]:
    if decision.receipt is not None:
        yield [(words("receive-receipt", receipt=decision.receipt), "bold")]
        yield words("receive-receipt-how")
