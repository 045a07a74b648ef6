"""Other people's files, taken into a community: a page for each importer that is installed."""

from __future__ import annotations

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue_admin.incoming import Taking, nothing_yet, stores, take, words
from xiangyue_admin.rooms.communities.room import blueprint, governed, page
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to


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
    taking: Taking | Response | None = nothing_yet(importer)
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
        words=words,
        acts=_acts(),
    )
    return (shown, 422) if taking.wrong or (not _acts() and request.method == "POST") else shown


def _acts() -> bool:
    """Tell whether the visitor acts as a member: what comes in is opened by one."""
    account = here().account
    return account is not None and account.member is not None
