"""What actions set off: who is newly made responsible, told, asked, and what is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xiangyue.diff.change import Change, title, word
from xiangyue.diff.people import person
from xiangyue.diff.stage import Pair
from xiangyue.profile import Intervention, Profile
from xiangyue.spelling import shown
from xiangyue.text import Text

_WORDS: Final = ("say",)
_LISTS: Final = ("by", "fields")


def diff_does(pair: Pair) -> Iterator[Change]:
    """Yield what an action sets off now that it did not before, and the reverse.

    Neither other words nor another order are a change.
    """
    old, new = list(pair.old.does), list(pair.new.does)
    for does in tuple(old):
        same = next((other for other in new if _meaning(other) == _meaning(does)), None)
        if same is not None:
            old.remove(does)
            new.remove(same)
    for does in tuple(old):
        like = next((n for n in new if _what(n) == _what(does)), None)
        if like is not None:
            old.remove(does)
            new.remove(like)
            values = {**_values(pair, like, pair.stage.new), "detail": _detail(does, like)}
            yield Change("diff-does-changed", "changes", like.address, values)
    for does in old:
        values = _values(pair, does, pair.stage.old)
        yield Change(f"diff-{does.kind}-removed", "changes", does.address, values)
    for does in new:
        values = _values(pair, does, pair.stage.new)
        yield Change(f"diff-{does.kind}-added", "changes", does.address, values)


def _values(pair: Pair, does: Intervention, profile: Profile) -> dict[str, Any]:
    whom: Text = word("diff-who-everyone") if does.to is None else person(does.to, profile)
    role = does.detail.get("role")
    given = {} if role is None else {"role": title(role, profile.roles)}
    return {"action": pair.name, "who": whom, **given}


def _what(does: Intervention) -> tuple[str, str | None, str | None]:
    return does.kind, does.to, does.detail.get("role")


def _meaning(does: Intervention) -> tuple[str, dict[str, Any]]:
    detail = {key: value for key, value in does.detail.items() if key not in _WORDS}
    for key in _LISTS:
        if isinstance(detail.get(key), str):
            detail[key] = [detail[key]]
    return does.kind, {**detail, "accessory": does.accessory}


def _detail(old: Intervention, new: Intervention) -> str:
    before, after = _meaning(old)[1], _meaning(new)[1]
    return "; ".join(
        f"{key} {_shown(before.get(key))} → {_shown(after.get(key))}"
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return "–" if value is None else shown(value)
