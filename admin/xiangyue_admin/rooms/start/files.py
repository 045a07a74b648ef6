"""Files that are about no single community: outlines of units, figures, events."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue_admin.incoming import Taking, nothing_yet, take, words
from xiangyue_admin.rooms.start.room import blueprint, others, where
from xiangyue_admin.visiting import to


@blueprint.route("/files/<name>", methods=["GET", "POST"])
def file(name: str) -> str | BaseResponse | tuple[str, int]:
    """Look at a file and say what would become of it; take it in."""
    importer = others().get(name)
    if importer is None:
        abort(404)
    taking: Taking | Response | None = nothing_yet(importer)
    if request.method == "POST":
        taking = take(importer)
    if taking is None:
        return redirect(to("start.index"), 303)
    if isinstance(taking, Response):
        return taking
    title = words(importer.title)
    page = render_template(
        "xiangyue/start/file.html",
        taking=taking,
        title=title,
        path=where((None, title)),
        words=words,
    )
    return (page, 422) if taking.wrong else page
