"""``xiangyue profile``: see, check, try, compare, draw and begin profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue.cli import checking, comparing, new
from xiangyue.cli.lookup import look_up, sound
from xiangyue.cli.options import DEFAULT_DB, By, Db, Json, Ref, acting, ask_help
from xiangyue.cli.output import Line, Table, emit, language, words, write_json
from xiangyue.errors import Misuse
from xiangyue.spelling import nearest, shown

if TYPE_CHECKING:
    from xiangyue.profile import Flow, Loaded, Profile

app = typer.Typer(rich_markup_mode=None)
app.callback(invoke_without_command=True, help="Write, check, try and compare profiles.")(ask_help)


@app.command(epilog="Example: xiangyue profile schema > profile.schema.json")
def schema(
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="That of scenarios.yaml instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print the profile language as JSON Schema."""
    from xiangyue.profile import profile_schema
    from xiangyue.study import scenario_schema

    write_json(scenario_schema() if scenarios else profile_schema())


@app.command("list", epilog="Example: xiangyue profile list")
def list_(as_json: Json = False) -> None:
    """List the profiles of the installed packs."""
    from xiangyue.plugs import packs
    from xiangyue.profile import available

    found = [_listed(name, str(folder)) for name, folder in available(packs()).items()]

    def lines() -> Iterator[Line]:
        rows = [
            (row["profile"], _words(row["title"]), " ".join(row["languages"]), row["path"])
            for row in found
        ]
        yield Table(
            [words(f"cli-head-{h}") for h in ("profile", "title", "languages", "path")], rows
        )

    emit(as_json, found, lines)


def _listed(name: str, path: str) -> dict[str, Any]:
    """Return what a list says of a profile; of one that cannot be read only where it is."""
    from xiangyue.errors import XiangyueError

    try:
        document: Any = look_up(path).resolved()
    except XiangyueError:
        document = {}
    title, languages = document.get("title"), document.get("languages")
    return {
        "profile": name,
        "title": title if isinstance(title, dict) else {},
        "languages": [str(lang) for lang in languages] if isinstance(languages, list) else [],
        "path": path,
    }


def _words(texts: dict[str, Any]) -> str:
    from xiangyue.text import Text

    return Text(texts).of(language())


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue profile show resource-scarce-rural\n"
    "  xiangyue profile show my/profile --resolved --json"
)
def show(
    ref: Ref,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Every value with the file and line it came from.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what a profile holds and inherits."""
    if resolved:
        _show_resolved(look_up(ref), as_json)
        return
    profile = sound(ref)
    document = {"profile": profile.id, "hash": profile.hash, "document": profile.document}
    emit(as_json, document, lambda: _summary(profile))


def _show_resolved(loaded: Loaded, as_json: bool) -> None:
    from xiangyue.profile import resolved_lines

    found = list(resolved_lines(loaded))
    document = {
        address: {"value": value, "file": place.file, "line": place.line}
        for address, value, place in found
    }

    def lines() -> Iterator[Line]:
        for address, value, place in found:
            origin = f"{place.file}:{place.line}"
            yield [(address, "bold"), (" = ", "dim"), (_scalar(value), ""), (f"  {origin}", "dim")]

    emit(as_json, document, lines)


def _scalar(value: object) -> str:
    from xiangyue.cli.output import to_json

    return to_json(value).decode().strip()


def _summary(profile: Profile) -> Iterator[Line]:
    lang = language()
    yield [(profile.id, "bold"), (f"  {profile.title.of(lang)}", "")]
    yield words("cli-show-hash", hash=profile.hash)
    counts = {
        "flows": profile.flows,
        "roles": profile.roles,
        "fields": profile.fields,
        "params": profile.params,
        "tables": profile.tables,
        "accounts": profile.accounts,
        "scoring": profile.scoring,
        "limits": profile.limits,
    }
    yield words("cli-show-counts", **{name: len(part) for name, part in counts.items()})
    for flow in profile.flows.values():
        yield ""
        yield [(flow.id, "bold"), (f"  {flow.title.of(lang)}", "")]
        yield Table(
            [words(f"cli-head-{head}") for head in ("action", "title", "from", "to", "by")],
            [
                (action.id, action.title.of(lang), *map(" ".join, ways))
                for action, ways in _ways(flow)
            ],
        )


def _ways(flow: Flow) -> Iterator[tuple[Any, tuple[list[str], list[str], list[str]]]]:
    yield flow.opening, ([], list(flow.start), list(flow.opening.by))
    for action in flow.actions.values():
        targets = [branch.to for branch in action.branches if branch.to]
        yield action, (list(action.sources), targets, list(action.by))


@app.command(
    epilog="Example: xiangyue profile install resource-scarce-rural xinqi --by li"
    " --db sqlite:///village.db"
)
def install(
    ref: Ref,
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    by: By,
    db: Db = DEFAULT_DB,
    new_community: Annotated[
        bool, typer.Option("--new", help="Let a community begin here that is no unit yet.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Let a profile govern a community from now on; open tasks keep the rules they began under."""
    from xiangyue import Engine

    rules = sound(ref)
    with Engine(db) as engine:
        acting(engine, by)
        units = engine.units()
        if units and community not in units and not new_community:
            raise Misuse("cli-new-community", unit=shown(community), **nearest(community, units))
        engine.install(rules, community, by=by)
    document = {"community": community, "profile": rules.id, "hash": rules.hash}
    emit(as_json, document, lambda: [words("cli-installed", **document)])


app.command(epilog=checking.LINT_EXAMPLES)(checking.lint)
app.command(epilog=checking.TEST_EXAMPLES)(checking.test)
app.command(epilog=comparing.DIFF_EXAMPLES)(comparing.diff)
app.command(epilog=comparing.GRAPH_EXAMPLES)(comparing.graph)
app.command(epilog=new.EXAMPLES)(new.new)
