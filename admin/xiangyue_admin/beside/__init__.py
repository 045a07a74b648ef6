"""What takes longer than a page may: found out in a process of its own, and kept a while."""

from __future__ import annotations

from xiangyue_admin.beside.answers import EMERGENCY, LOOK, STUDIES, WHAT_IF, Question, answer
from xiangyue_admin.beside.keeping import Beside, Kept

__all__ = ["EMERGENCY", "LOOK", "STUDIES", "WHAT_IF", "Beside", "Kept", "Question", "answer"]
