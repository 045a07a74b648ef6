"""The console script: Control-C ends it quietly, even while the engine is still being read.

It stands apart because importing any part of ``xiangyue`` reads the whole engine first.
"""

from __future__ import annotations

import os
import signal

INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code; 130 where it was interrupted."""
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else it is ignored
    if heard:
        signal.signal(signal.SIGINT, _leave)
    from xiangyue.cli import main as run

    try:
        if heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return run()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        if heard:
            signal.signal(signal.SIGINT, _leave)


def _leave(*_: object) -> None:
    """End at once: an exception could be swallowed or printed by whatever is just being read."""
    os._exit(INTERRUPTED)
