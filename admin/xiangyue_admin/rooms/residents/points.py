"""The month's list as it hangs out, one's own page by the slip, and the appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Misuse, Profile, XiangyueError
from xiangyue_admin.held import Held, is_once, once
from xiangyue_admin.months import middle_of
from xiangyue_admin.plainly import blame, plain_sheet, uses
from xiangyue_admin.rooms.residents.bringing import RECEIPT
from xiangyue_admin.rooms.residents.door import (
    LOOKED_UP_A_MINUTE,
    RAISED_A_MINUTE,
    READ_A_MINUTE,
    blueprint,
    profile_of,
    throttled,
)
from xiangyue_admin.visiting import here, to

_SLIP = "slip"
_MONTHS = 12
_ENTRY = "entry"


@blueprint.get("/<community>/points")
def points(community: str) -> str:
    """Show a month's list: no names, a code for each line."""
    profile = profile_of(community)
    throttled("read", READ_A_MINUTE)
    months, account = last_months(), _account(profile, request.args.get("account"))
    month = _month(request.args.get("month"), months)
    found = None
    if account is not None:
        try:
            found = here().engine.settlement(
                community, account, month=middle_of(month), hidden=True
            )
        except Misuse:
            found = None
    return render_template(
        "xiangyue/residents/points.html",
        community=community,
        profile=profile,
        account=account,
        months=months,
        month=month,
        found=found,
    )


@blueprint.route("/<community>/slip", methods=["GET", "POST"])
def slip(community: str) -> str | Response | tuple[str, int]:
    """Show one's own page to whoever holds the slip of the month."""
    profile = profile_of(community)
    months, wrong = last_months(), None
    account = _account(profile, request.values.get("account"))
    month = _month(request.values.get("month"), months)
    if account is None:
        abort(404)
    if request.method == "POST":
        throttled("slip", LOOKED_UP_A_MINUTE)
        number = request.form.get("number", "")[:100]
        try:
            here().engine.statement_of_slip(community, number, account, month=middle_of(month))
        except XiangyueError as error:
            wrong = here().say(error)
        else:
            Held(_SLIP, community).keep(number, account=account, month=month)
            return redirect(to("residents.page", community=community), 303)
    page = render_template(
        "xiangyue/residents/slip.html",
        community=community,
        profile=profile,
        account=account,
        months=months,
        month=month,
        wrong=wrong,
    )
    return (page, 422) if wrong else page


@blueprint.get("/<community>/page")
def page(community: str) -> str | Response:
    """Show the page of the account, and let each entry be appealed against."""
    held = Held(_SLIP, community).read()
    if held is None:
        return redirect(to("residents.slip", community=community), 303)
    engine, profile = here().engine, profile_of(community)
    lately = "lately" in request.args
    found = _statement(community, held, lately=lately)
    said = engine.explain_each(community, [one.number for one in found.entries])
    return render_template(
        "xiangyue/residents/page.html",
        community=community,
        found=found,
        month=held["month"],
        lately=lately,
        titles={number: one.title for number, one in said.items()},
        appeals=appeal_flow(profile) is not None,
    )


@blueprint.route("/<community>/appeal/<entry>", methods=["GET", "POST"])
def appeal(community: str, entry: str) -> str | Response | tuple[str, int]:
    """Take an appeal in against one entry of one's own page."""
    held, profile = Held(_SLIP, community).read(), profile_of(community)
    if held is None:
        return redirect(to("residents.slip", community=community), 303)
    engine, flow = here().engine, appeal_flow(profile)
    pages = [_statement(community, held, lately=lately) for lately in (False, True)]
    entries = {one.number: one for found in pages for one in found.entries}
    if flow is None or entry not in entries:
        abort(404)
    opening, mark = profile.flows[flow].opening, request.form.get("once", "")
    needs = [name for name in opening.needs if name != _entry_field(profile, flow)]
    form = plain_sheet(profile, needs, needed=needs)
    if request.method == "POST":
        throttled("raise", RAISED_A_MINUTE)
        if form.validate():
            title = engine.explain(community, entry).title.of(here().language)
            decision = engine.receive(
                flow=flow,
                community=community,
                by=pages[0].member,
                title=f"{entry} {title}",
                data={**form.given, _entry_field(profile, flow): entry},
                key=mark if is_once(mark) else once(),
                receipt=True,
            )
            if decision.outcome != "refused" and decision.receipt:
                Held(RECEIPT, community).keep(decision.receipt, new="1")
                return redirect(to("residents.receipt", community=community), 303)
            blame(form, decision)
    page = render_template(
        "xiangyue/residents/appeal.html",
        community=community,
        flow=profile.flows[flow],
        entry=entries[entry],
        title=engine.explain(community, entry).title,
        form=form,
        once=once(),
        uses=uses(profile, needs),
        wrong=form.summary() if request.method == "POST" else [],
    )
    return (page, 422) if request.method == "POST" else page


def _statement(community: str, held: dict[str, str], *, lately: bool) -> Any:
    return here().engine.statement_of_slip(
        community, held["number"], held["account"], month=middle_of(held["month"]), lately=lately
    )


def appeal_flow(profile: Profile) -> str | None:
    """Return the flow by which an entry of the ledger is appealed against, if there is one."""
    for flow in profile.flows.values():
        if "anyone" in flow.opening.by and _entry_field(profile, flow.id):
            return flow.id
    return None


def _entry_field(profile: Profile, flow: str) -> str:
    needs = profile.flows[flow].opening.needs
    found = (n for n in needs if profile.fields[n].schema.get("format") == _ENTRY)
    return next(found, "")


def last_months() -> Sequence[str]:
    """Return the last twelve whole months, as 2026-05, the newest first."""
    today = datetime.now(UTC)
    count = today.year * 12 + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(count - 1, count - 1 - _MONTHS, -1)]


def _month(text: str | None, months: Sequence[str]) -> str:
    return text if text is not None and text in months else months[0]


def _account(profile: Profile, name: str | None) -> str | None:
    return name if name in profile.accounts else next(iter(profile.accounts), None)


@blueprint.get("/<community>/appeals")
def appeals(community: str) -> str:
    """Say which ways there are to object, and lead to each."""
    profile = profile_of(community)
    return render_template(
        "xiangyue/residents/appeals.html",
        community=community,
        points=bool(profile.accounts) and appeal_flow(profile) is not None,
        complaint="complaint" in profile.flows,
    )
