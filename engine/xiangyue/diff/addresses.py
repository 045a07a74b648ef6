"""All that has no meaning of its own here, compared by address; and the words that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.change import Change
from xiangyue.profile import Profile, address
from xiangyue.spelling import shown
from xiangyue.time.worktime import DEFAULT_HOURS, DEFAULT_WEEK

Steps = tuple[str | int, ...]

_ROOMS: Final = ("languages", "channels", "ladders", "fit", "matching", "alerts", "lists")
_WORDS: Final = frozenset({"title", "help", "say", "otherwise", "purpose", "offline"})
_MARKS: Final = frozenset({"basis", "unit"})
_NAMES: Final = frozenset({"ask", "by"})
# What holds where it is left out.
_DEFAULTS: Final[Mapping[str, Any]] = {"tries": 1, "weight": 1}


def diff_rest(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield what differs in the rooms that later parts of the engine run, by address."""
    for room in _ROOMS:
        yield from diff_value(old.document.get(room), new.document.get(room), (room,))
    if old.calendar != new.calendar:
        yield from diff_value(_calendar(old), _calendar(new), ("calendar",))


def diff_value(old: Any, new: Any, path: Steps, *, words: bool = False) -> Iterator[Change]:
    """Yield where two values differ, as deep down as they are mappings or lists of mappings.

    Words that people read are left out, unless ``words`` says that here they are none.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            before, after = (_value(side, key) for side in (old, new))
            if words or not is_words(key, before, after):
                yield from diff_value(before, after, (*path, key), words=words)
    elif _steps(old) and _steps(new):
        for n in range(max(len(old), len(new))):
            before, after = (side[n] if n < len(side) else None for side in (old, new))
            yield from diff_value(before, after, (*path, n), words=words)
    elif old != new:
        at = address(path)
        if old is None:
            yield Change("diff-set", "changes", at, {"new": _shown(new)})
        elif new is None:
            yield Change("diff-unset", "changes", at, {"old": _shown(old)})
        else:
            yield Change("diff-value", "changes", at, {"old": _shown(old), "new": _shown(new)})


def diff_as_imported(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Steps
) -> Iterator[Change]:
    """Yield where what the file of an import said of something differs."""
    before, after = (side.get("as_imported", {}) for side in (old, new))
    yield from diff_value(before, after, (*path, "as_imported"), words=True)


def diff_words(old: Any, new: Any, path: Steps = ()) -> Iterator[Change]:
    """Yield where the words that people read differ, and the basis, within what both have."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            before, after = old.get(key), new.get(key)
            if not (is_words(key, before, after) or _are_choices(path)):
                yield from diff_words(before, after, (*path, key))
            elif before != after:
                yield Change("diff-text", "changes", address((*path, key)), {})
    elif isinstance(old, list) and isinstance(new, list):
        for n, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from diff_words(before, after, (*path, n))


def is_words(key: str, *values: Any) -> bool:
    """Tell whether a key holds words here; a field or role may have a name such as title too."""
    found = [value for value in values if value is not None]
    if key in _MARKS:
        return all(isinstance(value, str) or _are_texts(value) for value in found)
    return key in _WORDS and all(map(_are_texts, found))


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _are_choices(path: Steps) -> bool:
    """Tell whether what stands under a path are the words for the values of a field."""
    return path[:1] == ("fields",) and path[2:] == ("choices",)


def _calendar(profile: Profile) -> dict[str, Any]:
    """Return the calendar with what holds where it says nothing."""
    week, hours = list(DEFAULT_WEEK), [list(pair) for pair in DEFAULT_HOURS]
    default = {"timezone": "UTC", "week": week, "hours": hours, "open": [], "closed": []}
    return {**default, **profile.document.get("calendar", {})}


def _value(side: Mapping[str, Any], key: str) -> Any:
    value = side.get(key, _DEFAULTS.get(key))
    return [value] if key in _NAMES and isinstance(value, str) else value


def _steps(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(value) or "–"
    if isinstance(value, list):
        return ", ".join("–".join(v) if isinstance(v, list) else shown(v) for v in value) or "–"
    return shown(value)
