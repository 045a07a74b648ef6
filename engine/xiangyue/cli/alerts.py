"""``xiangyue cap``: alerts of the Common Alerting Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.checking import finding_document, finding_lines
from xiangyue.cli.options import BAD, FOUND, Json, ask_help
from xiangyue.cli.output import Line, complain_of, emit, error_document, words
from xiangyue.errors import XiangyueError

if TYPE_CHECKING:
    from xiangyue.exchange.cap.document import Node
    from xiangyue.profile import Finding

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True, help="Check alerts of the Common Alerting Protocol (CAP)."
)(ask_help)

CHECK_EXAMPLES: Final = """\b
Examples:
  xiangyue cap check warning.xml
  xiangyue cap check inbox/*.xml --strict --json
"""

_SHOWN: Final = ("identifier", "sender", "sent", "status", "scope")


@app.command("check", epilog=CHECK_EXAMPLES)
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Alerts: one to a file, XML or gzipped.")
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings fail as errors do.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find all that is wrong with alerts, with its line and its mend; nothing is fetched."""
    from xiangyue.exchange.cap.checking import check as check_alert
    from xiangyue.exchange.cap.reading import read_root

    alerts: list[dict[str, object]] = []
    findings: list[Finding] = []
    unreadable: list[XiangyueError] = []
    for file in files:
        try:
            root = read_root(file)
        except XiangyueError as error:
            unreadable.append(error)
            continue
        findings += check_alert(root)
        alerts.append(_alert(file, root))
    errors = sum(finding.severity == "error" for finding in findings)
    document: dict[str, Any] = {
        "alerts": alerts,
        "findings": [finding_document(finding) for finding in findings],
        "errors": errors,
        "warnings": len(findings) - errors,
    }
    if unreadable:
        document["error"] = error_document(unreadable[0])

    def lines() -> Iterator[Line]:
        for one in alerts:
            yield words("cli-cap-alert", **one)
        yield from finding_lines(findings, None if unreadable else errors)

    emit(as_json, document, lines)
    for broken in unreadable:
        complain_of(broken)
    if unreadable:
        raise typer.Exit(BAD)
    if errors or (strict and findings):
        raise typer.Exit(FOUND)


def _alert(file: Path, root: Node) -> dict[str, object]:
    """Return which alert it is, as its file says."""
    from xiangyue.exchange.cap.said import Said

    said = Said(root)
    tags = {"msg_type": "msgType"} | {tag: tag for tag in _SHOWN}
    found = {name: said.text(tag) or "-" for name, tag in tags.items()}
    return {"file": str(file), "version": root.space.rpartition(":")[2] or "-", **found}
