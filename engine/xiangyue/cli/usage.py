"""What is wrong with a command line, in either language.

The parser knows English only, and quotes a library of its own: what it takes is said here. Only a
sentence that is not known here stays the parser's.
"""

from __future__ import annotations

import re
from typing import Any, Final

import typer

from xiangyue.cli.output import listed, one_line, words
from xiangyue.errors import Misuse, XiangyueError
from xiangyue.spelling import shown

_SENTENCES: Final = {
    "cli-no-command": re.compile(
        r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<hint>.*)\?)?"
    ),
    "cli-extra": re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)\."),
    "cli-no-value": re.compile(r"Option '(?P<name>.*)' requires an argument\."),
}
_CODES: Final = {"MissingParameter": "cli-missing", "NoSuchOption": "cli-no-option"}


def usage(error: typer.TyperException) -> XiangyueError:
    """Return what the parser refuses as an error of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "xiangyue"
    detail = one_line(error.format_message()).strip().replace("Value error, ", "")
    detail += "" if detail.endswith((".", "?", "!")) else "."
    for code, sentence in _SENTENCES.items():
        found = sentence.fullmatch(detail)
        if found:
            hint = _hint(found.groupdict().get("hint"))
            return Misuse(code, detail=detail, name=found["name"], hint=hint, command=command)
    name = _name(error)
    hint = _hint(" ".join(getattr(error, "possibilities", None) or ()))
    about: dict[str, Any] = {"detail": detail, "name": name, "hint": hint, "command": command}
    if type(error).__name__ == "BadParameter" and name:
        code, takes = _takes(getattr(error, "param", None))
        return Misuse(code, **about, **takes, given=_given(error))
    return Misuse(_CODES.get(type(error).__name__, "cli-usage") if name else "cli-usage", **about)


def _name(error: Any) -> str:
    """Return the option or argument that an error is about, as the help writes it."""
    param = getattr(error, "param", None)
    opts = getattr(param, "opts", None)
    name = str(opts[0]) if opts else str(getattr(error, "option_name", ""))
    if not name.startswith("-"):
        name = str(getattr(param, "metavar", None) or name.upper()).strip("[].")
    return one_line(name)


def _takes(param: Any) -> tuple[str, dict[str, Any]]:
    """Return the code of the sentence that says what a parameter takes, and what it needs."""
    kind: Any = getattr(param, "type_descriptor", None)
    choices = getattr(kind, "choices", None)
    if choices:
        return "cli-choice", {"known": listed(str(getattr(one, "value", one)) for one in choices)}
    number = {int: "whole", float: "number"}.get(getattr(kind, "annotation", str))
    if number is None:
        return "cli-value", {}
    least, most = (getattr(kind.parameter_info, end, None) for end in ("min", "max"))
    if least is not None and most is not None:
        return f"cli-{number}-between", {"least": least, "most": most}
    return (f"cli-{number}", {}) if least is None else (f"cli-{number}-least", {"least": least})


def _hint(names: str | None) -> str:
    """Ask whether one of the parser's guesses is meant."""
    guesses = re.sub("['\",]", " ", names or "").split()
    return words("cli-hint", names=listed(guesses)) if guesses else ""


def _given(error: BaseException) -> str:
    """Return what was given, as far as the parser's library remembers it."""
    told: Any = getattr(error.__cause__, "errors", None)
    return shown(told()[0].get("input", "")) if told else ""
