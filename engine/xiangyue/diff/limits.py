"""Limits on digital intervention: which hold now, how strictly, and when not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.addresses import diff_value
from xiangyue.diff.change import Change, Effect, apart
from xiangyue.profile import Profile

Binding = Mapping[str, Any]

_ENFORCE: Final = "enforce"  # the one stance that refuses
_REST: Final = ("config", "budget_ms")


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
        effect = "allows" if holds else "changes"
        yield Change("diff-limit-lifted-added", effect, f"{at}.lifted_in", lifted)
    if gone:
        lifted = {"limit": name, "modes": gone}
        effect = "forbids" if holds else "changes"
        yield Change("diff-limit-lifted-removed", effect, f"{at}.lifted_in", lifted)
    broken = old.get("broken"), new.get("broken")
    if broken[0] != broken[1]:
        values = {"limit": name, "old": broken[0] or "–", "new": broken[1] or "–"}
        yield Change("diff-limit-broken", "changes", f"{at}.broken", values)
    for key in _REST:
        yield from diff_value(old.get(key), new.get(key), ("limits", name, key), words=True)


def _refuses(binding: Binding) -> bool:
    return bool(binding["stance"] == _ENFORCE)
