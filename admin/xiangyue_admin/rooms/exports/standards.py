"""What other programs read: the log of events as XES and OCEL, the resource library as HSDS."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from flask import abort, request

from xiangyue import XiangyueError
from xiangyue.office import (
    LogTerms,
    export_hsds,
    export_ocel,
    export_resources,
    export_xes,
    usual_mapping,
)
from xiangyue_admin.incoming import sentences
from xiangyue_admin.rooms.communities.room import day
from xiangyue_admin.rooms.exports.room import Answer, attached, blueprint, note, page, poured
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOGS: Final = {"xes": ("xes", "application/xml"), "ocel": ("ocel.json", "application/json")}
_DAYS: Final = ("since", "until")
_LIBRARY: Final = {
    "hsds": ("hsds.json", "application/json"),
    "xlsx": ("xlsx", _XLSX),
    "csv": ("csv", "text/csv; charset=utf-8"),
}


@blueprint.post("/<community>/log")
def log(community: str) -> Answer:
    """Give the log of events: members by pseudonyms, and no personal value."""
    kind = request.form.get("kind", "")
    if kind not in _LOGS:
        abort(400)
    asked = {name: request.form.get(name, "").strip() for name in ("flow", "since", "until")}
    days = {name: day(asked[name]) for name in _DAYS}
    said = _("Write a day that there is, such as 2026-06-01.")
    if wrong := [(name, said) for name in _DAYS if asked[name] and days[name] is None]:
        return page(community, wrong), 400
    refused = request.form.get("refused") == "1"
    terms = LogTerms(
        flow=asked["flow"] or None,
        since=days["since"],
        until=days["until"],
        refused=refused,
        lang=here().language,
    )

    def write(file: Path) -> None:
        export = export_xes if kind == "xes" else export_ocel
        export(here().engine, file, community, terms)

    facts = {"refused": refused} | {name: value for name, value in asked.items() if value}
    return _given(community, f"log-{kind}", _LOGS[kind], write, facts, field="flow")


@blueprint.post("/<community>/library")
def library(community: str) -> Answer:
    """Give what is offered: as a directory of what organisations offer, or as a sheet."""
    kind, engine = request.form.get("kind", ""), here().engine
    if kind not in _LIBRARY:
        abort(400)

    def write(file: Path) -> None:
        if kind == "hsds":
            mapped = usual_mapping(engine.profile(community), community)
            export_hsds(engine, file, community, mapped, lang=here().language)
        else:
            export_resources(engine, file, community, lang=here().language)

    return _given(community, "resources", _LIBRARY[kind], write, {"kind": kind})


def _given(
    community: str,
    what: str,
    form: tuple[str, str],
    write: Callable[[Path], None],
    facts: Mapping[str, str | bool],
    field: str = "",
) -> Answer:
    """Write a file that nobody else sees, note that it leaves, and send it in parts."""
    ending, kind = form
    folder = tempfile.TemporaryDirectory(prefix="xiangyue-")
    file = Path(folder.name) / f"{what}.{ending}"
    try:
        write(file)
        note(community, what, facts)
    except XiangyueError as error:
        folder.cleanup()
        said = sentences(error.text(here().language), error.mend(here().language))
        return page(community, [(field, said)]), 400
    except BaseException:
        folder.cleanup()
        raise
    return attached(poured(folder, file), what, ending, kind)
