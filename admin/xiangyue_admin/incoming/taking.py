"""One importer's page: the file is looked at, and what would become of it is said; then taken."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from flask import Response, request

from xiangyue import XiangyueError
from xiangyue.plugs import Imported, Importer, Incoming, Note, Option, importers
from xiangyue_admin.incoming.sent import WRITTEN, CannotTakeError, Sent
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, told

_SHOWN: Final = 100
_ASKED: Final = (*WRITTEN, "file")
_NAMED: Final = re.compile(r"--([a-z][a-z0-9-]*)")
_OPENING: Final = re.compile(r"^[^/]*/")


class Line(NamedTuple):
    """A note in the visitor's words."""

    fate: str
    where: str
    at: str
    said: str
    mend: str


@dataclass(frozen=True, slots=True)
class Taking:
    """What a page shows of an importer: its form as it was sent, and what became of the file."""

    importer: Importer
    community: str | None
    sent: Sent
    wrong: Sequence[tuple[str, str]] = ()
    found: Imported | None = None
    lines: Sequence[Line] = ()
    told: Sequence[str] = ()
    dry: bool = True

    @property
    def options(self) -> list[Option]:
        """The options that a form asks for."""
        return [one for one in self.importer.options if one.takes in _ASKED]

    @property
    def makes(self) -> list[Option]:
        """What can be made of the file instead of taking it in."""
        return [one for one in self.importer.options if one.takes == "made"]

    @property
    def more(self) -> int:
        """How many notes are not shown."""
        return len(self.found.notes) - len(self.lines) if self.found else 0

    @property
    def can_take(self) -> bool:
        """Tell whether anything of it would come in."""
        total = self.found.total if self.found else None
        return self.dry and total is not None and total.refused < total.read

    def choices(self, option: Option) -> list[tuple[str, str]]:
        """Return what may be chosen, with titles; nothing where it is to be written."""
        if self.community is None or option.takes not in ("category", "table"):
            return []
        if option.takes == "category":
            found = here().engine.intake(self.community).categories
            return [(one.id, one.title.of(language())) for one in found.values()]
        return tables(self.community)

    def hint(self, option: Option) -> str:
        """Say what an option is for, and how it is written."""
        many = option.many and option.takes == "text"
        return sentences(words(option.help), _("One a line.") if many else "")

    def sort(self, name: str) -> str:
        """Return what is counted, in words."""
        return words(self.importer.sorts.get(name, {})) or name


def stores(*, community: bool) -> dict[str, Importer]:
    """Return the importers that take into a store, about one community or about none.

    Of what cannot be loaded the doctor tells.
    """
    return {
        name: one
        for name, one in importers(lambda _: None).items()
        if one.kind == "store" and one.community is community
    }


def tables(community: str) -> list[tuple[str, str]]:
    """Return the decision tables of a community, with their titles."""
    found = here().engine.profile(community).document.get("tables", {})
    return [(name, words(table.get("title", {})) or name) for name, table in found.items()]


def nothing_yet(importer: Importer, community: str | None = None) -> Taking:
    """Return what a page shows before anything was sent."""
    return Taking(importer, community, Sent())


def sentences(*said: str) -> str:
    """Return sentences in one line, set apart as the visitor's language does."""
    return ("" if language() == "zh" else " ").join(filter(None, said))


def words(said: Mapping[str, str]) -> str:
    """Return a sentence in the visitor's language, else in any; nothing where nothing is said."""
    return said.get(language()) or next(iter(said.values()), "")


