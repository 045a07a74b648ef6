"""``xiangyue import NAME``: the commands of all installed importers, made of what they say."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from xiangyue.cli.checking import finding_document, finding_lines
from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, acting, database_file, existing
from xiangyue.cli.output import Line, Table, complain_of, emit, joined, language, progress, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.plugs import Imported, Importer, Incoming, Note, Option
    from xiangyue.profile import Finding

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the profile.")
]
Name = Annotated[str, typer.Option(help="What the profile is called; as its folder if left out.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a profile that is there already.")]
Community = Annotated[
    str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
]

_COLOURS: Final = {"changed": "yellow", "refused": "bold red"}
_SHOWN: Final = 50


class Imports(TyperGroup):
    """The group ``import``, which asks the plugins only for a name that it does not know itself."""

    @cached_property
    def _brought(self) -> Mapping[str, Any]:
        from xiangyue.plugs import importers

        made = typer.Typer(rich_markup_mode=None)
        made.callback()(lambda: None)  # makes it a group, however many commands there are
        for importer in importers(complain_of).values():
            lines = [f"  xiangyue import {example}" for example in importer.examples]
            epilog = "\n".join(["\b", "Examples:", *lines]) if lines else None
            made.command(importer.name, help=importer.help["en"], epilog=epilog)(_command(importer))
        group: Any = typer.main.get_command(made)
        return dict(group.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command of ours, else one that an importer brings."""
        return super().get_command(ctx, cmd_name) or self._brought.get(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """Name our commands, then those of the importers."""
        return list(dict.fromkeys([*super().list_commands(ctx), *self._brought]))


def _command(importer: Importer) -> Any:
    """Return a function that Typer reads as the importer's command."""

    def command(**given: Any) -> None:
        if importer.kind == "profile":
            _make_profile(importer, given)
        else:
            _take_in(importer, given)

    signature = inspect.Signature([*_params(importer)])
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {name: p.annotation for name, p in signature.parameters.items()}
    return command


def _params(importer: Importer) -> Iterator[inspect.Parameter]:
    yield _param("file", File)
    if importer.kind == "profile":
        yield _param("output", Output)
        yield _param("name", Name, "")
        yield _param("force", Force, default=False)
    else:
        if importer.community:
            yield _param("community", Community)
        yield _param("by", By)
        yield _param("db", Db, DEFAULT_DB)
        yield _param("dry_run", DryRun, default=False)
    for option in importer.options:
        yield _option(option)
    yield _param("as_json", Json, default=False)


def _param(name: str, kind: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def _option(option: Option) -> inspect.Parameter:
    told = typer.Option(
        f"--{option.name}", metavar=None if option.flag else option.metavar, help=option.help["en"]
    )
    name = _of(option)
    if option.flag:
        return _param(name, Annotated[bool, told], default=False)
    kind: Any = list[str] | None if option.many else str | None
    return _param(name, Annotated[kind, told], None)


def _of(option: Option) -> str:
    return f"option_{option.name.replace('-', '_')}"


def _incoming(importer: Importer, given: Mapping[str, Any], **more: Any) -> Incoming:
    from xiangyue.plugs import Incoming

    said = {option.name: given[_of(option)] for option in importer.options}
    options = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in said.items()
        if value not in (None, False, [])
    }
    return Incoming(path=given["file"], options=options, **more)


def _make_profile(importer: Importer, given: Mapping[str, Any]) -> None:
    from xiangyue.cli.lookup import look_up
    from xiangyue.exchange.logs.discover import write_profile
    from xiangyue.lint import lint
    from xiangyue.plugs import limits

    folder, as_json = given["output"], given["as_json"]
    with progress(as_json, words("cli-reading")) as bar:
        name = given["name"] or folder.absolute().name
        found = importer.take(_incoming(importer, given, name=name, progress=bar))
    if found.profile is None:
        raise Misuse("importer-no-profile", importer=importer.name)
    file = write_profile(folder, found.profile, given["force"])
    findings = list(lint(look_up(str(folder)), limits()))
    document = {
        **_document(importer, given["file"], found),
        "written": True,
        "profile": str(file),
        "findings": [finding_document(finding) for finding in findings],
    }
    emit(as_json, document, lambda: _profile_lines(importer, found, findings, str(folder)))
    if findings or found.total.refused:
        raise typer.Exit(FOUND)


def _take_in(importer: Importer, given: Mapping[str, Any]) -> None:
    from xiangyue import Engine

    db, dry, as_json = given["db"], given["dry_run"], given["as_json"]
    with (
        Engine(_or_nowhere(db, dry) if importer.begins else existing(db)) as engine,
        progress(as_json, words("cli-reading")) as bar,
    ):
        said = {"engine": engine, "community": given.get("community"), "dry": dry, "progress": bar}
        by = acting(engine, given["by"])
        found = importer.take(_incoming(importer, given, by=by, **said))
    document = {**_document(importer, given["file"], found), "written": found.written}
    emit(as_json, document, lambda: _store_lines(importer, found, dry))
    if found.total.refused or any(note.fate == "refused" for note in found.notes):
        raise typer.Exit(FOUND)


def _or_nowhere(db: str, dry: bool) -> str:
    """Return the URL of a database, which a dry run does not make."""
    path = database_file(db)
    return "sqlite://" if dry and path is not None and not path.exists() else db


def _document(importer: Importer, file: Path, found: Imported) -> dict[str, Any]:
    return {
        "file": str(file),
        "importer": importer.name,
        **_count(found.total),
        "counts": {sort: _count(count) for sort, count in found.counts.items()},
        "notes": [_note(note) for note in found.notes],
        **found.more,
    }


def _count(count: Any) -> dict[str, int]:
    return {name: getattr(count, name) for name in ("read", "carried", "changed", "refused")}


def _note(note: Note) -> dict[str, Any]:
    return {
        "fate": note.fate,
        "code": note.code,
        "file": note.place.file,
        "line": note.place.line,
        "column": note.place.column,
        "at": note.at,
        "text": _in(note.say),
        "mend": _in(note.mend),
    }


def _in(said: Mapping[str, str]) -> str:
    """Return a sentence in the language of this run, else in any; nothing where nothing is said."""
    return said.get(language()) or next(iter(said.values()), "")


def _profile_lines(
    importer: Importer, found: Imported, findings: list[Finding], folder: str
) -> Iterator[Line]:
    yield from _note_lines(found)
    yield from finding_lines(findings, sum(f.severity == "error" for f in findings))
    yield from _count_lines(importer, found)
    yield words("importer-profile", folder=folder)


def _store_lines(importer: Importer, found: Imported, dry: bool) -> Iterator[Line]:
    yield from _note_lines(found)
    yield from _count_lines(importer, found)
    yield from map(_in, found.told)
    if dry:
        yield words("import-dry")
    else:
        yield words("import-written" if found.written else "importer-nothing")


def _note_lines(found: Imported) -> Iterator[Line]:
    for note in found.notes[:_SHOWN]:
        at = f" {note.at}" if note.at else ""
        yield [
            (f"{note.place}:", "bold"),
            (f"{at} ", "dim"),
            (words(f"importer-{note.fate}"), _COLOURS.get(note.fate, "")),
            (": ", "dim"),
            (joined(_in(note.say), _in(note.mend)), ""),
        ]
    if len(found.notes) > _SHOWN:
        yield words("import-more", count=len(found.notes) - _SHOWN)


def _count_lines(importer: Importer, found: Imported) -> Iterator[Line]:
    names = ("read", "carried", "changed", "refused")
    heads = [words("import-head-what"), *(words(f"importer-{name}") for name in names)]
    names_of = {sort: _in(said) for sort, said in importer.sorts.items()}
    rows = [(names_of.get(sort, sort), *_count(c).values()) for sort, c in found.counts.items()]
    yield Table(heads, rows, frozenset(range(1, 5)))
