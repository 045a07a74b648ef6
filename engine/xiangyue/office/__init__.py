"""The third door: what a console, or a command that a package brings, needs beside the engine.

It stands above all other rooms, for programs that people look at: studies of what happened, checks
of a profile, sheets and forms in and out, diagrams, what is wrong with an installation, and the
values that the engine's reads return. Applications that only run communities need the face alone.
"""

from __future__ import annotations

from xiangyue.office import commands, formats, records, rules, running, studies
from xiangyue.office.commands import *
from xiangyue.office.formats import *
from xiangyue.office.records import *
from xiangyue.office.rules import *
from xiangyue.office.running import *
from xiangyue.office.studies import *

__all__ = []
__all__ += commands.__all__
__all__ += formats.__all__
__all__ += records.__all__
__all__ += rules.__all__
__all__ += running.__all__
__all__ += studies.__all__
