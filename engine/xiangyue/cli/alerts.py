"""``xiangyue cap``: alerts of the Common Alerting Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.alert_recording import RECORD_EXAMPLES, record
from xiangyue.cli.alert_traffic import PUBLISH_EXAMPLES, RECEIVE_EXAMPLES, publish, receive
from xiangyue.cli.checking import finding_document, finding_lines
from xiangyue.cli.options import BAD, FOUND, Json, ask_help
from xiangyue.cli.output import Line, complain_of, emit, error_document, words
from xiangyue.errors import BadInput, Place, XiangyueError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from xiangyue.exchange.cap.document import Node
    from xiangyue.profile import Finding

app = typer.Typer(rich_markup_mode=None)
app.callback(
    invoke_without_command=True,
    help="Check, receive and publish alerts of the Common Alerting Protocol (CAP).",
)(ask_help)

app.command("receive", epilog=RECEIVE_EXAMPLES)(receive)
app.command("publish", epilog=PUBLISH_EXAMPLES)(publish)
app.command("record", epilog=RECORD_EXAMPLES)(record)

CHECK_EXAMPLES: Final = """\b
Examples:
  xiangyue cap check warning.xml
  xiangyue cap check inbox/*.xml --strict --json
  xiangyue cap check warning.xml --certificate bureau.pem
"""

_SHOWN: Final = ("identifier", "sender", "sent", "status", "scope")


@app.command("check", epilog=CHECK_EXAMPLES)
def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Alerts: XML, in envelopes or feeds, gzipped."),
    ],
    certificates: Annotated[
        list[Path] | None,
        typer.Option(
            "--certificate",
            metavar="PEM",
            help="Who may have signed them; any other signature, or none, is an error.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings fail as errors do.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find all that is wrong with alerts, with its line and its mend; nothing is fetched."""
    from xiangyue.exchange.cap.checking import check as check_alert
    from xiangyue.exchange.cap.document import read_bytes
    from xiangyue.exchange.cap.reading import read_roots

    trusted = _trusted(certificates or [])
    alerts: list[dict[str, object]] = []
    findings: list[Finding] = []
    unreadable: list[XiangyueError] = []
    for file in files:
        try:
            data = read_bytes(file)
            roots = read_roots(data, str(file))
        except XiangyueError as error:
            unreadable.append(error)
            continue
        for root in roots:
            alerts.append(_alert(file, root))
            findings += check_alert(root)
        if trusted is not None:
            alerts[-1]["signer"], wrong = _signer(data, trusted, file)
            findings += wrong
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
            if one.get("signer"):
                yield words("cli-cap-signer", **one)
        yield from finding_lines(findings, None if unreadable else errors)

    emit(as_json, document, lines)
    for broken in unreadable:
        complain_of(broken)
    if unreadable:
        raise typer.Exit(BAD)
    if errors or (strict and findings):
        raise typer.Exit(FOUND)


def _trusted(paths: list[Path]) -> tuple[Certificate, ...] | None:
    from xiangyue.exchange.cap.signing import read_certificates

    return read_certificates(paths) if paths else None


def _signer(
    data: bytes, trusted: tuple[Certificate, ...], file: Path
) -> tuple[str | None, list[Finding]]:
    """Return who signed an alert, or what is wrong with its signature."""
    from xiangyue.exchange.cap.signing import verify_alert
    from xiangyue.profile import Finding

    try:
        return verify_alert(data, trusted, str(file)).signer, []
    except BadInput as error:
        place = error.place or Place(str(file))
        return None, [Finding(error.code, "error", place, "", error.values)]


def _alert(file: Path, root: Node) -> dict[str, object]:
    """Return which alert it is, as its file says."""
    from xiangyue.exchange.cap.said import Said

    said = Said(root)
    tags = {"msg_type": "msgType"} | {tag: tag for tag in _SHOWN}
    found = {name: said.text(tag) or "-" for name, tag in tags.items()}
    return {"file": str(file), "version": root.space.rpartition(":")[2] or "-", **found}
