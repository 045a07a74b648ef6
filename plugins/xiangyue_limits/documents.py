"""Reading a profile's document the way several limits need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiangyue.plugs import Breach, Circumstances

IDS: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "uniqueItems": True,
}
"""The JSON Schema of a list of names in a limit's config."""

_ROOMS = {"flows": ("flow", "事项"), "roles": ("role", "角色"), "fields": ("field", "字段")}


def many(value: Any) -> tuple[str, ...]:
    """Return a name, a list of names or nothing as a tuple of names."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def line(text: str, most: int) -> str:
    """Return a profile's text as a piece of a sentence: in one line, of so many characters."""
    return " ".join(text.split())[:most]


def channels(case: Circumstances) -> Mapping[str, str]:
    """Return the channels by which a message goes, in their order, each with its kind."""
    known = case.profile.get("channels", {})
    return {
        name: known.get(name, {}).get("kind", "")
        for name in many(case.intervention.detail.get("by"))
    }


def unknown(room: str, names: Iterable[str], document: Mapping[str, Any]) -> Iterator[Breach]:
    """Yield what a limit's config names, and the profile does not have."""
    en, zh = _ROOMS[room]
    for name in names:
        if name not in document.get(room, {}):
            yield (
                f"{room}.{name}",
                {
                    "en": f"The limit names the {en} “{name}”, which is not there.",
                    "zh": f"该限度提到的{zh}“{name}”不存在。",
                },
                {"en": f"Name a {en} of this profile.", "zh": f"请改为本方案中已有的{zh}。"},
            )
