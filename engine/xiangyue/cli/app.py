"""The root of the command line, and what becomes of whatever goes wrong below it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from xiangyue.cli import (
    alerts,
    burden,
    callout,
    change,
    channel,
    contact,
    db,
    demo,
    doctor,
    exporting,
    feed,
    fit,
    holidays,
    importing,
    keeping,
    lists,
    logs,
    match,
    message,
    migrating,
    participation,
    plugin,
    points,
    profile,
    rates,
    receive,
    resilience,
    rollup,
    sheet,
    simulating,
    verify,
    webhook,
    whatif,
    worker,
)
from xiangyue.cli.helping import plainly
from xiangyue.cli.options import BAD, ask_help
from xiangyue.cli.output import (
    complain,
    complain_of,
    error_document,
    language,
    one_line,
    speak,
    words,
    write_json,
)
from xiangyue.cli.usage import usage
from xiangyue.errors import BadInput, Misuse, XiangyueError, why

INTERRUPTED: Final = 130
_HELP: Final = frozenset({"-h", "--help"})
PIPE_CLOSED: Final = 141  # as of a program that the signal has ended

_EPILOG = """\b
Every command but serve takes --json and then prints one JSON document and nothing else.
Exit: 0 fine, 1 findings or refusals, 2 bad input or usage, 130 interrupted.

\b
Examples:
  xiangyue demo
  xiangyue profile new errand
  xiangyue profile lint errand --strict
  xiangyue discover log.xes.gz --output draft
