"""What can go wrong, said in one sentence with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass
from errno import errorcode
from pathlib import PurePath
from typing import Any

from xiangyue.messages import catalogue, mend, say
from xiangyue.text import Said, joined


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; lines and columns count from 1, and 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as editors understand it: ``file:line:column``."""
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])

    @property
    def near(self) -> Place:
        """The same place, of whose file only the folder and name are said: no path of a machine."""
        return Place("/".join(PurePath(self.file).parts[-2:]), self.line, self.column)


class XiangyueError(Exception):
    """The root of every error raised on purpose; ``code`` names its message in the catalogue."""

    def __init__(self, code: str, *, place: Place | None = None, **values: Any) -> None:
        """Remember what it is about; the sentence is written when somebody reads it."""
        super().__init__(code)
        self.code = code
        self.place = place
        self.values = values

    def text(self, lang: str = "en") -> str:
        """Say what is wrong."""
        return say(self.code, lang, _in(self.values, lang))

    def mend(self, lang: str = "en") -> str:
        """Say how to mend it."""
        return mend(self.code, lang, _in(self.values, lang))

    def describe(self, lang: str = "en") -> str:
        """Say place, sentence and mend in one line."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{joined(self.text(lang), self.mend(lang), lang)}"

    def __str__(self) -> str:
        """Describe the error in English."""
        return self.describe()

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes, with place and values."""
        return _rebuild, (type(self), self.code, self.place, self.values)


def _in(values: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: v.of(lang) if isinstance(v, Said) else v for k, v in values.items()}


def why(error: OSError) -> Said:
    """Return why the system refused, in every language; it speaks English itself."""
    return told(f"os-{errorcode.get(error.errno or 0)}", error.strerror or type(error).__name__)


def told(code: str, said: str) -> Said:
    """Return what somebody else's program says, in words of ours where there are any."""
    known = code if code in catalogue() else "os-other"
    return Said((lang, say(known, lang, {"said": said})) for lang in ("en", "zh"))


def _rebuild(
    kind: type[XiangyueError], code: str, place: Place | None, values: dict[str, Any]
) -> XiangyueError:
    return kind(code, place=place, **values)


class BadInput(XiangyueError):
    """A file, value or rule that cannot be read as what it should be."""


class Misuse(XiangyueError):
    """A call that names something that does not exist, or that makes no sense."""


class Conflict(XiangyueError):
    """A command that clashes with what is already recorded."""


class StoreError(XiangyueError):
    """The store cannot be used as it is: schema, settings, disk or lock."""
