"""How an instruction stands everywhere, as its roll-up says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangyue.cli.demo.cast import COMMUNITIES
from xiangyue.cli.output import joined, language, words

if TYPE_CHECKING:
    from xiangyue import Decision
    from xiangyue.cli.demo.stage import Stage


def roll_up(stage: Stage, order: Decision | str, *, reasons: bool = True) -> None:
    """Tell each share in the order of the unit tree, and the reasons where one was not taken in."""
    found, lang = stage.engine.rollup(order, results=True, now=stage.now), language()
    titles = {one.id: one.title[lang] for one in COMMUNITIES}
    stands = [f"{titles[s.community]} {words(f'rollup-is-{s.state}')}" for s in found.shares]
    if found.lag:
        stands.append(words("demo-lag", count=found.lag))
    stage.point(" · ".join(stands))
    for share in found.shares:
        for value in share.result.values():
            stage.point(words("rollup-why", community=titles[share.community], why=value))
    for share in found.shares if reasons else ():
        for reason in share.reasons:
            why = joined(reason.text(lang), reason.mend(lang))
            stage.point(words("rollup-why", community=titles[share.community], why=why), "refused")
