"""``xiangyue profile lint`` and ``test``: what is wrong with a profile, and does it do its job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.lookup import look_up
from xiangyue.cli.options import BAD, FOUND, Json, Ref
from xiangyue.cli.output import (
    Line,
    complain_of,
    emit,
    error_document,
    joined,
    language,
    words,
)
from xiangyue.errors import XiangyueError

if TYPE_CHECKING:
    from xiangyue.profile import Finding

LINT_EXAMPLES: Final = """\b
Examples:
  xiangyue profile lint my/profile
  xiangyue profile lint drafts/* --strict --json
"""

TEST_EXAMPLES: Final = """\b
Examples:
  xiangyue profile test my/profile
  xiangyue profile test resource-scarce-rural --json
"""

_COLOURS: Final = {"error": "bold red", "warning": "yellow"}


def lint(
    refs: Annotated[
        list[str], typer.Argument(metavar="PROFILE", help="Folders, or names in a pack.")
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings fail as errors do.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find every mistake, with its line and its mend."""
    from xiangyue.lint import lint as lint_loaded
    from xiangyue.plugs import limits

    findings: list[Finding] = []
    unreadable: list[XiangyueError] = []
    for ref in refs:
        try:
            findings += lint_loaded(look_up(ref), limits())
        except XiangyueError as error:
            unreadable.append(error)
    findings = list(dict.fromkeys(findings))
    errors = sum(finding.severity == "error" for finding in findings)
    document: dict[str, Any] = {
        "findings": [finding_document(finding) for finding in findings],
        "errors": errors,
        "warnings": len(findings) - errors,
    }
    if unreadable:
        document["error"] = error_document(unreadable[0])
    emit(as_json, document, lambda: finding_lines(findings, None if unreadable else errors))
    for broken in unreadable:
        complain_of(broken)
    if unreadable:
        raise typer.Exit(BAD)
    if errors or (strict and findings):
        raise typer.Exit(FOUND)


def test(ref: Ref, as_json: Json = False) -> None:
    """Run a profile's scenarios, and say what they do not cover."""
    from xiangyue.plugs import packs
    from xiangyue.study import run_scenarios

    report = run_scenarios(ref, packs())
    lang = language()
    emit(as_json, report.as_dict(lang), lambda: report.text(lang).split("\n"))
    if not report:
        raise typer.Exit(FOUND)


def finding_lines(findings: list[Finding], errors: int | None) -> Iterator[Line]:
    """Say each finding, and how many errors there are unless that is None."""
    lang = language()
    for finding in findings:
        yield [
            (f"{finding.place}: ", "bold"),
            (words(f"cli-{finding.severity}"), _COLOURS[finding.severity]),
            (f" {finding.code}: ", "dim"),
            (joined(finding.text(lang), finding.mend(lang)), ""),
        ]
    if errors is not None:
        yield words("cli-lint-total", errors=errors, warnings=len(findings) - errors)


def finding_document(finding: Finding) -> dict[str, object]:
    """Return what a script reads of a finding."""
    lang, place = language(), finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "address": finding.address,
        "text": finding.text(lang),
        "mend": finding.mend(lang),
    }
