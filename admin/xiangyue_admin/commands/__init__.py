"""The commands that the web side brings to the command line, and the links it puts in messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xiangyue.plugs import hookimpl


@hookimpl
def xiangyue_commands(cli: Any) -> None:
    """Add ``xiangyue serve`` and ``xiangyue user``."""
    from xiangyue_admin.commands import serve, user

    cli.command(epilog=serve.EXAMPLES)(serve.serve)
    cli.add_typer(user.app, name="user")


@hookimpl
def xiangyue_links(engine: Any, base_url: str) -> Callable[[str, str], str]:
    """Make links that open a member's task in the console, each once."""
    from xiangyue_admin.accounts import Accounts

    accounts, base = Accounts(engine), base_url.rstrip("/")
    return lambda member, task: f"{base}/l/{accounts.new_link(member, task)}"
