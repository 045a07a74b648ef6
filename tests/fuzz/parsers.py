"""What reads other people's files: how each is called, and files that it reads well.

A seed is made here, never copied from anywhere; ``call`` is given a file and reads all of it, tells
what it found, and raises nothing but errors of our own.
"""

from __future__ import annotations

import event_logs
import exchanged
import json_files
import rules
import sheet_files

PARSERS = (
    *event_logs.PARSERS,
    *sheet_files.PARSERS,
    *exchanged.PARSERS,
    *json_files.PARSERS,
    *rules.PARSERS,
)
