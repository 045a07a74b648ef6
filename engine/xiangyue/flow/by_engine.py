"""An action that nobody takes but the engine, and that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from xiangyue.profile import Action, Branch, Intervention
from xiangyue.text import Text
from xiangyue.values import SYSTEM

MARK = "~"
"""With what the names of these actions begin; that of an alarm is the rest of the name."""


def action_of_engine(
    alarm: str, title: Text, sources: Iterable[str], does: Iterable[Intervention], address: str
) -> Action:
    """Return the action that is taken when an alarm rings, in these states."""
    return Action(
        id=MARK + alarm,
        title=title,
        help=Text(),
        sources=tuple(sources),
        branches=(Branch(None, None),),
        by=(SYSTEM,),
        at=None,
        needs=(),
        asks=(),
        note=False,
        when=None,
        otherwise=None,
        proposes={},
        sets={},
        does=tuple(does),
        address=address,
    )
