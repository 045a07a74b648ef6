"""``xiangyue cap receive`` and ``xiangyue cap publish``: alerts in, and alerts out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, existing
from xiangyue.cli.output import Line, emit, joined, language, words
from xiangyue.errors import BadInput

if TYPE_CHECKING:
    from xiangyue.exchange.cap.model import Alert
    from xiangyue.exchange.cap.publishing import Published
    from xiangyue.exchange.cap.received import Received
    from xiangyue.values import Reason

RECEIVE_EXAMPLES: Final = """\b
Examples:
  xiangyue cap receive warning.xml --by station
  xiangyue cap receive inbox/*.xml --by zhiban --community xinqi --dry-run
  xiangyue cap receive warning.xml --by station --certificate bureau.pem
"""
PUBLISH_EXAMPLES: Final = """\b
Examples:
  xiangyue cap publish xinqi --sender warnings@xinqi.example.org --output alerts/
  xiangyue cap publish xinqi _17 --sender warnings@xinqi.example.org --output -
"""

Output = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FOLDER", help="Where to write; - for the newest one."),
]


def receive(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Alerts, in any order.")],
    by: By,
    communities: Annotated[
        list[str] | None,
        typer.Option("--community", metavar="COMMUNITY", help="Here, whatever areas it names."),
    ] = None,
    certificates: Annotated[
        list[Path] | None,
        typer.Option("--certificate", metavar="PEM", help="Who must have signed them, if given."),
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be; write nothing.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Take in alerts that have errors, too.")
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Take alerts in: each proposes to whoever is on duty where it is meant, and does no more."""
    from xiangyue import Engine
    from xiangyue.exchange.cap.receiving import receive_alert, require_sound

    alerts = sorted(_alerts(files, certificates or []), key=_sent)
    for alert in alerts if not anyway else ():
        require_sound(alert)  # of many, none is taken in where one is not as it should be
    with Engine(existing(db)) as engine:
        found = [
            receive_alert(engine, alert, by=by, communities=communities, dry=dry, anyway=anyway)
            for alert in alerts
        ]
    emit(as_json, _document(found), lambda: _lines(found))
    if any(one.refused or one.fate == "nowhere" for one in found):
        raise typer.Exit(FOUND)


def publish(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="Whose call-outs.")],
    sender: Annotated[
        str, typer.Option("--sender", metavar="NAME", help="Who warns, as others name it.")
    ],
    output: Output,
    task: Annotated[
        str | None, typer.Argument(metavar="TASK", help="One of its tasks; all if left out.")
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Publish call-outs, relayed warnings and activations as alerts, and their end as a cancel."""
    from xiangyue import Engine
    from xiangyue.exchange.cap import publishing
    from xiangyue.exchange.cap.writing import write_alert

    with Engine(existing(db)) as engine:
        found = publishing.publish(engine, community, task, sender=sender)
    if output == "-":
        if as_json:
            raise BadInput("cli-cap-both")
        if found:
            sys.stdout.flush()
            sys.stdout.buffer.write(write_alert(found[-1].alert))
            sys.stdout.buffer.flush()
        return
    folder, written = Path(output), list[str]()
    folder.mkdir(parents=True, exist_ok=True)
    for one in found:
        file = folder / f"{one.alert.identifier}.xml"
        if not file.exists():  # what has been published once stays as it was
            file.write_bytes(write_alert(one.alert))
            written.append(str(file))
    emit(as_json, _published(found, written), lambda: _told(found, written))


def _alerts(files: Sequence[Path], certificates: Sequence[Path]) -> Iterator[Alert]:
    """Yield the alerts in files; where certificates are given, each must be signed by one."""
    from xiangyue.exchange.cap.document import read_bytes
    from xiangyue.exchange.cap.reading import read_alerts
    from xiangyue.exchange.cap.signing import read_certificates, verify_alert

    trusted = read_certificates(certificates) if certificates else ()
    for file in files:
        data, name = read_bytes(file), str(file)
        if certificates:
            yield verify_alert(data, trusted, name).alert
        else:
            yield from read_alerts(data, name)


def _sent(alert: Alert) -> Any:
    return alert.sent


def _document(found: Sequence[Received]) -> dict[str, Any]:
    refused = sum(one.refused or one.fate == "nowhere" for one in found)
    changed = sum(bool(one.remarks) and one.fate == "taken" and not one.refused for one in found)
    return {
        "read": len(found),
        "carried": len(found) - changed - refused,
        "changed": changed,
        "refused": refused,
        "alerts": [one.document(language()) for one in found],
    }


def _lines(found: Sequence[Received]) -> Iterator[Line]:
    for one in found:
        yield words(f"cli-cap-{one.fate}", alert=one.alert, type=one.msg_type, status=one.status)
        for entry in one.entries:
            how = f" ({entry.how})" if entry.how else ""
            yield f"  {words(f'cli-cap-{entry.fate}-here', task=entry.task)}{how}"
            yield from (f"    {_said(reason)}" for reason in entry.why)
        yield from (f"  {_said(reason)}" for reason in one.remarks)
        if one.dry:
            yield f"  {words('cli-cap-dry')}"


def _said(reason: Reason) -> str:
    return joined(reason.text(language()), reason.mend(language()))


def _published(found: Sequence[Published], written: Sequence[str]) -> dict[str, Any]:
    from xiangyue.exchange.cap.writing import reference_text

    return {
        "alerts": [
            {
                "alert": reference_text(one.alert.reference),
                "identifier": one.alert.identifier,
                "msg_type": one.alert.msg_type,
                "status": one.alert.status,
                "task": one.task,
            }
            for one in found
        ],
        "written": list(written),
    }


def _told(found: Sequence[Published], written: Sequence[str]) -> Iterator[Line]:
    for one in found:
        alert = one.alert
        values = {"type": alert.msg_type, "status": alert.status, "task": one.task}
        yield words("cli-cap-published", alert=alert.identifier, **values)
    yield words("cli-cap-written", count=len(written))
