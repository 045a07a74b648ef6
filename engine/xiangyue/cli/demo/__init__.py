"""``xiangyue demo``: a week and a flood in four communities, played on a fast clock."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import FOUND, Json, shown_url
from xiangyue.cli.output import emit, words
from xiangyue.cli.verify import report_document, report_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiangyue.cli.output import Line

EXAMPLES: Final = """\b
Examples:
  xiangyue demo
  xiangyue --lang zh demo
  xiangyue demo --db sqlite:///demo.db --json
  xiangyue demo --log
"""


def demo(
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="URL", help="An empty store; a new file if left out."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Leave what was made to be looked at.")
    ] = True,
    log: Annotated[
        bool, typer.Option("--log", help="Discover, replay and verify a log instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Play a week and a flood in four communities, in seconds."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyue-demo-"))
    url, facts = db or f"sqlite:///{folder}/demo.db", dict[str, Any]()
    if log:
        from xiangyue.cli.demo.log import log_story

        story = log_story(facts, folder, url, as_json=as_json, keep=keep)
    else:
        story = _story(facts, url, kept=keep or db is not None)
    try:
        if as_json:
            for _ in story:
                pass
        emit(as_json, facts, lambda: story)
    except BaseException:
        keep = False
        raise
    finally:
        if not keep or (db is not None and not log):
            shutil.rmtree(folder, ignore_errors=True)
    if not facts["verify"]["ok"]:
        raise typer.Exit(FOUND)


def _story(facts: dict[str, Any], url: str, *, kept: bool) -> Iterator[Line]:
    from xiangyue import Engine
    from xiangyue.cli.demo import ending
    from xiangyue.cli.demo.cast import COMMUNITIES
    from xiangyue.cli.demo.facts import facts_of
    from xiangyue.cli.demo.setting import set_up
    from xiangyue.cli.demo.stage import Stage
    from xiangyue.cli.demo.story import SCENES
    from xiangyue.cli.demo.wrapping import wrapped

    began = time.perf_counter()
    with Engine(url) as engine:
        members = set_up(engine)
        stage = Stage(engine)
        facts["people"], facts["households"] = members["person"], members["household"]
        facts["organizations"] = members["organization"]
        stage.tell("demo-begin", **facts)
        for scene in SCENES:
            scene(stage)
            yield from stage.told()
        facts["communities"] = {one.id: facts_of(engine, one.id) for one in COMMUNITIES}
        yield ""
        yield from ending.table(facts["communities"])
        report = engine.verify()
        facts["told"], facts["verify"] = stage.refusals, report_document(report)
        yield ""
        yield from report_lines(report)
    facts["db"] = shown_url(url) if kept else None
    facts["seconds"] = time.perf_counter() - began
    yield words("demo-end", seconds=f"{facts['seconds']:.1f}")
    if not kept:
        return
    yield from wrapped(words("demo-look"))
    for command in (
        f"rollup {stage.order}",
        f"callout {stage.calls['xinqi']}",
        "points statement xinqi wang --month 2026-06",
        "signals --since 2026-06-01 --until 2026-06-30",
        "participation xinqi",
    ):
        yield f"  {_program()} {command} --db {facts['db']}"


def _program() -> str:
    """Return how this program is called from where it was called."""
    if shutil.which("xiangyue"):
        return "xiangyue"
    called = Path(sys.argv[0])
    return str(called) if called.stem == "xiangyue" else f"{sys.executable} -m xiangyue"
