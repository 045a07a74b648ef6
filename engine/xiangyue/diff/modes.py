"""Modes: which there are, how long one act may give them, and what is different meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xiangyue.diff.addresses import diff_value
from xiangyue.diff.change import Change, Effect, apart, word
from xiangyue.profile import Mode, Profile
from xiangyue.text import Text
from xiangyue.time.worktime import Duration

_ALL: Final = ""  # the levels of which a mode says nothing apart


def diff_modes(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield which modes there are now, no longer, or under other rules."""
    gone, added, both = apart(old.modes, new.modes)
    for name in gone:
        values = {"mode": old.modes[name].title}
        yield Change("diff-mode-removed", "changes", f"modes.{name}", values)
    for name in added:
        values = {"mode": new.modes[name].title}
        yield Change("diff-mode-added", "changes", f"modes.{name}", values)
    for name in both:
        yield from _mode(old.modes[name], new.modes[name], f"modes.{name}")
        before, after = (side.document["modes"][name].get("set", {}) for side in (old, new))
        yield from diff_value(before, after, ("modes", name, "set"), words=True)


def _mode(old: Mode, new: Mode, at: str) -> Iterator[Change]:
    values: dict[str, Any] = {"mode": new.title}
    gone, added, _ = apart(old.levels, new.levels)
    if added:
        told = {**values, "levels": added}
        yield Change("diff-mode-levels-added", "allows", f"{at}.levels", told)
    if gone:
        told = {**values, "levels": gone}
        yield Change("diff-mode-levels-removed", "forbids", f"{at}.levels", told)
    if old.on_the_spot != new.on_the_spot:
        code = "diff-on-the-spot" if new.on_the_spot else "diff-on-the-spot-over"
        effect: Effect = "allows" if new.on_the_spot else "forbids"
        yield Change(code, effect, f"{at}.on_the_spot", values)
    yield from _terms(old, new, f"{at}.lasts")


def _terms(old: Mode, new: Mode, at: str) -> Iterator[Change]:
    """Compare how long one act gives the mode, level by level where they are told apart."""
    levels = dict.fromkeys((*old.lasts, *new.lasts))
    if len(levels) > 1:
        levels = dict.fromkeys((*old.levels, *new.levels, *levels))
        levels.pop(_ALL, None)
    for level in levels:
        before, after = old.term(level), new.term(level)
        if before != after:
            mode = word("diff-mode-at", mode=new.title, level=level) if level else new.title
            terms = {"mode": mode, "old": _term(before), "new": _term(after)}
            yield Change("diff-mode-lasts", _effect(before, after), at, terms)


def _effect(before: Duration | None, after: Duration | None) -> Effect:
    if before is None or after is None:
        return "allows" if after is None else "forbids"
    if not before.comparable(after):
        return "changes"
    return "allows" if before < after else "forbids"


def _term(term: Duration | None) -> Text | str:
    return word("diff-no-end") if term is None else str(term)