"""


class Lang(StrEnum):
    """A language that messages are there in."""

    EN = "en"
    ZH = "zh"


class _Root(TyperGroup):
    """The root, which asks the plugins only for a name that it does not know itself."""

    @cached_property
    def _guests(self) -> Mapping[str, Any]:
        from xiangyue import plugs

        cli = typer.Typer(rich_markup_mode=None)
        cli.callback()(lambda: None)  # makes it a group, however many commands there are
        try:
            plugs.commands(cli)
        except Exception as error:
            _debug()
            detail = error.describe(language()) if isinstance(error, XiangyueError) else repr(error)
            complain(words("cli-plugins", detail=detail))
        guests: Any = typer.main.get_command(cli)
        return dict(guests.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command of ours, else one that a plugin brings."""
        return super().get_command(ctx, cmd_name) or self._guests.get(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """Name our commands, then those of the plugins."""
        return list(dict.fromkeys([*super().list_commands(ctx), *self._guests]))


app = typer.Typer(
    cls=_Root,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(profile.app, name="profile")
change.app.command(epilog=migrating.EXAMPLES)(migrating.migrate)
app.add_typer(change.app, name="change")
app.add_typer(plugin.app, name="plugin")
app.add_typer(channel.app, name="channel")
app.add_typer(contact.app, name="contact")
app.add_typer(alerts.app, name="cap")
app.add_typer(message.app, name="message")
app.add_typer(importing.app, name="import")
app.add_typer(exporting.app, name="export")
app.command("discover", epilog=logs.DISCOVER_EXAMPLES)(logs.discover)
app.command("replay", epilog=logs.REPLAY_EXAMPLES)(logs.replay)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("burden", epilog=burden.BURDEN_EXAMPLES)(burden.burden)
app.command("receive", epilog=receive.EXAMPLES)(receive.receive)
app.command("rollup", epilog=rollup.EXAMPLES)(rollup.rollup)
app.command("match", epilog=match.EXAMPLES)(match.match)
app.command("list", epilog=lists.EXAMPLES)(lists.show_list)
app.command("callout", epilog=callout.EXAMPLES)(callout.callout)
app.command("rates", epilog=rates.EXAMPLES)(rates.rates)
app.command("whatif", epilog=whatif.EXAMPLES)(whatif.whatif)
app.command("resilience", epilog=resilience.EXAMPLES)(resilience.resilience)
app.command("participation", epilog=participation.EXAMPLES)(participation.participation)
app.command("sheet", epilog=sheet.EXAMPLES)(sheet.sheet)
app.command("fit", epilog=fit.EXAMPLES)(fit.fit)
app.command("simulate", epilog=simulating.EXAMPLES)(simulating.simulate)
app.command("compare", epilog=simulating.COMPARE_EXAMPLES)(simulating.compare)
app.command("signals", epilog=burden.SIGNALS_EXAMPLES)(burden.signals)
app.add_typer(points.app, name="points")
app.command("feed", epilog=feed.EXAMPLES)(feed.feed)
app.add_typer(webhook.app, name="webhook")
db.app.command("backup", epilog=keeping.BACKUP_EXAMPLE)(keeping.backup)
db.app.command("restore", epilog=keeping.RESTORE_EXAMPLES)(keeping.restore)
db.app.command("destroyed", epilog=keeping.DESTROYED_EXAMPLE)(keeping.destroyed)
db.app.command("reapply", epilog=keeping.REAPPLY_EXAMPLE)(keeping.reapply)
app.add_typer(db.app, name="db")
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)
app.add_typer(holidays.app, name="calendar")
app.add_typer(worker.app, name="worker")
app.command("demo", epilog=demo.EXAMPLES)(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        number = "(not installed)"
        with suppress(PackageNotFoundError):
            number = version("xiangyue")
        typer.echo(f"xiangyue {number}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    lang: Annotated[
        Lang | None, typer.Option(help="The language of messages; that of LANG if left out.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Run rules and workflows of community governance (乡约): check, try, replay and verify."""
    speak(lang.value if lang else None)
    level = os.environ.get("XIANGYUE_LOG")
    if level:
        from xiangyue.watch.lines import logged

        form = os.environ.get("XIANGYUE_LOG_FORMAT", "text")
        context.with_resource(logged(level, form))
    ask_help(context)


_SPOKEN = frozenset(Lang)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but a signal ends it otherwise."""
    given = list(sys.argv[1:] if args is None else args)
    options = [*takewhile(lambda arg: arg != "--", given)]
    as_json = "--json" in options
    # What is mistyped is said before the parser comes to this option.
    asked = [word for option, word in pairwise(options) if option == "--lang" and word in _SPOKEN]
    speak(asked[0] if asked else None)
    _open_streams()
    try:
        return _run(given)
    except typer.TyperException as error:
        _debug()
        return _fail(usage(error), as_json)
    except XiangyueError as error:
        _debug()
        return _fail(error, as_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except FileNotFoundError as error:
        _debug()
        return _fail(BadInput("cli-not-there", name=one_line(error.filename or "-")), as_json)
    except OSError as error:
        _debug()
        name, reason = one_line(error.filename or "-"), why(error)
        return _fail(BadInput("cli-file", name=name, reason=reason), as_json)
    except Exception as error:
        _debug()
        detail = one_line(f"{type(error).__name__}: {error}")
        return _fail(Misuse("cli-unexpected", detail=detail), as_json)


def _run(given: list[str]) -> int:
    command: Any = typer.main.get_command(app)
    if _HELP.intersection(given) or _is_group(command, given):
        plainly(command)
    try:
        code = command.main(given, prog_name="xiangyue", standalone_mode=False)
    except SystemExit as stop:
        # Typer and Rich leave this way when nobody reads any more.
        if isinstance(stop.__context__, BrokenPipeError):
            _drop_output()
            return PIPE_CLOSED
        code = stop.code
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _is_group(command: Any, given: list[str]) -> bool:
    """Tell whether words name a group alone, which answers with its help."""
    for word in given:
        command = getattr(command, "commands", {}).get(word)
    return hasattr(command, "list_commands")


def _open_streams() -> None:
    """See that there is something to write to, and that it takes every character."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)
        with suppress(AttributeError):
            getattr(sys, name).reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Send what is still held back to nowhere: the interpreter would complain of it at its end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(error: XiangyueError, as_json: bool) -> int:
    """Say what is wrong, to people and to scripts."""
    complain_of(error)
    try:
        if as_json:
            write_json({"error": error_document(error)})
        sys.stdout.flush()
    except OSError:
        _drop_output()
    return BAD


def _debug() -> None:
    if os.environ.get("XIANGYUE_DEBUG"):
        traceback.print_exc()
