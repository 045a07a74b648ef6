"""The commands that the web side brings to the command line."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from xiangyue import Engine, Misuse
from xiangyue.plugs import hookimpl

EXAMPLES: Final = """\b
Examples:
  xiangyue serve --db sqlite:///village.db
  xiangyue serve --db postgresql:///xiangyue --port 8090
"""


@hookimpl
def xiangyue_commands(cli: Any) -> None:
    """Add ``xiangyue serve``."""
    cli.command(epilog=EXAMPLES)(serve)


def serve(
    db: Annotated[
        str, typer.Option(envvar="XIANGYUE_DB", help="The database's URL.")
    ] = "sqlite:///xiangyue.db",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8080,
) -> None:
    """Answer health checks over HTTP on this machine until interrupted."""
    try:
        from werkzeug.serving import run_simple

        from xiangyue_admin.app import create_app
    except ImportError as error:
        raise Misuse("cli-no-flask") from error
    with Engine(db) as engine:
        run_simple("127.0.0.1", port, create_app(engine), threaded=True)
