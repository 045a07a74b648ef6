"""The resource library at work: what is offered, matched, lent, and given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangyue.cli.demo.cast import LVYUAN
from xiangyue.cli.output import joined, language, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue import Decision
    from xiangyue.cli.demo.stage import Stage
    from xiangyue.values import Reason


def offer(stage: Stage, who: str, item: str, peace: int, emergency: int, minutes: int) -> None:
    """Offer something, which the keeper verifies."""
    offered = stage.open(
        "resource",
        LVYUAN.id,
        who,
        f"demo-offer-{item}",
        item=item,
        offered_quantity=peace,
        emergency_quantity=emergency,
        counted_in="seats" if item == "hall" else "pieces",
        ready_minutes=minutes,
        contact_member="an",
        contact_deputy="bo",
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
    for one in found.plan.waiting:
        stage.point(_told(stage, one.need.id, "", one.quantity, one.why), "deferred")
    proposed = [one for one in found.proposed if not isinstance(one, Exception)]
    for one in proposed:
        stage.reasons(one.reasons)
    return [one.ref for one in proposed if one]


def _told(stage: Stage, need: str, owner: str, quantity: int, why: tuple[Reason, ...]) -> str:
    lang, title = language(), stage.engine.task(f"{LVYUAN.id}/{need}").title
    reasons = ("" if lang == "zh" else " ").join(one.text(lang) for one in why)
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
    if matches:
        stage.tell("demo-lent", count=len(matches))
