"""``xiangyue serve``: the console and the API, with a worker beside them."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue import Engine, Misuse
from xiangyue.office import DEFAULT_DB, Db, existing

if TYPE_CHECKING:
    from xiangyue_admin.serving import Serving

EXAMPLES: Final = """\b
Examples:
  xiangyue serve --demo
  xiangyue serve --db sqlite:///village.db
  xiangyue serve --db postgresql:///xiangyue --base-url https://compact.example.org --proxies 1
"""
_EVERYWHERE: Final = ("0.0.0.0", "::")


def serve(
    db: Db = DEFAULT_DB,
    demo: Annotated[
        bool, typer.Option("--demo", help="On the demonstration's data, with ready logins.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8080,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="XIANGYUE_URL", help="Where people reach it."),
    ] = None,
    proxies: Annotated[
        int, typer.Option(min=0, max=5, help="How many reverse proxies stand before it.")
    ] = 0,
    channels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The channels by which people are reached.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Further settings: time zone, sign-in, OIDC (YAML)."),
    ] = None,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do what falls due, too.")
    ] = True,
    threads: Annotated[
        int, typer.Option(min=4, max=2000, help="How many are served at once, watchers too.")
    ] = 256,
) -> None:
    """Serve the console and the API until interrupted."""
    try:
        from xiangyue_admin import serving
    except ImportError as error:
        raise Misuse("cli-no-flask") from error
    with ExitStack() as stack:
        if demo:
            db = _demo(stack, db)
        settings = serving.settings_of(config, base_url=base_url, proxies=proxies)
        what: Serving = serving.Serving(
            db if demo else existing(db), host, port, threads, settings, channels, worker
        )
        serving.check_port(host, port)
        with Engine(what.db) as engine:
            for line in serving.greeting(engine, what, demo=demo):
                typer.echo(line)
        serving.run(what)


def _demo(stack: ExitStack, db: str) -> str:
    """Return where the demonstration is to be played: what was named, or a file that is removed."""
    if db != DEFAULT_DB:
        return db
    folder = tempfile.mkdtemp(prefix="xiangyue-demo-")
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return f"sqlite:///{folder}/demo.db"
