"""What governs a community: its profile, params and tables, its versions, flows and coverage."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Profile
from xiangyue_admin import pictures
from xiangyue_admin.bases import basis
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.rooms.profiles.limits import held, review_of, stance
from xiangyue_admin.rooms.profiles.room import (
    blueprint,
    drafts_of,
    engine,
    open_drafts,
    rules_of,
    said_of,
    values_of,
    where,
    write,
)
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to

_VERSIONS = 20
_AT_ONCE = 25


@blueprint.get("/")
def index() -> str | Response:
    """Show the communities whose rules the visitor looks after; lead on where there is one."""
    visit = here()
    known = visit.communities("admin")
    if len(known) == 1:
        return redirect(to("profiles.community", community=known[0]), 303)
    after = request.args.get("after", "")
    ahead = [one for one in known if one > after]
    rows = []
    for one in ahead[:_AT_ONCE]:
        profile, newest = rules_of(one)
        waiting = len(open_drafts(drafts_of(one)))
        rows.append((one, visit.title(one), profile.title.of(language()), newest, waiting))
    more = rows[-1][0] if ahead[_AT_ONCE:] else None
    return render_template("xiangyue/profiles/index.html", rows=rows, more=more, first=bool(after))


@blueprint.get("/<community>/")
def community(community: str) -> str:
    """Show the rules of one community, and what may be done with them."""
    profile, newest = rules_of(community)
    drafts = drafts_of(community)
    values = values_of(newest)
    params = [
        (one, write(profile, one.id, values[one.id]), one.id in newest.params, basis(one.basis))
        for one in profile.params.values()
    ]
    return render_template(
        "xiangyue/profiles/community.html",
        community=community,
        path=where(community),
        profile=profile,
        newest=newest,
        how=how(newest.how),
        params=params,
        review=review_of(community, profile),
        limits=[(one, stance(one.stance)) for one in held(profile)],
        tables=[(name, *_table(profile, name)) for name in profile.tables],
        waiting=open_drafts(drafts),
        latest=next((one for one in drafts if one.in_force), None),
        approval=engine().changes_by_approval(community),
        said_of=said_of,
    )


def _table(profile: Profile, name: str) -> tuple[str, int, str]:
    document = profile.document["tables"][name]
    title = document["title"].get(language()) or document["title"].get("en", name)
    return title, len(document["rows"]), basis(document.get("basis", "project default"))


def how(word: str) -> str:
    """Say by which way a version came into force."""
    said = {
        "installed": _("installed"),
        "set": _("set by one person"),
        "approved": _("drafted and approved"),
        "put_back": _("put back"),
        "calendar": _("days off changed"),
    }
    return said.get(word, word)


@blueprint.get("/<community>/versions")
def versions(community: str) -> str:
    """Show every version of the rules, and what each changed; the newest first."""
    before = whole(request.args.get("before"))
    if before == 0:
        abort(404)
    found = engine().revisions(community, limit=_VERSIONS, before=before)
    rows = [(one, how(one.how), said_of(one.changes)) for one in found]
    older = found[-1].number if found and found[-1].number > 1 else None
    return render_template(
        "xiangyue/profiles/versions.html",
        community=community,
        path=where(community, (None, _("Versions"))),
        rows=rows,
        older=older,
        before=before,
    )


@blueprint.get("/<community>/flows")
def flows(community: str) -> str:
    """List the flows: what kinds of task there are."""
    profile, _newest = rules_of(community)
    rows = [
        (one, one.title.of(language()) or one.id, one.help.of(language()))
        for one in profile.flows.values()
    ]
    return render_template(
        "xiangyue/profiles/flows.html",
        community=community,
        path=where(community, (None, _("Flows"))),
        rows=rows,
    )


@blueprint.get("/<community>/flows/<flow>")
def flow(community: str, flow: str) -> str:
    """Show how one flow goes: the drawing, what may be done, by whom, from where."""
    profile, _newest = rules_of(community)
    if flow not in profile.flows:
        abort(404)
    found = profile.flows[flow]
    actions = [
        (
            one,
            _(", ").join(_roles(profile, one.by)),
            _(", ").join(
                found.states[name].title.of(language())
                for name in one.sources
                if name in found.states
            )
            or _("any state that is not final"),
        )
        for one in found.actions.values()
    ]
    missing = _missing(community, f"flows.{flow}.")
    return render_template(
        "xiangyue/profiles/flow.html",
        community=community,
        path=where(
            community,
            (to("profiles.flows", community=community), _("Flows")),
            (None, found.title.of(language()) or flow),
        ),
        flow=found,
        title=found.title.of(language()) or flow,
        diagram=pictures.diagram(profile, flow, rules=request.args.get("rules") == "1"),
        with_rules=request.args.get("rules") == "1",
        openers=_(", ").join(_roles(profile, found.opening.by)),
        actions=actions,
        missing=missing,
    )


def _roles(profile: Profile, names: tuple[str, ...]) -> list[str]:
    said = {
        "anyone": _("any registered member"),
        "public": _("anybody, without an account"),
        "assignee": _("the person responsible"),
        "opener": _("who opened it"),
        "asked": _("whom the call-out has asked"),
        "system": _("the engine itself"),
    }
    return [
        profile.roles[one].title.of(language()) if one in profile.roles else said.get(one, one)
        for one in names
    ]


def _missing(community: str, prefix: str) -> tuple[str, ...] | None:
    """Return what the scenarios of the newest checked draft do not show; None where none is."""
    for one in drafts_of(community):
        if one.checks is not None and one.checks.coverage:
            return tuple(name for name in one.checks.missing if name.startswith(prefix))
    return None


@blueprint.get("/<community>/coverage")
def coverage(community: str) -> str:
    """Show how much of the rules the scenarios have shown, by the newest checks."""
    found = next(
        (one for one in drafts_of(community) if one.checks is not None and one.checks.coverage),
        None,
    )
    kinds = {
        "states": _("States a task was in"),
        "actions": _("Actions that were done"),
        "guards": _("Conditions seen to hold and not to hold"),
        "rows": _("Rows of tables that were read"),
        "limits": _("Limits that said other than yes"),
    }
    rows = []
    if found is not None and found.checks is not None:
        for name, words in kinds.items():
            if name in found.checks.coverage:
                seen, all_of = found.checks.coverage[name]
                rows.append((words, seen, all_of))
    chart = None
    if rows:
        shares = [round(100 * seen / (all_of or 1)) for _words, seen, all_of in rows]
        chart = pictures.bars(
            _("Share that the scenarios have shown"),
            [words for words, _seen, _all in rows],
            {_("Shown"): shares},
            unit="%",
            lying=True,
        )
    return render_template(
        "xiangyue/profiles/coverage.html",
        community=community,
        path=where(community, (None, _("Coverage"))),
        draft=found,
        rows=rows,
        chart=chart,
    )
