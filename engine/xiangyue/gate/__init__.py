"""The one gate that every intervention passes."""

from xiangyue.gate.bindings import Bound, Gate, build_gate
from xiangyue.gate.facts import Asking, asks_of
from xiangyue.gate.periods import begins
from xiangyue.gate.review import Before, Reviewed, review

__all__ = [
    "Asking",
    "Before",
    "Bound",
    "Gate",
    "Reviewed",
    "asks_of",
    "begins",
    "build_gate",
    "review",
]
