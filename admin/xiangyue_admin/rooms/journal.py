"""What happened in a community: every entry in plain words, and whether all of it still holds."""

from __future__ import annotations

import json
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import Engine, Misuse
from xiangyue.office import RecordPage
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.recording.checking import Checks
from xiangyue_admin.recording.kinds import KINDS, MARKS
from xiangyue_admin.speaking import _, iso
from xiangyue_admin.tasking.words import Names
from xiangyue_admin.visiting import here, to, told

blueprint = Blueprint("journal", __name__, url_prefix="/journal")

_A_PAGE = 50
_LONGEST_HEAD = 200
_checks: WeakKeyDictionary[Engine, Checks] = WeakKeyDictionary()


@blueprint.get("/")
def index() -> str | BaseResponse:
    """Show the journals that the visitor may read; lead on where it is one."""
    communities = here().communities("admin")
    if len(communities) == 1:
        return redirect(to("journal.entries", community=communities[0]), 303)
    return render_template("xiangyue/journal/index.html", communities=communities)


@blueprint.get("/<community>")
def entries(community: str) -> str:
    """Show a page of a journal, the newest first."""
    wanted = request.args.get("type", "")
    found = here().engine.entries(
        community,
        before=whole(request.args.get("before")),
        after=whole(request.args.get("after")),
        limit=_A_PAGE,
        types=[wanted] if wanted in KINDS else None,
    )
    return render_template(
        "xiangyue/journal/entries.html",
        community=community,
        page=found,
        names=names_in(found),
        kinds=KINDS,
        marks=MARKS,
        wanted=wanted if wanted in KINDS else "",
        begun="before" in request.args or "after" in request.args,
    )


def names_in(page: RecordPage) -> Names:
    """Return what those are called who stand on a page of a journal."""
    names = Names(named=True)
    names.learn(who for one in page.items for who in (one.by, one.behalf) if who)
    return names


@blueprint.get("/<community>/<string(maxlength=15):seq>")
def entry(community: str, seq: str) -> str:
    """Show one entry in full."""
    number = whole(seq)
    if number is None:
        abort(404)
    found = here().engine.entry(community, number)
    return render_template(
        "xiangyue/journal/entry.html",
        community=community,
        found=found,
        names=Names(named=True),
        marks=MARKS,
        raw=json.dumps(found.body, ensure_ascii=False, indent=2, sort_keys=True),
    )


@blueprint.get("/<community>/check")
def check(community: str) -> str:
    """Show what the last check found of this community, or how far it is."""
    last = checks().last
    report = last.report if last else None
    # A report of problems is false: whether there is one is another question.
    problems = report.problems if report is not None else ()
    return render_template(
        "xiangyue/journal/check.html",
        community=community,
        last=last,
        report=report,
        problems=[one for one in problems if _about(one.community, community)],
        now=micros(),
        head=here().engine.heads()[community],
    )


@blueprint.post("/<community>/check", endpoint="run")
def begin(community: str) -> BaseResponse:
    """Begin a check of the journal against every row, and against an end that was kept."""
    kept = request.form.get("head", "").strip()
    if len(kept) > _LONGEST_HEAD:
        abort(400)
    began = checks().begin(here().actor, {community: kept} if kept else {})
    told(
        _("The check has begun.") if began else _("A check runs already; this is how far it is."),
        "done" if began else "warn",
    )
    return redirect(to("journal.check", community=community), 303)


@blueprint.get("/<community>/end.txt")
def end(community: str) -> Response:
    """Give the journal's end as a small file, to be kept elsewhere."""
    head = here().engine.heads()[community]
    text = f"{community} {head} {iso(micros())}\n"
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="end-{head.partition(":")[0]}.txt"'
    )
    return answer


def checks() -> Checks:
    """Return the checks of this console."""
    engine = here().engine
    return _checks.setdefault(engine, Checks(engine))


def whole(text: str | None) -> int | None:
    """Return a whole number of an address; None where nothing is said.

    Raises Misuse for what is none.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Misuse("page-after", after=text[:40])
    return int(text)


def _about(of: str, community: str) -> bool:
    """Tell whether a problem is of a community, or of the file as a whole."""
    return of in (community, "")
