"""Another value, another row, another profile: tried on examples, then drafted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import BadInput, Conflict, Decision, Profile, XiangyueError
from xiangyue.office import Revision, uses, with_tables
from xiangyue_admin.bases import basis
from xiangyue_admin.forms import Grid, Sheet, of_param, param_sheet
from xiangyue_admin.rooms.profiles import checking
from xiangyue_admin.rooms.profiles.room import (
    acts,
    blueprint,
    engine,
    key,
    rules_of,
    said_of,
    values_of,
    where,
    write,
)
from xiangyue_admin.rooms.profiles.trying import Rules, trial
from xiangyue_admin.shelf import profiles_on_the_shelf
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to

Problems = list[tuple[str | None, str]]


@blueprint.route("/<community>/params", methods=["GET", "POST"])
def params(community: str) -> str | Response | tuple[str, int]:
    """Change several params in one draft."""
    profile, newest = rules_of(community)
    title = _("All values")
    return _params(community, profile, newest, list(profile.params), title)


@blueprint.route("/<community>/params/<name>", methods=["GET", "POST"])
def param(community: str, name: str) -> str | Response | tuple[str, int]:
    """Say of one param what it is and where it counts; try another value, and draft it."""
    profile, newest = rules_of(community)
    if name not in profile.params:
        abort(404)
    title = profile.params[name].title.of(language()) or name
    return _params(community, profile, newest, [name], title)


def _params(
    community: str, profile: Profile, newest: Revision, names: list[str], title: str
) -> str | Response | tuple[str, int]:
    held = values_of(newest)
    form = param_sheet(profile, names, held)
    problems: Problems = []
    decision = None
    wants = form.is_submitted()
    sound = bool(form.validate()) if wants else True
    given = {name: value for name, value in form.given.items() if value != held[name]}
    if wants and request.form.get("do") == "draft":
        problems += reason_problems()
        if sound and not given:
            problems.append((form.inputs[0].aim, _("Nothing is changed yet: write another value.")))
        if sound and not problems:
            summary = _titled(profile, held, given)
            decision = draft_it(community, problems, form=form, title=summary, params=given)
            if decision:
                return redirect(to("profiles.change", community=community, task=decision.task), 303)
    now, then = Rules(profile, held), Rules(profile, {**held, **given}) if sound else None
    single = profile.params[names[0]] if len(names) == 1 else None
    page = render_template(
        "xiangyue/profiles/draft_params.html",
        community=community,
        path=where(community, (None, title)),
        title=title,
        form=form,
        facts=[(one, _facts(profile, one, held)) for one in names],
        trial=trial(now, then, params=names) if single else None,
        places=_places(profile, names[0]) if single else [],
        history=_history(community, names[0]) if single else [],
        problems=[*problems, *form.summary()],
        **common(newest, decision),
    )
    return (page, 422) if problems or not sound or decision is not None else page


def _facts(profile: Profile, name: str, held: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what holds now, what the profile says, and where that comes from."""
    found = profile.params[name]
    now, own = write(profile, name, held[name]), write(profile, name, found.default)
    return now, own, basis(found.basis)


@blueprint.route("/<community>/tables/<name>", methods=["GET", "POST"])
def table(community: str, name: str) -> str | Response | tuple[str, int]:
    """Show a decision table; try other rows, and draft them."""
    profile, newest = rules_of(community)
    if name not in profile.tables:
        abort(404)
    sent = request.form if request.method == "POST" else None
    grid = Grid(profile, name, sent=sent)
    held = values_of(newest)
    now, then = Rules(profile, held), _as_drafted(profile, name, grid, held)
    problems: Problems = []
    decision = None
    if sent and sent.get("do") == "draft" and not grid.asks_more:
        problems += reason_problems()
        if then is not None and not problems:
            tables = {name: grid.read()}
            title = _("Table: %(title)s", title=grid.title)
            decision = draft_it(community, problems, grid=grid, title=title, tables=tables)
            if decision:
                return redirect(to("profiles.change", community=community, task=decision.task), 303)
    found = trial(now, then, table=name)
    problems += grid.summary()
    document = profile.document["tables"][name]
    page = render_template(
        "xiangyue/profiles/draft_table.html",
        community=community,
        path=where(community, (None, grid.title)),
        grid=grid,
        help=(document.get("help") or {}).get(language(), ""),
        basis=basis(document.get("basis", "project default")),
        trial=found,
        problems=problems,
        **common(newest, decision),
    )
    return (page, 422) if problems or decision is not None else page


