"""``xiangyue plugin``: the limits that are installed, and whether they keep their promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli.options import FOUND, Json, ask_help
from xiangyue.cli.output import (
    Line,
    Table,
    complain_of,
    emit,
    error_document,
    joined,
    language,
    words,
)
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.conformance import Problem, Report
    from xiangyue.plugs import Brought

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="See the installed limits, and check that they conform."
)(ask_help)

_COLOURS = {"error": "bold red", "warning": "yellow"}
_SAME = re.compile(r"[-_.]+")


@app.command("list", epilog="Example: xiangyue plugin list")
def list_(as_json: Json = False) -> None:
    """List the limits that are installed."""
    from xiangyue.plugs import brought

    found = brought()
    rows = [_listed(limit, one) for one in found for limit in one.limits]
    broken = [one.broken for one in found if one.broken]

    def lines() -> Iterator[Line]:
        headings = [words(f"cli-head-{h}") for h in ("limit", "title", "rules", "distribution")]
        cells = [
            (row["limit"], _spoken(row["title"]), " ".join(row["rules"]), row["distribution"])
            for row in rows
        ]
        yield Table(headings, cells)

    emit(as_json, rows, lines)
    for error in broken:
        complain_of(error)
    if broken:
        raise typer.Exit(FOUND)


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue plugin check village-limits\n"
    "  xiangyue plugin check xiangyue --json"
)
def check(
    name: Annotated[
        str, typer.Argument(metavar="DIST", help="An installed distribution, or an entry point.")
    ],
    as_json: Json = False,
) -> None:
    """Try the limits of a plugin on some hundred cases each."""
    from xiangyue.conformance import examine
    from xiangyue.plugs import brought

    found = brought()
    chosen = [one for one in found if _same(name) in (_same(one.distribution), _same(one.plugin))]
    if not chosen:
        known = sorted({one.distribution or one.plugin for one in found})
        raise Misuse("cli-no-plugin", name=name, known=", ".join(known) or "-")
    reports = [examine(limit) for one in chosen for limit in one.limits]
    failed = [*(one.broken for one in chosen if one.broken)]
    failed += [Misuse("cli-plugin-empty", plugin=one.plugin) for one in chosen if _empty(one)]
    bad = sum(not report for report in reports)
    document: dict[str, Any] = {
        "limits": [_reported(report) for report in reports],
        "failed": [error_document(error) for error in failed],
        "bad": bad + len(failed),
    }
    emit(as_json, document, lambda: _lines(reports, bad + len(failed)))
    for error in failed:
        complain_of(error)
    if bad or failed:
        raise typer.Exit(FOUND)


def _same(name: str) -> str:
    """Return a name as package indexes compare it."""
    return _SAME.sub("-", name).lower()


def _empty(one: Brought) -> bool:
    return not one.broken and not one.limits


def _listed(limit: object, of: Brought) -> dict[str, Any]:
    """Return what a list says of a limit; of one that is none only what it calls itself."""
    title = getattr(limit, "title", None)
    rules = getattr(limit, "rules", ())
    return {
        "limit": str(getattr(limit, "name", limit)),
        "title": dict(title) if isinstance(title, dict) else {},
        "rules": [*rules] if isinstance(rules, tuple) else [],
        "plugin": of.plugin,
        "distribution": of.distribution,
    }


def _spoken(texts: dict[str, Any]) -> str:
    from xiangyue.text import Text

    return Text(texts).of(language())


def _reported(report: Report) -> dict[str, Any]:
    return {
        "limit": report.limit,
        "ok": bool(report),
        "reviews": report.reviews,
        "verdicts": dict(report.said),
        "median_us": round(report.median, 1),
        "slowest_us": round(report.slowest, 1),
        "problems": [_problem(problem) for problem in report.problems],
    }


def _problem(problem: Problem) -> dict[str, str]:
    lang = language()
    return {
        "code": problem.code,
        "severity": problem.severity,
        "text": problem.text(lang),
        "mend": problem.mend(lang),
    }


def _lines(reports: Sequence[Report], bad: int) -> Iterator[Line]:
    lang = language()
    for report in reports:
        state = ("ok", "green") if report else (words("cli-plugin-bad"), _COLOURS["error"])
        yield [(f"{report.limit}: ", "bold"), state, (_figures(report), "dim")]
        for problem in report.problems:
            yield [
                (f"  {words(f'cli-{problem.severity}')}", _COLOURS[problem.severity]),
                (f" {problem.code}: ", "dim"),
                (joined(problem.text(lang), problem.mend(lang)), ""),
            ]
    yield words("cli-plugin-total", limits=len(reports), bad=bad)


def _figures(report: Report) -> str:
    if not report.reviews:
        return ""
    said = ", ".join(f"{kind} {count}" for kind, count in sorted(report.said.items()))
    median, slowest = round(report.median), round(report.slowest)
    return "  " + words("cli-plugin-figures", said=said, median=median, slowest=slowest)
