"""What takes longer than a page may: found out in a process of its own, and kept a while."""

from __future__ import annotations

from xiangyue_admin.beside.answers import BOTH, EMERGENCY, LOOK, STUDIES, WHAT_IF, Question, answer
from xiangyue_admin.beside.foreseen import Both, Foreseen, Kind, Side
from xiangyue_admin.beside.keeping import Beside, Kept

__all__ = [
    "BOTH",
    "EMERGENCY",
    "LOOK",
    "STUDIES",
    "WHAT_IF",
    "Beside",
    "Both",
    "Foreseen",
    "Kept",
    "Kind",
    "Question",
    "Side",
    "answer",
]
