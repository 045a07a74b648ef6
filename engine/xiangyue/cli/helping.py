"""How the help reads: whole sentences, and of each option only what is to be typed."""

from __future__ import annotations

import inspect
from typing import Any


def plainly(command: Any) -> Any:
    """Let a command and all below it show neither types of Python nor sentences that are cut."""
    for param in command.params:
        kind = param.type_descriptor
        if param.param_type_name == "argument":
            param.display_type_rich = lambda ctx: ""
        elif not param.metavar and not param.is_flag:
            choices = [str(getattr(one, "value", one)) for one in kind.choices or ()]
            param.metavar = "|".join(choices) or param.opts[-1].lstrip("-").upper()
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            below = plainly(command.get_command(None, name))
            below.short_help = inspect.cleandoc(below.help or "").partition("\n\n")[0]
    return command
