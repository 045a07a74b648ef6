"""What became of an alert that came in, or why it was not taken in at all."""

from __future__ import annotations

from typing import Any, Literal

from xiangyue.errors import BadInput
from xiangyue.messages import LANGUAGES
from xiangyue.profile import Finding
from xiangyue.text import Said
from xiangyue.values import Reason, Value

Fate = Literal["proposed", "known", "over", "replaced", "cancelled", "refused", "deferred"]
FATES: tuple[Fate, ...] = (
    *("proposed", "known", "over", "replaced", "cancelled", "refused", "deferred"),
)

Whole = Literal["taken", "held", "noted", "nowhere"]


class Entry(Value, frozen=True):
    """What became of an alert in one community.

    ``proposed``: a task was opened; ``known``: it was there before; ``over``: it had been replaced
    or cancelled before it came, or its time is over; ``replaced`` and ``cancelled``: an earlier
    task was ended by it. ``alert`` names the alert that the task is about, ``how`` says how the
    unit is known to be meant.
    """

    fate: Fate
    community: str
    task: str
    alert: str
    unit: str = ""
    how: str = ""
    why: tuple[Reason, ...] = ()


class Received(Value, frozen=True):
    """What became of an alert.

    ``fate`` is ``taken``, ``held`` (its status begins nothing), ``noted`` (it acknowledges, or
    tells of an error) or ``nowhere`` (no community is meant by it). ``remarks`` say what else is
    to be known, such as a text that had to be shortened.
    """

    alert: str
    status: str
    msg_type: str
    fate: Whole
    entries: tuple[Entry, ...] = ()
    remarks: tuple[Reason, ...] = ()
    dry: bool = False

    def count(self, fate: Fate) -> int:
        """Return in how many communities this became of it."""
        return sum(entry.fate == fate for entry in self.entries)

    @property
    def refused(self) -> bool:
        """Whether some community did not take it in, though it was meant."""
        return any(entry.fate == "refused" for entry in self.entries)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return it for a program to read."""
        return {
            "alert": self.alert,
            "status": self.status,
            "msg_type": self.msg_type,
            "fate": self.fate,
            "dry": self.dry,
            "counts": {fate: self.count(fate) for fate in FATES},
            "entries": [
                {
                    "fate": one.fate,
                    "community": one.community,
                    "task": one.task,
                    "alert": one.alert,
                    "unit": one.unit,
                    "how": one.how,
                    "reasons": [_said(reason, lang) for reason in one.why],
                }
                for one in self.entries
            ],
            "remarks": [_said(reason, lang) for reason in self.remarks],
        }


class BrokenAlert(BadInput):
    """An alert with errors; ``findings`` holds all that is wrong with it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Remember the findings; the message quotes the first error."""
        errors = [found for found in findings if found.severity == "error"]
        said = Said({lang: errors[0].text(lang) for lang in LANGUAGES})
        super().__init__("cap-invalid", place=errors[0].place, count=len(errors), first=said)
        self.findings = findings

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes."""
        return BrokenAlert, (self.findings,)


def _said(reason: Reason, lang: str) -> dict[str, str]:
    return {"code": reason.code, "message": reason.text(lang), "mend": reason.mend(lang)}
