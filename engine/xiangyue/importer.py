"""What an importer is: how somebody else's file becomes a profile, or is taken into a store.

It reads the whole of a file before it does anything, and says of whatever it read what became of
it. What cannot be read to its end leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from xiangyue.errors import Place
from xiangyue.limit import Words
from xiangyue.values import Value

ImporterKind = Literal["profile", "store"]
IMPORTER_KINDS: tuple[ImporterKind, ...] = ("profile", "store")

Takes = Literal["text", "category", "table", "file", "made", "profile"]

Fate = Literal["carried", "changed", "refused"]
FATES: tuple[Fate, ...] = ("carried", "changed", "refused")


class Option(Value, frozen=True):
    """Something an importer may be told: ``--name`` with a value, several, or as a flag.

    ``help`` is one sentence, ``title`` what a form calls it. ``takes`` says what a value is: a
    ``category`` of matters and a decision ``table`` are the community's, a ``file`` is the path of
    one that is read, ``made`` that of one that is written instead of taking anything in, and a
    ``profile`` is an installed one or its folder. A console asks for a file to be sent, sends what
    is made, and never lets a path of its own machine be named.
    """

    name: str
    help: Words
    metavar: str = "VALUE"
    many: bool = False
    flag: bool = False
    takes: Takes = "text"
    title: Mapping[str, str] = {}


class Note(Value, frozen=True):
    """What was not carried over as it stood, where that is, and what may be done about it.

    ``fate`` is ``changed`` (taken in another form) or ``refused`` (left out); ``carried`` is good
    to know all the same. ``at`` is where it stands in the words of the format: a JSON path, an
    XPath, a column. ``code`` is the same in every language, for scripts.
    """

    fate: Fate
    place: Place
    say: Words
    mend: Mapping[str, str] = {}
    at: str = ""
    code: str = ""


class Count(Value, frozen=True):
    """How many of one sort were read: all of them were carried as they are, changed, or refused."""

    carried: int = 0
    changed: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """How many there were."""
        return self.carried + self.changed + self.refused

    def __add__(self, other: Count) -> Count:
        """Add up."""
        mine, others = ((c.carried, c.changed, c.refused) for c in (self, other))
        return Count(*(a + b for a, b in zip(mine, others, strict=True)))


class Imported(Value, frozen=True):
    """What became of a file.

    ``counts`` are by sort of thing (``states``, ``resources``). ``profile`` is the YAML of what an
    importer of profiles has made of it. ``written`` is whether anything is in the store now.
    ``told`` are further sentences for people, ``more`` is what a script may read besides.
    """

    counts: Mapping[str, Count]
    notes: tuple[Note, ...] = ()
    profile: str | None = None
    written: bool = False
    told: tuple[Words, ...] = ()
    more: Mapping[str, Any] = {}

    @property
    def total(self) -> Count:
        """All sorts together."""
        return sum(self.counts.values(), Count())


class Incoming(Value, frozen=True):
    """A file that is to be taken in, and what was said with it.

    ``engine`` is there where the importer is of the kind ``store``; ``community`` and ``by`` say
    where and who. With ``dry`` nothing is written. ``options`` hold those of the importer that
    were given: a text, a tuple of texts where there may be many, True for a flag. ``name`` is what
    a profile is to be called.
    """

    path: Path
    engine: Any = None
    community: str | None = None
    by: str | None = None
    name: str = ""
    dry: bool = False
    options: Mapping[str, Any] = {}
    progress: Callable[[float], None] | None = None
    now: datetime | None = None


class Importer:
    """Derive from this, and return an object of it from the hook ``xiangyue_importers``.

    ``name`` is the word after ``xiangyue import``, ``help`` one sentence, ``examples`` what may
    stand after ``xiangyue import``, and ``kind`` whether it makes a profile of a file or takes it
    into a store. One whose ``community`` is False is not about one community, and one that
    ``begins`` may be the first to write into a store. ``sorts`` are the words for what it counts.
    """

    name: ClassVar[str]
    title: ClassVar[Words]
    help: ClassVar[Words]
    examples: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[ImporterKind]
    community: ClassVar[bool] = True
    begins: ClassVar[bool] = False
    options: ClassVar[tuple[Option, ...]] = ()
    sorts: ClassVar[Mapping[str, Words]] = {}

    def take(self, incoming: Incoming) -> Imported:
        """Take a file in, or, with ``incoming.dry``, say what would become of it.

        Raises BadInput, with its place, for what cannot be read, and Misuse for what was said with
        it; then nothing is written.
        """
        raise NotImplementedError


class Tally:
    """Counts what becomes of things while they are read, and keeps the notes."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._counts: dict[str, Counter[Fate]] = {}
        self.notes: list[Note] = []

    def count(self, sort: str, fate: Fate = "carried", many: int = 1) -> None:
        """Count things of a sort."""
        self._counts.setdefault(sort, Counter())[fate] += many

    def note(self, note: Note) -> None:
        """Keep a note without counting anything."""
        self.notes.append(note)

    def imported(self, **more: Any) -> Imported:
        """Return the report; ``more`` are its other parts."""
        counts = {
            sort: Count(*(found[fate] for fate in FATES)) for sort, found in self._counts.items()
        }
        return Imported(counts=counts, notes=tuple(self.notes), **more)

    def sorts(self, names: Iterable[str]) -> None:
        """Let sorts stand in the report, in this order, though there may be nothing of them."""
        for name in names:
            self._counts.setdefault(name, Counter())
