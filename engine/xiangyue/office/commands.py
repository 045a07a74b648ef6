"""What a command that a package brings shares with ours."""

from __future__ import annotations

from xiangyue.cli.demo.today import play
from xiangyue.cli.fit import catalogue
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.messages import LANGUAGES, say

__all__ = [
    "DEFAULT_DB",
    "LANGUAGES",
    "Db",
    "Json",
    "Line",
    "Table",
    "catalogue",
    "emit",
    "existing",
    "play",
    "say",
    "words",
]