def take(importer: Importer, community: str | None = None) -> Taking | Response | None:
    """Do what the form asks: look at a file, make something of it, or take it in.

    Returns what to show, a file that was made, or None once it is taken in.
    """
    sent, does = Sent(), request.form.get("do", "look")
    try:
        sent.receive(importer)
        with _laid(importer, sent, community, dry=does != "take") as (folder, incoming):
            if does.startswith("make:"):
                return _made(importer, does.removeprefix("make:"), folder, incoming)
            found = _run(importer, incoming, folder)
            lines = [_line(importer, note, folder, incoming) for note in found.notes[:_SHOWN]]
            said = [_clean(importer, words(one), folder) for one in found.told]
    except CannotTakeError as error:
        return Taking(importer, community, sent, [("file", str(error))])
    if found.written:
        sent.forget()
        _tell(found)
        return None
    return Taking(importer, community, sent, (), found, lines, said, dry=does != "take")


@contextmanager
def _laid(
    importer: Importer, sent: Sent, community: str | None, *, dry: bool
) -> Iterator[tuple[str, Incoming]]:
    """Lay the files into a folder, under their own names, for as long as they are read."""
    visit = here()
    if sent.file is None:
        raise CannotTakeError(_("Choose a file."))
    with tempfile.TemporaryDirectory(prefix="xiangyue-") as folder:
        yield (
            folder,
            Incoming(
                path=sent.file.lay(Path(folder, "file")),
                engine=visit.engine,
                community=community,
                by=visit.actor,
                dry=dry,
                options=sent.options(importer, folder),
            ),
        )


def _run(importer: Importer, incoming: Incoming, folder: str) -> Imported:
    try:
        return importer.take(incoming)
    except XiangyueError as error:
        lang = language()
        where = _where(error.place, folder, incoming) if error.place else ""
        before = _("%(where)s:", where=where) if where else ""
        said = sentences(before, error.text(lang), error.mend(lang))
        raise CannotTakeError(_clean(importer, said, folder)) from error


def _made(importer: Importer, name: str, folder: str, incoming: Incoming) -> Response:
    """Let an importer make a file of the one that was sent, and send it back."""
    option = next((o for o in importer.options if o.takes == "made" and o.name == name), None)
    if option is None:
        raise CannotTakeError(_("This importer makes no such file."))
    file = Path(folder, f"{importer.name}-{name}{Path(option.metavar).suffix}")
    options = {**incoming.options, name: str(file)}
    told_so = Incoming(
        path=incoming.path,
        engine=incoming.engine,
        community=incoming.community,
        by=incoming.by,
        dry=True,
        options=options,
    )
    _run(importer, told_so, folder)
    answer = Response(file.read_bytes(), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _line(importer: Importer, note: Note, folder: str, incoming: Incoming) -> Line:
    said, mend = (_clean(importer, words(one), folder) for one in (note.say, note.mend))
    return Line(note.fate, _where(note.place, folder, incoming), note.at, said, mend)


def _where(place: object, folder: str, incoming: Incoming) -> str:
    """Return where something stands: the line, and the file where it is another one."""
    file, line, column = (getattr(place, name) for name in ("file", "line", "column"))
    name = _OPENING.sub("", file.removeprefix(f"{folder}/"), count=1)
    name = name.removeprefix(incoming.path.name).removeprefix("!")
    numbers = ""
    if line and column:
        numbers = _("Line %(line)s, column %(column)s", line=line, column=column)
    elif line:
        numbers = _("Line %(line)s", line=line)
    return _(", ").join(filter(None, (name, numbers)))


def _clean(importer: Importer, said: str, folder: str) -> str:
    """Say it without the folder of this machine, and options as the form calls them."""
    titles = {one.name: words(one.title) for one in importer.options}
    plain = re.sub(rf"{re.escape(folder)}/[^/]+/", "", said)
    return _NAMED.sub(lambda m: f"“{titles[m[1]]}”" if titles.get(m[1]) else m[0], plain)


def _tell(found: Imported) -> None:
    total = found.total
    changed, refused = total.changed, total.refused
    told(
        sentences(
            _("Taken in as it stands: %(count)s.", count=total.carried),
            _("In another form: %(count)s.", count=changed) if changed else "",
            _("Left out: %(count)s.", count=refused) if refused else "",
        )
    )
