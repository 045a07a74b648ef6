"""Accounts of points: declared, put in force by an adoption, and open to those who are frail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from xiangyue.flow import PARAMS, kind_of
from xiangyue.lint.counted import MERITS
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import SCHEME, Account, Finding
from xiangyue.rules import Kind

NUMBERS = (Kind.INTEGER, Kind.NUMBER)

AMOUNTS: Mapping[str, tuple[float, float]] = {
    "base": (0, inf),
    "month_cap": (0, inf),
    "class_share": (1, 100),
    "bonus_cap": (0, inf),
    "deduction_cap": (0, inf),
}
"""What an account may leave to a param, and between what it must lie."""


def check_accounts(subject: Subject) -> Iterator[Finding]:
    """Find accounts that could never be in force, and those into which nothing goes."""
    scoring = subject.profile.scoring.values()
    accounts = subject.profile.accounts
    for rule in scoring:
        path: Steps = ("scoring", rule.id, "account")
        if rule.corrects is None:
            yield from unknown(subject, "account", [rule.account], accounts, *path)
        elif subject.root.get(*path) is not None:
            yield subject.about_key("correction-account", "warning", path, rule=rule.title)
    scored = {rule.account for rule in scoring if rule.corrects is None}
    for name, account in accounts.items():
        at = ("accounts", name)
        # What other profiles bring is an offer: it need not be taken.
        own = subject.root.place_of(*at).file == subject.root.place.file
        if name not in scored and own and subject.profile.flows:
            yield subject.about_key("account-unscored", "warning", at, account=name)
        yield from _check_adoption(subject, account)
        yield from _check_frail(subject, account)
        yield from _check_amounts(subject, name)


def _check_adoption(subject: Subject, account: Account) -> Iterator[Finding]:
    path: Steps = ("accounts", account.id, "adoption")
    adoption, profile = account.adoption, subject.profile
    yield from unknown(subject, "flow", [adoption.flow], profile.flows, *path, "flow")
    flow = profile.flows.get(adoption.flow)
    if flow:
        yield from unknown(subject, "state", [adoption.state], flow.states, *path, "state")
    yield from _check_scheme(subject, account)
    if adoption.funding is None:
        return
    at = (*path, "funding")
    numbers = [f.id for f in profile.fields.values() if kind_of(f.schema) in NUMBERS]
    if adoption.funding not in profile.fields:
        yield subject.error("unknown-field", *at, **guess(adoption.funding, numbers))
    elif adoption.funding not in numbers:
        yield subject.error("funding-no-number", *at, field=adoption.funding)
    elif profile.fields[adoption.funding].sensitivity != "none":
        yield subject.error("field-kept-apart", *at, field=adoption.funding)
    elif flow and not subject.graphs[flow.id].asks_for(adoption.funding):
        yield subject.warning("funding-unasked", *at, field=adoption.funding, flow=flow.title)


def _check_scheme(subject: Subject, account: Account) -> Iterator[Finding]:
    """Find a field that could not say what was adopted, or that nobody asks for."""
    adoption, fields = account.adoption, subject.profile.fields
    if adoption.scheme is None:
        return
    at = ("accounts", account.id, "adoption", "scheme")
    yield from unknown(subject, "field", [adoption.scheme], fields, *at)
    flow = subject.profile.flows.get(adoption.flow)
    if adoption.scheme not in fields or flow is None:
        return
    if fields[adoption.scheme].measure != SCHEME:
        yield subject.error("scheme-unmeasured", *at, field=adoption.scheme)
    adopting = [
        one
        for one in flow.actions.values()
        if adoption.state in {branch.to for branch in one.branches}
    ]
    if not all(adoption.scheme in one.asks for one in adopting):
        yield subject.error("scheme-unasked", *at, field=adoption.scheme, flow=flow.title)


def _check_frail(subject: Subject, account: Account) -> Iterator[Finding]:
    path: Steps = ("accounts", account.id, "frail")
    earning = [
        rule.id
        for rule in subject.profile.scoring.values()
        if rule.account == account.id and rule.sort in MERITS
    ]
    yield from unknown(subject, "award", account.frail, earning, *path)
    if "household" in account.kinds and not account.frail:
        yield subject.about_key("account-no-frail", "error", path[:2], account=account.title)


def _check_amounts(subject: Subject, name: str) -> Iterator[Finding]:
    params = subject.document.get("params", {})
    for key, (least, most) in AMOUNTS.items():
        amount = subject.document["accounts"][name].get(key)
        if not isinstance(amount, str):
            continue
        path, param = ("accounts", name, key), amount.removeprefix(PARAMS)
        yield from unknown(subject, "param", [param], params, *path)
        if param not in params:
            continue
        schema = params[param]["schema"]
        if kind_of(schema) not in NUMBERS:
            yield subject.error("amount-no-number", *path, param=param)
        elif not (least <= _least(schema) and _most(schema) <= most):
            bounds = f"{least}–{most}" if most < inf else f"≥ {least}"
            yield subject.error("amount-bounds", *path, param=param, bounds=bounds)


def _least(schema: Mapping[str, Any]) -> float:
    return float(min(schema["enum"])) if "enum" in schema else float(schema.get("minimum", -inf))


def _most(schema: Mapping[str, Any]) -> float:
    return float(max(schema["enum"])) if "enum" in schema else float(schema.get("maximum", inf))
