"""CloudEvents in a file: read to the end first, then decided one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from xiangyue.engine import Engine
from xiangyue.errors import BadInput, Place, XiangyueError
from xiangyue.exchange.events.cloudevents import read_event, to_command
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.files.jsonpieces import Piece, Pieces
from xiangyue.exchange.noted import FewNotes, note, of_error
from xiangyue.importer import Imported, Incoming, Note
from xiangyue.messages import LANGUAGES
from xiangyue.values import Command, Decision

SORT: Final = "events"

_BATCH: Final = 500


class _Read(NamedTuple):
    """What stands in the file: a command, or why it is none."""

    place: Place
    at: str
    command: Command | None
    wrong: BadInput | None = None


def import_events(incoming: Incoming) -> Imported:
    """Decide what the events of a file ask for, in their order; each counts once.

    The file is read twice: nothing is done of one that cannot be read to its end. An event that is
    none, or is refused, holds up no other and is noted. With ``dry``, it is only said which are
    sound: what the rules say to each is known when those before it are done. Raises BadInput, with
    its place, for what is no JSON.
    """
    tally = _Told()
    tally.sorts([SORT])
    share = incoming.progress or (lambda _: None)
    halves = (lambda done: share(done / 2), lambda done: share((1 + done) / 2))
    for one in _read(incoming, halves[0]):
        if one.wrong is not None:
            tally.refuse(one.place, one.at, one.wrong)
        elif incoming.dry:
            tally.count(SORT)
    if incoming.dry:
        return tally.imported()
    engine: Engine = incoming.engine
    sound = (one for one in _read(incoming, halves[1]) if one.command is not None)
    written = False
    while batch := list(islice(sound, _BATCH)):
        commands = (one.command for one in batch if one.command is not None)
        for one, found in zip(batch, engine.act_many(commands, now=incoming.now), strict=True):
            written = written or isinstance(found, Decision)
            tally.decided(one, found)
    return tally.imported(written=written)


def _read(incoming: Incoming, progress: Callable[[float], None]) -> Iterator[_Read]:
    with DataFile(incoming.path, progress) as file:
        for piece, at in _pieces(Pieces(file)):
            try:
                command = to_command(read_event(piece.value), incoming.by or "")
                yield _Read(piece.place(), at, command)
            except BadInput as error:
                steps = error.values.get("at", "").split("/")[1:]
                names = [step.replace("~1", "/").replace("~0", "~") for step in steps]
                yield _Read(piece.place(*names), ".".join([at, *names]), None, error)


def _pieces(pieces: Pieces) -> Iterator[tuple[Piece, str]]:
    """Yield each value of a file, and of a list in it, with its path."""
    if pieces.space() is None:
        pieces.fail("Expecting value")
    while (char := pieces.space()) is not None:
        if char != "[":
            yield pieces.value(), "$"
            continue
        pieces.take("[")
        index = 0
        while pieces.space() != "]":
            if index:
                pieces.take(",")
            yield pieces.value(), f"$[{index}]"
            index += 1
        pieces.take("]")


class _Told(FewNotes):
    """Counts events, and says why some were not carried."""

    def refuse(self, place: Place, at: str, error: XiangyueError) -> None:
        """Count an event that was refused, and say why."""
        self.count(SORT, "refused")
        self.note(of_error("refused", place, error, at))

    def decided(self, one: _Read, found: Decision | XiangyueError) -> None:
        """Count what an event came to."""
        if isinstance(found, XiangyueError):
            self.refuse(one.place, one.at, found)
        elif found.outcome == "refused":
            self.count(SORT, "refused")
            code = found.reasons[0].code if found.reasons else "refused"
            why = {lang: found.why(lang) for lang in LANGUAGES}
            self.note(Note("refused", one.place, why, at=one.at, code=code))
        elif found.outcome == "deferred":
            self.count(SORT, "changed")
            self.note(note("changed", one.place, "event-deferred", one.at, task=found.ref))
        else:
            self.count(SORT)
