"""The one gate that every intervention passes."""

from xiangyue.gate.bindings import Bound, Gate, build_gate
from xiangyue.gate.crowd import each, is_asked, together
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
    "each",
    "is_asked",
    "review",
    "together",
]
