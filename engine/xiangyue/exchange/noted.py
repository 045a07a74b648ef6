"""What the importers that come with xiangyue say of a thing, in the words of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.errors import Place
from xiangyue.importer import Fate, Note
from xiangyue.messages import LANGUAGES, mend, say
from xiangyue.profile import Finding


def note(fate: Fate, place: Place, code: str, at: str = "", /, **values: Any) -> Note:
    """Return a note whose sentence and mend stand in the catalogue under ``code``."""
    mends = {lang: mend(code, lang, values) for lang in LANGUAGES}
    return Note(fate, place, said(code, **values), mends if any(mends.values()) else {}, at, code)


def of_finding(fate: Fate, finding: Finding) -> Note:
    """Return a note that says what was found of a cell or an address."""
    return note(fate, finding.place, finding.code, finding.address, **finding.values)


def said(code: str, /, **values: Any) -> Mapping[str, str]:
    """Return a sentence of the catalogue in every language."""
    return {lang: say(code, lang, values) for lang in LANGUAGES}
