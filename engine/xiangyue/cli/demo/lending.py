"""The resource library at work: what is offered, matched, lent, and given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo.cast import LVYUAN
from xiangyue.cli.output import joined, language, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.cli.demo.stage import Stage
    from xiangyue.values import Reason

COUNTED: Final = {"hall": "seats"}
"""What is counted otherwise than in pieces."""

_KNOWN: Final = frozenset({"match-verified", "match-only", "match-tier"})
"""Reasons that go without saying where everything was verified just now, and is near."""


def offer(
    stage: Stage, who: str, item: str, amounts: tuple[int, int], minutes: int, call: str
) -> None:
    """Offer so much in peacetime and in an emergency, which the keeper verifies."""
    offered = stage.open(
        "resource",
        LVYUAN.id,
        who,
        f"demo-offer-{item}",
        item=item,
        offered_quantity=amounts[0],
        emergency_quantity=amounts[1],
        counted_in=COUNTED.get(item, "pieces"),
        ready_minutes=minutes,
        contact_member=call,
        contact_deputy="mei",
        insurance="liability",
        consent_version="v1",
        return_rule="returned",
    )
    stage.act(offered, "verify", "mei", "demo-seen")


def matched(stage: Stage) -> list[str]:
    """Match all that is needed with all that is offered; returns the tasks that propose it."""
    try:
        found = stage.engine.match(LVYUAN.id, by="mei", propose=True, now=stage.now)
    except Misuse as error:  # the solver is an extra
        lang = language()
        stage.point(joined(error.text(lang), error.mend(lang)), "refused")
        return []
    for one in found.plan.matches:
        stage.point(_told(stage, one.need.id, one.offer.owner, one.quantity, one.why))
    for none in found.plan.waiting:
        stage.point(_told(stage, none.need.id, "", none.quantity, none.why), "deferred")
    proposed = [one for one in found.proposed if not isinstance(one, Exception)]
    for decision in proposed:
        stage.reasons(decision.reasons)
    return [decision.ref for decision in proposed if decision]


def _told(stage: Stage, need: str, owner: str, quantity: int, why: tuple[Reason, ...]) -> str:
    lang, title = language(), stage.engine.task(f"{LVYUAN.id}/{need}").title
    shown = [one.text(lang) for one in why if one.code not in _KNOWN]
    reasons = ("" if lang == "zh" else " ").join(shown)
    code = "demo-match" if owner else "demo-waits"
    return joined(words(code, need=title, owner=owner, quantity=quantity), reasons)


def lend(stage: Stage, matches: list[str]) -> None:
    """Let both sides of each match do their part, up to its end."""
    for match in matches:
        data = stage.engine.task(match).data
        stage.act(match, "accept", data["lender"])
        stage.act(match, "deliver", data["lender"])
        stage.act(match, "confirm", data["borrower"], helped="yes")
        stage.act(match, "give_back", data["lender"])
        need = stage.engine.task(f"{LVYUAN.id}/{data['matched_need']}")
        if need.data["needed_quantity"] == data["matched_quantity"]:
            stage.act(need.ref, "settle", data["borrower"])
    if matches:
        stage.tell("demo-lent", count=len(matches))
