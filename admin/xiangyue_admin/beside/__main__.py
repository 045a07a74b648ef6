"""The process that answers one question: asked on standard input, answered on standard output."""

from __future__ import annotations

import os
import pickle
import sys

from xiangyue import Engine, XiangyueError
from xiangyue.office import existing
from xiangyue_admin.beside.answers import answer


def main() -> None:
    """Answer; whatever anything prints meanwhile goes to standard error."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for a page comes first
    asked = sys.stdin.buffer.read()
    if not asked:  # whoever asked has ended
        return
    url, question = pickle.loads(asked)
    try:
        with said, Engine(existing(url)) as engine:
            pickle.dump(answer(engine, question), said)
    except XiangyueError as error:
        raise SystemExit(error.describe()) from error


if __name__ == "__main__":
    main()
