"""What is wrong with a command line, in either language.

The parser knows English only: its own sentence is kept there, and elsewhere what it is about.
"""

from __future__ import annotations

import re
from typing import Any

import typer

from xiangyue.cli.output import one_line
from xiangyue.errors import Misuse, XiangyueError

_SENTENCES = {
    "cli-no-command": re.compile(r"No such command '(.*)'\."),
    "cli-extra": re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)\."),
}
_CODES = {
    "MissingParameter": "cli-missing",
    "NoSuchOption": "cli-no-option",
    "BadParameter": "cli-value",
}


def usage(error: typer.TyperException) -> XiangyueError:
    """Return what the parser refuses as an error of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "xiangyue"
    detail = one_line(error.format_message()).strip().replace("Value error, ", "")
    detail += "" if detail.endswith((".", "?", "!")) else "."
    for code, sentence in _SENTENCES.items():
        found = sentence.fullmatch(detail)
        if found:
            return Misuse(code, detail=detail, name=found[1], command=command)
    name = _name(error)
    code = _CODES.get(type(error).__name__, "cli-usage") if name else "cli-usage"
    return Misuse(code, detail=detail, name=name, command=command)


def _name(error: Any) -> str:
    """Return the option or argument that an error is about."""
    opts = getattr(getattr(error, "param", None), "opts", None)
    name = str(opts[0]) if opts else str(getattr(error, "option_name", ""))
    return one_line(name if name.startswith("-") else name.upper())
