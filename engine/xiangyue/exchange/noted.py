"""What the importers that come with xiangyue say of a thing, in the words of the catalogue."""

from __future__ import annotations

from typing import Any

from xiangyue.errors import Place
from xiangyue.importer import Fate, Note
from xiangyue.messages import LANGUAGES, mend, say


def note(fate: Fate, place: Place, code: str, at: str = "", **values: Any) -> Note:
    """Return a note whose sentence and mend stand in the catalogue under ``code``."""
    said = {lang: say(code, lang, values) for lang in LANGUAGES}
    mends = {lang: mend(code, lang, values) for lang in LANGUAGES}
    return Note(fate, place, said, mends if any(mends.values()) else {}, at)
