"""Other people's files, taken into a community: a page for each importer that is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue.office import blank_columns, export_points, write_template
from xiangyue_admin.incoming import Taking, nothing_yet, stores, tables, take, words
from xiangyue_admin.rooms.communities.room import blueprint, governed, page
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@blueprint.get("/<community>/incoming")
def incoming(community: str) -> str:
    """List what can be taken in, by what it is called."""
    governed(community)
    wrong, found = "", []
    try:
        found = [*stores(community=True).values()]
    except XiangyueError as error:
        wrong = here().say(error)
    title = _("Take in files")
    return page("incoming", community, title, found=found, wrong=wrong, words=words, acts=_acts())


@blueprint.route("/<community>/incoming/<name>", methods=["GET", "POST"])
def incoming_file(community: str, name: str) -> str | BaseResponse | tuple[str, int]:
    """Look at a file and say what would become of it; take it in."""
    importer = stores(community=True).get(name)
    if importer is None:
        abort(404)
    governed(community)
    back = to("communities.incoming", community=community)
    taking: Taking | Response | None = nothing_yet(importer, community)
    if request.method == "POST" and _acts():
        taking = take(importer, community)
    if taking is None:
        return redirect(back, 303)
    if isinstance(taking, Response):
        return taking
    shown = page(
        "incoming_file",
        community,
        words(importer.title),
        (back, _("Take in files")),
        taking=taking,
        blank=to("communities.blank", community=community, name=name)
        if _has(community, name)
        else "",
        tables=tables(community) if name == "points" else (),
        words=words,
        acts=_acts(),
    )
    return (shown, 422) if taking.wrong or (not _acts() and request.method == "POST") else shown


@blueprint.get("/<community>/incoming/<name>/sheet")
def blank(community: str, name: str) -> BaseResponse | tuple[str, int]:
    """Give a sheet to fill in; of the rules for points, the sheet as they are now."""
    kind = request.args.get("kind", "xlsx")
    if kind not in _KINDS or not _has(governed(community), name):
        abort(404)
    profile = here().engine.profile(community)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.{kind}")
        try:
            if name == "points":
                table = request.args.get("table") or next(iter(profile.tables))
                export_points(profile, file, table, lang=language())
            else:
                write_template(file, blank_columns(name, profile), language())
        except XiangyueError as error:
            return page("incoming", community, _("Take in files"), wrong=here().say(error)), 400
        answer = Response(file.read_bytes(), content_type=_KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _has(community: str, name: str) -> bool:
    """Tell whether there is a sheet to begin with: one that these rules have something for."""
    profile = here().engine.profile(community)
    needed = {"orders": profile.categories, "resources": profile.matching, "points": profile.tables}
    return bool(needed.get(name))


def _acts() -> bool:
    """Tell whether the visitor acts as a member: what comes in is opened by one."""
    account = here().account
    return account is not None and account.member is not None
