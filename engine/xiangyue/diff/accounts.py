"""Accounts of points: who holds one, its ceilings, and the adoption that puts it in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.change import Change, apart, title, titles, word
from xiangyue.profile import Account, Amount, Profile
from xiangyue.text import Text

_AMOUNTS: Final = ("base", "month_cap", "class_share", "bonus_cap", "deduction_cap")


def diff_accounts(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield which accounts there are now, no longer, or under other rules."""
    gone, added, both = apart(old.accounts, new.accounts)
    for name in gone:
        values = {"account": old.accounts[name].title}
        yield Change("diff-account-removed", "changes", f"accounts.{name}", values)
    for name in added:
        values = {"account": new.accounts[name].title}
        yield Change("diff-account-added", "changes", f"accounts.{name}", values)
    for name in both:
        yield from _account(old, new, old.accounts[name], new.accounts[name])


def _account(old: Profile, new: Profile, was: Account, now: Account) -> Iterator[Change]:
    at = f"accounts.{now.id}"
    values: Mapping[str, Any] = {"account": now.title}
    yield from _kinds(was, now, f"{at}.of")
    for key in _AMOUNTS:
        before, after = getattr(was, key), getattr(now, key)
        if before != after:
            told = {**values, "old": _amount(before, old), "new": _amount(after, new)}
            yield Change(f"diff-account-{key}", "changes", f"{at}.{key}", told)
    if was.counts != now.counts:
        told = {**values, "old": _word("counts", was.counts), "new": _word("counts", now.counts)}
        yield Change("diff-account-counts", "changes", f"{at}.counts", told)
    if was.yearly != now.yearly:
        code = "diff-account-yearly" if now.yearly else "diff-account-not-yearly"
        yield Change(code, "changes", f"{at}.resets", values)
    gone, added, _ = apart(was.frail, now.frail)
    if added:
        told = {**values, "rules": titles(added, new.scoring)}
        yield Change("diff-account-frail-added", "changes", f"{at}.frail", told)
    if gone:
        told = {**values, "rules": titles(gone, old.scoring)}
        yield Change("diff-account-frail-removed", "changes", f"{at}.frail", told)
    for key in ("flow", "state", "renew", "funding", "scheme"):
        if getattr(was.adoption, key) != getattr(now.adoption, key):
            told = {**values, "old": _adopted(was, old, key), "new": _adopted(now, new, key)}
            yield Change(f"diff-adoption-{key}", "changes", f"{at}.adoption.{key}", told)


def _kinds(was: Account, now: Account, at: str) -> Iterator[Change]:
    """Compare which kinds of member hold the account."""
    gone, added, _ = apart(was.kinds, now.kinds)
    for code, kinds in (("added", added), ("removed", gone)):
        if kinds:
            told = {"account": now.title, "kinds": [_word("kind", kind) for kind in kinds]}
            yield Change(f"diff-account-of-{code}", "changes", at, told)


def _adopted(account: Account, profile: Profile, key: str) -> Text | str:
    """Return one thing about how the scheme is adopted, in words."""
    adoption = account.adoption
    if key == "renew":
        return str(adoption.renew)
    if key == "flow":
        return title(adoption.flow, profile.flows)
    if key == "state":
        flow = profile.flows.get(adoption.flow)
        return title(adoption.state, flow.states if flow else {})
    field = getattr(adoption, key)
    return title(field, profile.fields) if field else word("diff-nothing")


def _amount(amount: Amount | None, profile: Profile) -> Text | float:
    """Return a number, or the title of the param that says it."""
    if amount is None:
        return word("diff-nothing")
    return amount.value if amount.param is None else title(amount.param, profile.params)


def _word(room: str, name: str) -> Text:
    return word(f"diff-{room}-{name}")
