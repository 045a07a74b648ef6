"""The points of a community: accounts and their adoption, statements, the month's list, appeals."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from xiangyue import Misuse, Profile, Task
from xiangyue.office import Statement
from xiangyue_admin import speaking
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.bases import basis
from xiangyue_admin.months import middle_of
from xiangyue_admin.rooms.communities.room import (
    blueprint,
    flow_of,
    governed,
    page,
    shown_month,
    state_of,
    task_page,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.earned import inputs
from xiangyue_admin.visiting import here, to

_MOST = 50
_A_MONTH = 500  # entries of a month that are shown


class Book(NamedTuple):
    """An account, whether a vote has put it in force, and until when that holds."""

    id: str
    title: str
    hours: bool
    adopted: Task | None
    url: str | None
    until: int | None
    flow: str


@blueprint.get("/<community>/points")
def points(community: str) -> str | Response:
    """Show which points there are, what has put them in force, and which appeals are open."""
    engine = here().engine
    profile = engine.profile(governed(community))
    named, wrong = request.args.get("member", "").strip(), []
    if named and engine.known_members([named]):
        chosen = {"account": _account(profile), "member": named}
        return redirect(to("communities.statement", community=community, **chosen), 303)
    if named:
        where = f"member-{request.args.get('account', '')}"
        wrong = [(where, _("Nobody is registered by this id."))]
    appealed = dict.fromkeys(rule.flow for rule in profile.scoring.values() if rule.corrects)
    appeals = [
        task
        for flow in appealed
        for task in engine.tasks(community, flow=flow, ended=False, limit=_MOST).tasks
    ]
    return page(
        "points",
        community,
        _("Points"),
        wrong=wrong,
        books=_books(community, profile),
        appeals=[
            (task, task_page(task.ref), flow_of(profile, task.flow), _state(profile, task))
            for task in appeals
        ],
        appealed=[flow_of(profile, name) for name in appealed],
        last=shown_month(micros() - 31 * 86_400_000_000),
    )


def _state(profile: Profile, task: Task) -> str:
    return state_of(profile, task.flow, task.state)


def _books(community: str, profile: Profile) -> list[Book]:
    engine, found = here().engine, []
    for account in profile.accounts.values():
        way = account.adoption
        held = engine.tasks(community, flow=way.flow, state=way.state, ended=False, limit=1).tasks
        task = held[0] if held else None
        found.append(
            Book(
                account.id,
                account.title.of(speaking.language()),
                account.counts == "hours",
                task,
                task_page(task.ref) if task else None,
                task.state_due if task else None,
                flow_of(profile, way.flow),
            )
        )
    return found


@blueprint.get("/<community>/points/settlement")
def settlement(community: str) -> Any:
    """Show the list of a month, by code and never by points."""
    engine = here().engine
    profile = engine.profile(governed(community))
    account = _account(profile)
    asked = middle_of(request.args.get("month"))
    wrong, found = "", None
    try:
        found = engine.settlement(community, account, month=asked)
    except Misuse as error:
        wrong = here().say(error)
    return page(
        "settlement",
        community,
        _("List of the month"),
        (to("communities.points", community=community), _("Points")),
        account=profile.accounts[account],
        found=found,
        month=shown_month(found.begins) if found else request.args.get("month", ""),
        wrong=wrong,
    )


@blueprint.get("/<community>/points/statement/<member>")
def statement(community: str, member: str) -> str:
    """Show one month of an account, like a page of a bank book."""
    engine = here().engine
    profile = engine.profile(governed(community))
    account = _account(profile)
    asked = middle_of(request.args.get("month"))
    found = engine.statement(community, member, account, month=asked, most=_A_MONTH + 1)
    return page(
        "statement",
        community,
        _("Statement"),
        (to("communities.points", community=community), _("Points")),
        account=profile.accounts[account],
        member=member,
        found=found,
        entries=found.entries[:_A_MONTH],
        more=len(found.entries) > _A_MONTH,
        titles=_titles(profile, found),
        month=shown_month(found.begins),
        before=shown_month(found.begins - 1),
        after=shown_month(found.ends) if found.ends <= micros() else None,
    )


def _titles(profile: Profile, found: Statement) -> dict[str, str]:
    """Return what entries are for; those of a rule that is gone are looked up in their release."""
    engine, language = here().engine, speaking.language()
    ruled = {
        one.number: None if one.sort == "base" else profile.scoring.get(one.rule)
        for one in found.entries
    }
    gone = [number for number, rule in ruled.items() if rule is None]
    said = engine.explain_each(found.community, gone) if gone else {}
    return {n: (rule or said[n]).title.of(language) for n, rule in ruled.items()}


@blueprint.get("/<community>/points/entries/<number>")
def entry(community: str, number: str) -> str:
    """Explain an entry: its rule, what the rule read, who decided, by which release."""
    engine = here().engine
    profile = engine.profile(governed(community))
    found = engine.explain(community, number)
    decided = found.decision
    return page(
        "entry",
        community,
        _("Entry %(number)s", number=number),
        (to("communities.points", community=community), _("Points")),
        found=found,
        one=found.entry,
        account=profile.accounts.get(found.entry.account),
        url=task_page(f"{community}/{found.entry.task}") if found.entry.task else None,
        flow=flow_of(profile, decided.flow) if decided else "",
        basis=basis(found.basis),
        inputs=inputs(profile, found.inputs),
        personal=[_field(profile, name) for name in found.personal],
    )


def _field(profile: Profile, name: str) -> str:
    """Return what a field is called that a rule reads."""
    found = profile.fields.get(name)
    return found.title.of(speaking.language()) if found else name


def _account(profile: Profile) -> str:
    """Return which account the address means, the first of the profile if it says none."""
    if not profile.accounts:
        abort(404)
    asked = request.args.get("account", "")
    return asked if asked in profile.accounts else next(iter(profile.accounts))
