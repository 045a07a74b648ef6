"""Limits on digital intervention: which hold now, how strictly, and when not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.addresses import diff_value
from xiangyue.diff.change import Change, Effect, apart, title, word
from xiangyue.diff.people import who
from xiangyue.profile import Profile
from xiangyue.profile.binding import BUDGET_MS

Binding = Mapping[str, Any]

_ENFORCE: Final = "enforce"  # the one stance that refuses
_CLOSED: Final = "closed"
# What holds where it is left out.
_REST: Final[Mapping[str, Any]] = {"config": {}, "budget_ms": BUDGET_MS}


def diff_limits(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield which limits hold now, no longer, more or less strictly."""
    before, after = old.document.get("limits", {}), new.document.get("limits", {})
    gone, added, both = apart(before, after)
    for name in gone:
        values = {"limit": name, "old": before[name]["stance"]}
        effect: Effect = "allows" if _refuses(before[name]) else "changes"
        yield Change("diff-limit-removed", effect, f"limits.{name}", values)
    for name in added:
        values = {"limit": name, "new": after[name]["stance"]}
        effect = "forbids" if _refuses(after[name]) else "changes"
        yield Change("diff-limit-added", effect, f"limits.{name}", values)
    for name in both:
        yield from _limit(name, before[name], after[name])
        yield from _claim(name, old, new)


def _limit(name: str, old: Binding, new: Binding) -> Iterator[Change]:
    at = f"limits.{name}"
    plugins = old.get("limit", name), new.get("limit", name)
    if plugins[0] != plugins[1]:
        values = {"limit": name, "old": plugins[0], "new": plugins[1]}
        yield Change("diff-limit-plugin", "changes", f"{at}.limit", values)
    if old["stance"] != new["stance"]:
        values = {"limit": name, "old": old["stance"], "new": new["stance"]}
        effect: Effect = "forbids" if _refuses(new) else "allows" if _refuses(old) else "changes"
        yield Change("diff-limit-stance", effect, f"{at}.stance", values)
    holds = _refuses(old) and _refuses(new)
    gone, added, _ = apart(old.get("lifted_in", ()), new.get("lifted_in", ()))
    if added:
        lifted = {"limit": name, "modes": added}
        yield Change("diff-limit-lifted-added", _allows(holds), f"{at}.lifted_in", lifted)
    if gone:
        lifted = {"limit": name, "modes": gone}
        yield Change("diff-limit-lifted-removed", _forbids(holds), f"{at}.lifted_in", lifted)
    before, after = (side.get("broken", _CLOSED) for side in (old, new))
    if before != after:
        told = {"old": word(f"diff-broken-{before}"), "new": word(f"diff-broken-{after}")}
        effect = _forbids(holds) if after == _CLOSED else _allows(holds)
        yield Change("diff-limit-broken", effect, f"{at}.broken", {"limit": name, **told})
    for key, default in _REST.items():
        was, now = old.get(key, default), new.get(key, default)
        yield from diff_value(was, now, ("limits", name, key), words=True)


def _claim(name: str, old: Profile, new: Profile) -> Iterator[Change]:
    """Compare who may lift a limit for one command, with which word, and how it is reviewed."""
    sides = [side.document["limits"][name] for side in (old, new)]
    holds, at = all(map(_refuses, sides)), f"limits.{name}.claim"
    was, now = (side.get("claim", {}) for side in sides)
    gone, added, _ = apart(_roles(was), _roles(now))
    if added:
        told = {"limit": name, "who": who(added, new)}
        yield Change("diff-claim-added", _allows(holds), f"{at}.roles", told)
    if gone:
        told = {"limit": name, "who": who(gone, old)}
        yield Change("diff-claim-removed", _forbids(holds), f"{at}.roles", told)
    for key in ("field", "review") if was and now else ():
        if was[key] != now[key]:
            fields = {"old": title(was[key], old.fields), "new": title(now[key], new.fields)}
            yield Change(f"diff-claim-{key}", "changes", f"{at}.{key}", {"limit": name, **fields})


def _roles(claim: Mapping[str, Any]) -> list[str]:
    roles = claim.get("roles", [])
    return [roles] if isinstance(roles, str) else list(roles)


def _allows(holds: bool) -> Effect:
    return "allows" if holds else "changes"


def _forbids(holds: bool) -> Effect:
    return "forbids" if holds else "changes"


def _refuses(binding: Binding) -> bool:
    return bool(binding["stance"] == _ENFORCE)
