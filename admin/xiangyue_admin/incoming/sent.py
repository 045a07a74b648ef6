"""What the form of an importer sends: a file, and what else it may be told."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import request
from werkzeug.datastructures import FileStorage

from xiangyue.plugs import Importer, Option
from xiangyue_admin import uploads
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here

PREFIX: Final = "o-"
"""How the names of options begin in a form."""

WRITTEN: Final = ("text", "category", "table")
"""What is written into a form, or chosen in it."""

_LONG: Final = 100  # characters of a file's name
_MOST: Final = 10  # files of one option


class CannotTakeError(Exception):
    """A sentence that says why a file cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was sent: the token by which it is found again, and what it was called."""

    token: str
    name: str

    @classmethod
    def read(cls, text: str) -> Kept | None:
        """Read what a form holds of it; None where it holds nothing."""
        token, _colon, name = text.partition(":")
        return cls(token, _plain(name)) if token else None

    def __str__(self) -> str:
        """Write it into a form."""
        return f"{self.token}:{self.name}"

    def lay(self, folder: Path) -> Path:
        """Copy it into a new folder, under its own name; raises CannotTakeError if it is gone."""
        found = uploads.found(self.token, here().actor)
        if found is None:
            raise CannotTakeError(_("The file is no longer kept here. Choose it again."))
        folder.mkdir()
        return Path(shutil.copyfile(found, folder / self.name))


@dataclass(slots=True)
class Sent:
    """What a form has said: the file, and the options in the words of the form."""

    file: Kept | None = None
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[Kept, ...]] = field(default_factory=dict)

    def receive(self, importer: Importer) -> None:
        """Read the form of this request; raises CannotTakeError where it has no file."""
        for option in importer.options:
            name = PREFIX + option.name
            if option.takes in WRITTEN:
                self.texts[option.name] = request.form.get(name, "").strip()
            elif option.takes == "file":
                new = [_keep(one) for one in request.files.getlist(name)[:_MOST] if one.filename]
                old = [one for said in request.form.getlist(name) if (one := Kept.read(said))]
                self.files[option.name] = tuple(new or old[:_MOST])
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            self.file = Kept.read(request.form.get("kept", ""))
        if self.file is None:
            self.file = _keep(upload)

    def options(self, importer: Importer, folder: str) -> dict[str, Any]:
        """Return the options as an importer is told them, with files laid into the folder."""
        found: dict[str, Any] = {}
        for option in importer.options:
            given = self._paths(option, folder) or self._lines(option)
            if given:
                many = tuple(given) if option.many else given[0]
                found[option.name] = True if option.flag else many
        return found

    def forget(self) -> None:
        """Remove the files that were kept."""
        for one in (self.file, *(one for many in self.files.values() for one in many)):
            if one is not None:
                uploads.forget(one.token, here().actor)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form that takes in repeats of the one that looked."""
        found = [("kept", str(self.file))] if self.file else []
        found += [(PREFIX + name, text) for name, text in self.texts.items() if text]
        files = ((PREFIX + name, one) for name, many in self.files.items() for one in many)
        return found + [(name, str(one)) for name, one in files]

    def _paths(self, option: Option, folder: str) -> list[str]:
        many = self.files.get(option.name, ())
        return [str(one.lay(Path(folder, f"{option.name}-{n}"))) for n, one in enumerate(many)]

    def _lines(self, option: Option) -> list[str]:
        text = self.texts.get(option.name, "")
        lines = text.splitlines() if option.many else [text]
        return [line.strip() for line in lines if line.strip()]


def _keep(file: FileStorage | None) -> Kept:
    try:
        token = uploads.keep_any(file, here().actor)
    except ValueError as error:
        raise CannotTakeError(str(error)) from error
    return Kept(token, _plain((file.filename if file else None) or ""))


def _plain(name: str) -> str:
    """Return a file's name without folders, and without signs that no file can have."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printed = "".join(sign for sign in last if sign.isprintable() and sign != "!")
    return printed[-_LONG:].lstrip(". ") or "file"
