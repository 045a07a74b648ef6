"""Units and people from a sheet: looked at first, then taken in, all of it or nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue.office import (
    MEMBER_COLUMNS,
    UNIT_COLUMNS,
    SheetOptions,
    SheetReport,
    import_members,
    import_units,
    write_template,
)
from xiangyue_admin import uploads
from xiangyue_admin.rooms.start.room import blueprint, where
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to, told

_COLUMNS = {"units": UNIT_COLUMNS, "members": MEMBER_COLUMNS}
_SHOWN = 100
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _titles(what: str) -> tuple[str, str]:
    return {
        "units": (_("Units"), _("The county, sub-districts, villages, communities and grids.")),
        "members": (_("People"), _("Members with their roles, and how they are reached.")),
    }[what]


@blueprint.route("/sheets/<what>", methods=["GET", "POST"])
def sheet(what: str) -> str | BaseResponse | tuple[str, int]:
    """Look at a sheet and say what is wrong with it; take it in once it is right."""
    if what not in _COLUMNS:
        abort(404)
    owner = here().actor
    wrong: list[tuple[str | None, str]] = []
    token, report = request.form.get("token", ""), None
    if request.method == "POST":
        takes = request.form.get("do") == "take"
        try:
            if not takes:
                token = uploads.keep(request.files.get("file"), owner)
            path = uploads.found(token, owner)
            if path is None:
                raise ValueError(_("The file is no longer kept here. Choose it again."))
            report = _read(what, path, dry=not takes)
        except ValueError as error:
            token = ""
            wrong.append(("file", str(error)))
        except XiangyueError as error:
            uploads.forget(token, owner)
            token = ""
            said = f"{error.text(language())} {error.mend(language())}".strip()
            wrong.append(("file", said))
        if report is not None and report.written:
            uploads.forget(token, owner)
            told(_("Taken in: %(rows)s rows.", rows=report.rows))
            return redirect(to("start.index"), 303)
    title, about = _titles(what)
    page = render_template(
        "xiangyue/start/sheet.html",
        what=what,
        path=where((None, title)),
        title=title,
        about=about,
        wrong=wrong,
        report=report,
        findings=[_finding(one) for one in report.findings[:_SHOWN]] if report else [],
        counts=_counts(report) if report else [],
        token=token,
    )
    return (page, 422) if wrong or (report is not None and report.findings) else page


def _read(what: str, path: Path, *, dry: bool) -> SheetReport:
    visit = here()
    options = SheetOptions(request.form.get("sheet", "").strip() or None)
    if what == "units":
        return import_units(visit.engine, path, by=visit.actor, dry=dry, options=options)
    return import_members(visit.engine, path, by=visit.actor, dry=dry, options=options)


def _finding(one: Any) -> tuple[int, int, str, str]:
    lang = language()
    return one.place.line, one.place.column, one.text(lang), one.mend(lang)


def _counts(report: SheetReport) -> list[tuple[str, int, int]]:
    names = {
        "unit": _("Units"),
        "member": _("Members"),
        "role": _("Roles"),
        "contact": _("Ways to reach them"),
        "language": _("Languages"),
        "literacy": _("Digital literacy levels"),
    }
    return [(names.get(what, what), *counts) for what, counts in report.counts.items()]


@blueprint.get("/templates/<what>.<kind>")
def template(what: str, kind: str) -> Response:
    """Give a sheet to fill in, with headings in the visitor's language and an example."""
    if what not in _COLUMNS or kind not in _TYPES:
        abort(404)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{what}.{kind}"
        write_template(file, _COLUMNS[what], language())
        answer = Response(file.read_bytes(), content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}.{kind}"'
    return answer
