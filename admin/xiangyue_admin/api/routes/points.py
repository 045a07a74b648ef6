"""Points: balances, statements, settlements, and where an entry comes from."""

from __future__ import annotations

from typing import Any

from flask import Response

from xiangyue import Misuse
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import MonthQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.problems import nothing
from xiangyue_admin.api.routes.members import visible
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import decision_json, moment
from xiangyue_admin.months import middle_of

room = Room("points", "Points")
_ACCOUNT = "/communities/<community>/accounts/<account>"
_MEMBER = f"{_ACCOUNT}/members/<member>"


@room.get(_MEMBER, "points:read", answers={200: gives.Balance})
def balance(call: Call, community: str, account: str, member: str) -> Response:
    """Read what a member's account holds, in hundredths."""
    found = _statement(call, community, account, member, None)
    value = {"community": community, "account": account, "member": member}
    value |= {"hundredths": found.closing, "free": found.free, "frozen": found.frozen}
    return sent(call, value)


@room.get(f"{_MEMBER}/statement", "points:read", query=MonthQuery, answers={200: gives.Statement})
def statement(call: Call, community: str, account: str, member: str) -> Response:
    """Read one month of a member's account; this month if none is named."""
    found = _statement(call, community, account, member, call.query.month)
    return sent(
        call,
        {
            "community": community,
            "account": account,
            "member": member,
            "begins": moment(found.begins),
            "ends": moment(found.ends),
            "opening": found.opening,
            "closing": found.closing,
            "free": found.free,
            "frozen": found.frozen,
            "entries": [_entry(one) for one in found.entries],
        },
    )


def _statement(call: Call, community: str, account: str, member: str, month: str | None) -> Any:
    """Return a statement; of somebody from elsewhere only where they have points here."""
    known = visible(call, member) is not None
    try:
        found = call.engine.statement(community, member, account, month=middle_of(month))
    except Misuse as error:
        raise nothing() if error.code == "member-unknown" else error from None
    if not (known or found.entries or found.closing):
        raise nothing()
    return found


@room.get(
    f"{_ACCOUNT}/settlement", "points:read", query=MonthQuery, answers={200: gives.Settlement}
)
def settlement(call: Call, community: str, account: str) -> Response:
    """Read the list of a month for the notice board; the last whole month if none is named."""
    found = call.engine.settlement(community, account, month=middle_of(call.query.month))
    lines = [
        {
            "member": one.member,
            "name": one.name,
            "earned": one.earned,
            "spent": one.spent,
            "closing": one.closing,
            "frozen": one.frozen,
        }
        for one in found.lines
    ]
    value = {"community": community, "account": account, "title": found.title, "lines": lines}
    return sent(call, {**value, "begins": moment(found.begins), "ends": moment(found.ends)})


@room.get(
    "/communities/<community>/entries/<number>", "points:read", answers={200: gives.Explanation}
)
def explained(call: Call, community: str, number: str) -> Response:
    """Explain an entry of the ledger.

    The rule that brought it, what the rule read, and under which release.
    """
    found = call.engine.explain(community, number)
    decision = found.decision if call.personal else None
    return sent(
        call,
        {
            "entry": _entry(found.entry),
            "rule": found.rule,
            "title": found.title,
            "points": found.points,
            "basis": found.basis.of(call.language),
            "inputs": found.inputs,
            "personal": found.personal,
            "release": found.release,
            "profile": found.profile,
            "decision": decision_json(decision, call.language) if decision else None,
            "corrected_by": found.corrected_by,
        },
    )


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "number": entry.number,
        "member": entry.member,
        "account": entry.account,
        "hundredths": entry.amount,
        "balance": entry.balance,
        "rule": entry.rule,
        "sort": entry.sort,
        "task": f"{entry.community}/{entry.task}" if entry.task else "",
        "at": moment(entry.at),
        "corrects": entry.corrects or None,
    }
