"""The third door: what a console, or a command that a package brings, needs beside the engine.

It stands above all other rooms. Applications that only run communities need the face alone.
"""

from __future__ import annotations

from xiangyue.cli.demo.today import play
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.graph import svg
from xiangyue.worker import Channels

__all__ = [
    "DEFAULT_DB",
    "Channels",
    "Db",
    "Json",
    "Line",
    "Table",
    "emit",
    "existing",
    "play",
    "svg",
    "words",
]
