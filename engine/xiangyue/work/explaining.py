"""Where entries of the points ledger come from: the rule, what it saw, and who decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xiangyue.flow import Plan, Scored, is_entry
from xiangyue.journal import to_decision
from xiangyue.storage import Reader
from xiangyue.storage.book import corrections, entries_numbered
from xiangyue.text import Text
from xiangyue.values import Decision, LedgerEntry, Value, replace
from xiangyue.work.bookkeeping import BASE, RESET
from xiangyue.work.plans import Plans

_TITLES = {
    BASE: Text(en="Points that everybody begins with", zh="账户基础分"),
    RESET: Text(en="Yearly reset", zh="年度清零"),
}


class Explanation(Value, frozen=True):
    """Where an entry comes from: the rule, what it saw, the decision, and the release.

    ``inputs`` are the values that the rule read; personal ones are only named. ``rule`` is None
    for what everybody begins with and for a yearly reset. ``corrected_by`` are the numbers of the
    entries that correct it.
    """

    entry: LedgerEntry
    rule: str | None
    title: Text
    points: str
    basis: Text
    inputs: Mapping[str, Any]
    personal: tuple[str, ...]
    release: str
    profile: str
    decision: Decision | None
    corrected_by: tuple[str, ...] = ()


def explain_entries(
    reader: Reader, plans: Plans, community: str, numbers: Sequence[str]
) -> dict[str, Explanation]:
    """Return where entries of a community's ledger come from, by their numbers (``17.0``).

    What there is not is left out. It takes as many statements for a hundred as for one.
    """
    entries = entries_numbered(reader, community, [one for one in numbers if is_entry(one)])
    corrected = corrections(reader, community, entries.values())
    read = reader.entries(community, [entry.seq for entry in entries.values()])
    found = {}
    for number, entry in entries.items():
        body, payload, _ = read[entry.seq]
        scorer = body.get("for", body.get("actor", ""))
        decision = to_decision(body, payload) if entry.sort != RESET else None
        plan = plans.get(reader, decision.release, decision.mode) if decision else None
        scored = replace(entry, scorer=scorer)
        found[number] = _explained(scored, plan, decision, corrected.get(number, ()))
    return found


def _explained(
    entry: LedgerEntry, plan: Plan | None, decision: Decision | None, corrected_by: tuple[str, ...]
) -> Explanation:
    """Return where an entry comes from; behind a yearly reset there is no decision."""
    scored = _scored(entry, plan, decision) if plan and decision else None
    rule = scored.rule if scored else None
    account = plan.profile.accounts.get(entry.account) if plan else None
    stated = rule or account
    read = _names(scored) if scored else frozenset()
    return Explanation(
        entry=entry,
        rule=rule.id if rule else None,
        title=rule.title if rule else _TITLES[entry.sort],
        points=rule.points if rule else "",
        basis=stated.basis if stated else Text(),
        inputs={n: v for n, v in decision.saw.items() if n in read} if decision else {},
        personal=tuple(n for n in decision.saw_private if n in read) if decision else (),
        release=decision.release if decision else "",
        profile=plan.profile.id if plan else "",
        decision=decision,
        corrected_by=corrected_by,
    )


def _scored(entry: LedgerEntry, plan: Plan, decision: Decision) -> Scored | None:
    """Return the scoring rule that made an entry; base points come with the account."""
    if entry.sort == BASE:
        return None
    flow = plan.flows[decision.flow]
    step = flow.step(decision.command.action) if decision.before else flow.opening
    return next(scored for scored in step.scoring if scored.rule.id == entry.rule)


def _names(scored: Scored) -> frozenset[str]:
    rules = (scored.when, scored.points, scored.group)
    return frozenset(name for rule in rules if rule for name in rule.names)
