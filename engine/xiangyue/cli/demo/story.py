"""The story: an ordinary week and a flood, scene by scene."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo import aftermath, flood, neighbours, orders, village

if TYPE_CHECKING:
    from xiangyue.cli.demo.stage import Stage

SCENES: Final[tuple[Callable[[Stage], None], ...]] = (
    orders.instruction_down,
    orders.instruction_back,
    village.village_task,
    neighbours.needs_met,
    neighbours.corridor_post,
    orders.in_a_hurry,
    flood.first_response,
    flood.activation,
    flood.called_out,
    flood.boats,
    neighbours.last_household,
    aftermath.stand_down,
    aftermath.review,
)
