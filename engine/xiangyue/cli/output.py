"""What leaves the program: one JSON document, or words and tables for people.

This is the only place that decides between the two. Whatever comes from files, logs and arguments
passes ``safe`` before a person sees it, so that no name can move the cursor or hide a line.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import orjson

from xiangyue.errors import XiangyueError
from xiangyue.messages import say
from xiangyue.text import joined as join

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Styled = tuple[str, str]
"""Words and the style that a terminal shows them in."""

WIDE: Final = 10_000
"""Columns where nobody looks: a line in a file or a pipe is never wrapped."""

# Controls, marks that turn or hide text, halves of pairs, and line ends that only some know.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LARGEST = 1 << 63

_language: ContextVar[str | None] = ContextVar("language", default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; a column of numbers is named in ``numbers`` and stands to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    numbers: frozenset[int] = frozenset()


Line = str | Sequence[Styled] | Table


# --- words ----------------------------------------------------------------------------------------


def language() -> str:
    """Return the language people read here: as chosen, else as the environment says."""
    chosen = _language.get()
    if chosen is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        chosen = "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"
    return chosen


def speak(lang: str | None) -> None:
    """Choose the language; None leaves it to the environment."""
    _language.set(lang)


def words(code: str, **values: object) -> str:
    """Return the words of the catalogue in the language of this run."""
    return say(code, language(), values)


def joined(text: str, mend: str) -> str:
    """Return a sentence and its mend, as the language of this run sets sentences apart."""
    return join(text, mend, language())


def listed(names: Iterable[str]) -> str:
    """Return names in one line, as the language of this run lists them."""
    return ("、" if language() == "zh" else ", ").join(names)


def safe(text: object) -> str:
    """Return text that moves no cursor and hides nothing: what might is written as an escape."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], str(text))


def one_line(text: object) -> str:
    """Return safe text on one line."""
    return safe(" ".join(str(text).split("\n"))).replace("\t", " ")


# --- standard output ------------------------------------------------------------------------------


def emit(as_json: bool, document: object, lines: Callable[[], Iterable[Line]]) -> None:
    """Print the document as JSON, or else the lines for people."""
    if as_json:
        write_json(document)
    else:
        show(lines())


def write_json(document: object) -> None:
    """Print one JSON document in UTF-8, whatever encoding the terminal has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(to_json(document))
    sys.stdout.buffer.flush()


def to_json(document: object) -> bytes:
    """Return the document as JSON; what JSON cannot say is said as text."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    try:
        return orjson.dumps(document, _plain, options)
    except TypeError:
        return orjson.dumps(_sayable(document), _plain, options)


def show(lines: Iterable[Line]) -> None:
    """Print lines for people: in colour on a terminal, unwrapped and plain anywhere else."""
    if _is_terminal(sys.stdout):
        _show_rich(lines)
        return
    for line in lines:
        if isinstance(line, Table):
            console = _console(width=WIDE)
            with console.capture() as captured:
                console.print(_rich(line))
            text = "".join(f"{row.rstrip()}\n" for row in captured.get().splitlines())
        elif isinstance(line, str):
            text = f"{one_line(line)}\n"
        else:
            text = "".join(one_line(words) for words, _ in line) + "\n"
        sys.stdout.write(text)


def _show_rich(lines: Iterable[Line]) -> None:
    console = _console()
    for line in lines:
        console.print(_rich(line), soft_wrap=not isinstance(line, Table))


def _rich(line: Line) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    if isinstance(line, str):
        return Text(one_line(line))
    if not isinstance(line, Table):
        return Text.assemble(*((one_line(words), style) for words, style in line))
    table = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, heading in enumerate(line.headings):
        table.add_column(Text(heading), justify="right" if number in line.numbers else "left")
    for row in line.rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _is_terminal(stream: IO[str]) -> bool:
    return stream.isatty()


def _console(*, stderr: bool = False, width: int | None = None) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


# --- standard error -------------------------------------------------------------------------------


def complain(text: str, place: str = "") -> None:
    """Print one line on standard error: where, if there is a place, and what is the matter."""
    where, line = one_line(f"{place}: ") if place else "", one_line(text)
    if _is_terminal(sys.stderr):
        from rich.text import Text

        said = Text.assemble((where, "bold red"), line)
        _console(stderr=True).print(said, soft_wrap=True)
    else:
        sys.stderr.write(f"{where}{line}\n")


def complain_of(error: XiangyueError) -> None:
    """Print an error on standard error: its place, what is wrong, and how to mend it."""
    lang = language()
    complain(joined(error.text(lang), error.mend(lang)), str(error.place or ""))


@contextmanager
def progress(as_json: bool, title: str) -> Iterator[Callable[[float], None] | None]:
    """Show a bar on standard error while it is a terminal; hands out what takes the share done.

    Hands out None where nobody looks.
    """
    if as_json or not _is_terminal(sys.stderr):
        yield None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=_console(stderr=True), transient=True
    ) as bars:
        bar = bars.add_task(safe(title), total=1.0)
        yield lambda share: bars.update(bar, completed=share)


# --- documents ------------------------------------------------------------------------------------


def error_document(error: XiangyueError) -> dict[str, object]:
    """Return what a script reads of an error."""
    lang = language()
    return {
        "code": error.code,
        "text": error.text(lang),
        "mend": error.mend(lang),
        "place": str(error.place) if error.place else None,
    }


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def _sayable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_sayable(key): _sayable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sayable(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, Path):
        return _sayable(str(value))
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return str(value)
    return value
