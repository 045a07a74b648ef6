"""Reasons as whoever does the work reads them: what is in the way, and what would change it.

How a rule is written helps whoever writes rules: pages keep it folded, lists leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from xiangyue_admin.speaking import _, language

RULES: Final = frozenset({"guard", "guard-otherwise", "rule-failed"})
"""Codes of reasons that quote a rule."""


class Saying(Protocol):
    """A reason of the engine."""

    @property
    def code(self) -> str:
        """What kind of reason it is."""

    def text(self, lang: str = "en") -> str:
        """Say what is in the way."""

    def mend(self, lang: str = "en") -> str:
        """Say what would change it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in plain words; ``rule`` is how the engine says it with the rule word for word."""

    text: str
    mend: str
    rule: str = ""


def said(reason: Saying) -> Said:
    """Say a reason in plain words, in the visitor's language."""
    text, mend = reason.text(language()), reason.mend(language())
    match reason.code:
        case "guard":
            plain = _("A condition of the rules is not met, so this is not possible now.")
            return Said(plain, _("It becomes possible when the condition is met."), text)
        case "guard-otherwise":
            return Said(text, "", mend)
        case "rule-failed":
            return Said(_("A rule of the profile could not be judged."), mend, text)
    return Said(text, mend)


def sentence(reason: Saying) -> str:
    """Say a reason and what would change it in one row."""
    plain = said(reason)
    return f"{plain.text} {plain.mend}".strip()
