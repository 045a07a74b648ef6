"""L36: training comes before digital duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import line, unknown
from xiangyue_limits.moments import instant

_SHORT, _LONGEST = 100, 800
_IN_PERSON = {"en": "agree on it in person or on paper.", "zh": "当面或纸质办理。"}


class Training(Limit):
    """Refuses to give digital work to somebody without the literacy that the role asks for.

    The level is the profile's for the role (``literacy``, DigComp 0-8), or that of ``minima``.
    Whoever has not been looked at counts as not trained. Work that comes on paper, by phone or
    at the counter is the offline way and needs no level.
    """

    name = "training"
    title: ClassVar[Words] = {"en": "Training before digital duty", "zh": "先培训后上岗"}
    basis = "[D] level check, with an offline alternative"
    rules = ("L36",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "minima": {
                "type": "object",
                "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 8},
            }
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "collect")

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield roles in the config that the profile does not have."""
        yield from unknown("roles", config.get("minima", ()), document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny digital work to whoever lacks the level of a role that is held now."""
        del facts
        if case.member is None or case.source != "digital":
            return None
        level, role = max(_needed(case, config), default=(0, ""))
        if (case.member.literacy or 0) >= level:
            return None
        title = case.profile["roles"][role]["title"]
        named = {lang: line(title.get(lang, role), _SHORT) for lang in ("en", "zh")}
        who = case.member.id
        return deny(
            {
                "en": f"As “{named['en']}”, {who} needs digital literacy level {level} first.",
                "zh": f"{who} 担任“{named['zh']}”，须先达到数字素养 {level} 级。",
            },
            _offline(case),
        )


def _needed(case: Circumstances, config: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield each role that is held now and needs a level, after that level."""
    minima, roles = config.get("minima", {}), case.profile.get("roles", {})
    for held in case.member.holdings if case.member else ():
        role = roles.get(held.role, {})
        if not (level := minima.get(held.role, role.get("literacy", 0))):
            continue
        over = held.until is not None and instant(held.until) <= case.now
        if role and instant(held.since) <= case.now and not over:
            yield level, held.role


def _offline(case: Circumstances) -> Words:
    """Say how to go on: training, or the flow's offline way."""
    way = case.profile.get("flows", {}).get(case.flow, {}).get("offline", {})
    en, zh = (line(way.get(lang, said), _LONGEST) for lang, said in _IN_PERSON.items())
    return {"en": f"Train first, or offline: {en}", "zh": f"请先培训；或线下办理：{zh}"}
