"""What came of a sheet, as the door of importers tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.errors import Place
from xiangyue.exchange.noted import note, of_finding, said
from xiangyue.exchange.sheets.point_rules import Drafted
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.report import Report
from xiangyue.importer import Count, Fate, Imported, Note
from xiangyue.limit import Words
from xiangyue.messages import LANGUAGES, say
from xiangyue.reach.contacting import Contact
from xiangyue.values import Holding, Reason, Unit
from xiangyue.work.enrolling import Step

_SHOWN: Final = 20
_OUTCOMES: Final = ("done", "deferred")


def of_report(report: Report, sort: str, file: str) -> Imported:
    """Tell what was registered of a sheet of units or members: all of it, or nothing."""
    rows = report.rows
    notes = [of_finding("refused", finding) for finding in report.findings]
    notes += [of_finding("carried", finding) for finding in report.warnings]
    notes += _changes(report, file)
    return Imported(
        counts={sort: Count(refused=rows) if report.findings else Count(carried=rows)},
        notes=tuple(notes),
        written=report.written and bool(report.steps),
        told=tuple(_of_registered(report)),
        more={
            "rows": rows,
            "examples": report.examples,
            "added": {what: added for what, (added, _) in report.counts.items()},
            "updated": {what: changed for what, (_, changed) in report.counts.items()},
            "steps": [_step(step) for step in report.steps],
        },
    )


def _changes(report: Report, file: str) -> Iterator[Note]:
    changes = [step for step in report.steps if step.changes]
    for step in changes[:_SHOWN]:
        values = {"subject": step.subject, "detail": _step(step)["detail"]}
        what = said(f"import-{step.what}")
        yield Note("carried", Place(file), _each("import-change", what=what, **values))
    if len(changes) > _SHOWN:
        yield note("carried", Place(file), "import-more", count=len(changes) - _SHOWN)


def _each(code: str, what: Words, **values: Any) -> Words:
    return {lang: say(code, lang, {**values, "what": what[lang]}) for lang in LANGUAGES}


def _of_registered(report: Report) -> Iterator[Words]:
    if report.examples:
        yield said("import-examples", examples=report.examples)
    if report.findings:
        yield said("import-findings", count=len(report.findings))
    elif not report.steps:
        yield said("import-nothing" if report.rows else "import-no-rows")
    for what, (added, changed) in report.counts.items():
        word = said(f"import-{what}")
        yield _each("import-added", what=word, added=added, changed=changed)


def of_orders(report: OrderReport, file: str, sort: str = "orders") -> Imported:
    """Tell what was received of a sheet of orders, or of others that open tasks."""
    taken = [order for order in report.orders if order.outcome != "refused"]
    late = [order for order in taken if order.backlog]
    rows, changed = report.rows, len(late)
    notes = [of_finding("refused", one) for one in (*report.findings, *report.refused)]
    notes += [of_finding("carried", finding) for finding in report.warnings]
    notes += [note("changed", o.place or Place(file), "import-order-backlog") for o in late]
    return Imported(
        counts={sort: Count(len(taken) - changed, changed, rows - len(taken))},
        notes=tuple(notes),
        written=report.written and not all(order.known for order in taken),
        told=tuple(_of_received(report, sort)),
        more={"rows": rows, "examples": report.examples, sort: _orders(report)},
    )


def _orders(report: OrderReport) -> list[Mapping[str, Any]]:
    names = ("number", "category", "outcome", "known", "backlog")
    return [
        {**{name: getattr(order, name) for name in names}, "task": order.task or None}
        for order in report.orders
    ]


def _of_received(report: OrderReport, sort: str) -> Iterator[Words]:
    if report.examples:
        yield said("import-examples", examples=report.examples)
    if report.findings:
        yield said("import-findings", count=len(report.findings))
        return
    for outcome in _OUTCOMES:
        if count := report.count(outcome):
            yield said(f"import-{sort}-{outcome}", count=count)
    if late := sum(order.backlog and not order.known for order in report.orders):
        yield said("import-orders-backlog", count=late)
    if report.refused:
        yield said(f"import-{sort}-refused", count=len(report.refused))
    if known := sum(order.known for order in report.orders):
        yield said(f"import-{sort}-known", count=known)


def of_points(drafted: Drafted, file: str, *, dry: bool) -> Imported:
    """Tell what became of the rules of a sheet."""
    made, rows = drafted.decision, drafted.rows
    notes = [of_finding("refused", finding) for finding in drafted.findings]
    notes += [of_finding("carried", finding) for finding in drafted.warnings]
    waits = made is not None and made.outcome == "deferred"
    if made is not None and not made:
        fate: Fate = "changed" if waits else "refused"
        notes += [
            Note(fate, Place(file), *_reason(reason), code=reason.code) for reason in made.reasons
        ]
    left = drafted.findings or (made is not None and not made and not waits)
    counted = Count(refused=rows) if left else Count(changed=rows) if waits else Count(carried=rows)
    told = [said("import-examples", examples=drafted.examples)] if drafted.examples else []
    if drafted.findings:
        told.append(said("import-findings", count=len(drafted.findings)))
    elif drafted.same or not rows:
        told.append(said("import-points-same" if rows else "import-no-rows"))
    elif made:
        told.append(said("import-points-drafted", task=made.ref))
        told += [] if drafted.ok else [said("import-points-stopped", task=made.ref)]
    elif dry:
        told.append(said("import-points-dry", table=drafted.table))
    return Imported(
        counts={"rows": counted},
        notes=tuple(notes),
        written=bool(made) or waits,
        told=tuple(told),
        more={
            "table": drafted.table,
            "examples": drafted.examples,
            "same": drafted.same,
            "draft": made.ref if made else None,
            "checked": drafted.ok,
        },
    )


def _reason(reason: Reason) -> tuple[Words, Words]:
    return (
        {lang: reason.text(lang) for lang in LANGUAGES},
        {lang: reason.mend(lang) for lang in LANGUAGES},
    )


def _step(step: Step) -> dict[str, Any]:
    """Return what a script reads of a step; no name or address."""
    match step.value:
        case Unit() as unit:
            detail = unit.unit_level
        case Holding() as role:
            detail = f"{role.role} @ {role.unit}"
        case Contact() as contact:
            detail = contact.kind
        case int() | str() as value:
            detail = str(value)
        case one:
            detail = one.kind
    return {"what": step.what, "subject": step.subject, "detail": detail, "changes": step.changes}
