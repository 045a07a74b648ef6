"""Checks of drafts and their what-if, which take a while, beside the page that asked for them."""

from __future__ import annotations

import threading

from xiangyue import Engine, XiangyueError
from xiangyue.office import check_draft, foresee_draft

_running: dict[tuple[int, str], threading.Thread] = {}
_failed: dict[tuple[int, str], XiangyueError] = {}
_lock = threading.Lock()


def begin(engine: Engine, task: str) -> None:
    """Begin to check a draft, unless it is being checked already."""
    name = (id(engine), task)
    with _lock:
        if name in _running:
            return
        _failed.pop(name, None)
        thread = threading.Thread(target=_check, args=(engine, task), daemon=True)
        _running[name] = thread
    thread.start()


def is_running(engine: Engine, task: str) -> bool:
    """Return whether a draft is being checked by this process."""
    with _lock:
        return (id(engine), task) in _running


def failure(engine: Engine, task: str) -> XiangyueError | None:
    """Return why a draft could not be checked; None where it could, or was not yet."""
    return _failed.get((id(engine), task))


def wait(engine: Engine, task: str, seconds: float = 300) -> None:
    """Wait until a draft is checked."""
    with _lock:
        thread = _running.get((id(engine), task))
    if thread is not None:
        thread.join(seconds)


def _check(engine: Engine, task: str) -> None:
    name = (id(engine), task)
    try:
        check_draft(engine, task)
        draft = engine.draft_of(task)
        if draft.ok and draft.path.foresee is not None:
            foresee_draft(engine, task)
    except XiangyueError as error:
        _failed[name] = error
    finally:
        with _lock:
            _running.pop(name, None)