def _as_drafted(profile: Profile, name: str, grid: Grid, held: Mapping[str, Any]) -> Rules | None:
    """Return the rules with the rows of the grid; None, said at its cells, where they are none."""
    if grid.asks_more:
        return None
    rows = grid.read()
    if rows is None:
        return None
    if rows == profile.document["tables"][name]["rows"]:
        return Rules(profile, held)
    try:
        return Rules(with_tables(profile, {name: rows}), held)
    except BadInput as error:
        grid.blame(getattr(error, "findings", None) or error)
        return None


@blueprint.route("/<community>/profile", methods=["GET", "POST"])
def whole(community: str) -> str | Response | tuple[str, int]:
    """Draft another profile as a whole."""
    profile, newest = rules_of(community)
    known = profiles_on_the_shelf()
    problems: Problems = []
    decision = None
    chosen = request.form.get("profile", "")
    if request.method == "POST":
        if chosen not in dict(known):
            problems.append(("profile", _("Choose a profile from the list.")))
        problems += reason_problems()
        if not problems:
            title = _("Another profile: %(title)s", title=dict(known)[chosen])
            decision = draft_it(community, problems, title=title, profile=chosen)
            if decision:
                return redirect(to("profiles.change", community=community, task=decision.task), 303)
    page = render_template(
        "xiangyue/profiles/draft_profile.html",
        community=community,
        path=where(community, (None, _("Another profile"))),
        profile=profile,
        known=known,
        chosen=chosen or profile.id,
        problems=problems,
        **common(newest, decision),
    )
    return (page, 422) if problems or decision is not None else page


def draft_it(
    community: str,
    problems: Problems,
    *,
    title: str,
    form: Sheet | None = None,
    grid: Grid | None = None,
    **what: Any,
) -> Decision | None:
    """Draft a change and begin its checks; None, said in the page, where it cannot be."""
    try:
        decision = engine().draft(
            community,
            by=here().member,
            reason=request.form["reason"].strip(),
            revision=request.form.get("revision", type=int),
            key=request.form.get("key") or None,
            title=title[:200],
            **what,
        )
    except Conflict as error:
        problems.append((None, error.describe(language())))
        return None
    except XiangyueError as error:
        found = getattr(error, "findings", None)
        if grid is not None:
            grid.blame(found or [error])
        elif form is not None:
            form.blame(found or [error])
        else:
            problems.append((None, error.describe(language())))
        return None
    if decision:
        checking.begin(engine(), decision.ref)
    return decision


def reason_problems() -> Problems:
    """Return why whoever sent a form cannot draft by it as it is."""
    if not acts():
        return [(None, _("Your account acts as no member, so it cannot draft."))]
    reason = request.form.get("reason", "").strip()
    if len(reason) < 2:
        return [("reason", _("Say why: whoever approves it reads this first."))]
    return []


def common(newest: Revision, decision: Decision | None) -> dict[str, Any]:
    """Return what every page of a draft shows: the reason, and why it was not taken."""
    return {
        "newest": newest,
        "key": request.form.get("key") or key(),
        "reason": request.form.get("reason", ""),
        "refused": decision if decision is not None and not decision else None,
        "acts": acts(),
    }


def _titled(profile: Profile, held: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return what a draft of params is called: what changes, in words."""
    said = (
        _(
            "%(title)s: %(new)s instead of %(old)s",
            title=of_param(profile, name).title,
            new=write(profile, name, value),
            old=write(profile, name, held[name]),
        )
        for name, value in given.items()
    )
    return "; ".join(said)


def _places(profile: Profile, name: str) -> list[str]:
    return list(dict.fromkeys(place_of(profile, address) for address in uses(profile, name)))


def _history(community: str, name: str) -> list[tuple[Revision, list[str]]]:
    return [
        (one, said_of(_about(one, name)))
        for one in engine().revisions(community, limit=50)
        if any(True for _change in _about(one, name))
    ]


def _about(revision: Revision, name: str) -> Iterable[Any]:
    return [one for one in revision.changes if one.address == f"params.{name}"]


def place_of(profile: Profile, address: str) -> str:
    """Say where in a profile an address lies, in words as far as there are any."""
    steps = address.split(".")
    document: object = profile.document
    words: list[str] = []
    for step in steps:
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, (list, tuple)) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            break
        if isinstance(document, dict) and isinstance(document.get("title"), dict):
            titles = document["title"]
            words.append(titles.get(language()) or titles.get("en", step))
    return " › ".join(words) or address
