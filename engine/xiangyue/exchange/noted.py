"""What the importers that come with xiangyue say of a thing, in the words of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.errors import Place, XiangyueError
from xiangyue.importer import Fate, Imported, Note, Tally
from xiangyue.messages import LANGUAGES, mend, say
from xiangyue.profile import Finding


def note(fate: Fate, place: Place, code: str, at: str = "", /, **values: Any) -> Note:
    """Return a note whose sentence and mend stand in the catalogue under ``code``."""
    mends = {lang: mend(code, lang, values) for lang in LANGUAGES}
    return Note(fate, place, said(code, **values), mends if any(mends.values()) else {}, at, code)


def of_finding(fate: Fate, finding: Finding) -> Note:
    """Return a note that says what was found of a cell or an address."""
    return note(fate, finding.place, finding.code, finding.address, **finding.values)


def of_error(fate: Fate, place: Place, error: XiangyueError, at: str = "") -> Note:
    """Return a note that says what an error says, wherever the error itself was met."""
    told = {lang: error.text(lang) for lang in LANGUAGES}
    mends = {lang: error.mend(lang) for lang in LANGUAGES}
    return Note(fate, place, told, mends if any(mends.values()) else {}, at, error.code)


def said(code: str, /, **values: Any) -> Mapping[str, str]:
    """Return a sentence of the catalogue in every language."""
    return {lang: say(code, lang, values) for lang in LANGUAGES}


MOST_NOTES = 1_000


class FewNotes(Tally):
    """Counts all, but keeps only the first thousand notes: a long file may be all mistakes."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__()
        self._more = 0
        self._last = Place("")

    def note(self, note: Note) -> None:
        """Keep a note, or count it where there are very many."""
        if len(self.notes) < MOST_NOTES:
            super().note(note)
        else:
            self._more, self._last = self._more + 1, note.place

    def imported(self, **more: Any) -> Imported:
        """Return the report, which says how many notes there would have been."""
        if self._more:
            self.notes.append(note("carried", self._last, "import-more", count=self._more))
        return super().imported(**more)
