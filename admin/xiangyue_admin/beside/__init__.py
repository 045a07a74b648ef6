"""What takes longer than a page may: found out in a process of its own, and kept a while."""

from __future__ import annotations

from xiangyue_admin.beside.answers import (
    BOTH,
    EMERGENCY,
    LOOK,
    SIMULATION,
    STUDIES,
    WHAT_IF,
    Question,
    answer,
)
from xiangyue_admin.beside.foreseen import Both, Foreseen, Kind, Side
from xiangyue_admin.beside.keeping import Beside, Kept
from xiangyue_admin.beside.lived import Lived, Simulation

__all__ = [
    "BOTH",
    "EMERGENCY",
    "LOOK",
    "SIMULATION",
    "STUDIES",
    "WHAT_IF",
    "Beside",
    "Both",
    "Foreseen",
    "Kept",
    "Kind",
    "Lived",
    "Question",
    "Side",
    "Simulation",
    "answer",
]
