"""Checks of drafts and their what-if, which take a while, beside the page that asked for them."""

from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from weakref import WeakKeyDictionary

from xiangyue import Engine, XiangyueError
from xiangyue.office import check_draft, foresee_draft
from xiangyue_admin.counted import AT_ONCE

_running: WeakKeyDictionary[Engine, dict[str, threading.Thread]] = WeakKeyDictionary()
_failed: WeakKeyDictionary[Engine, dict[str, XiangyueError]] = WeakKeyDictionary()
_lock = threading.Lock()


def begin(engine: Engine, task: str) -> None:
    """Begin to check a draft, unless it is being checked already."""
    with _lock:
        running = _running.setdefault(engine, {})
        if task in running:
            return
        _failed.setdefault(engine, {}).pop(task, None)
        thread = threading.Thread(target=_check, args=(engine, task), daemon=True)
        running[task] = thread
    thread.start()


def is_running(engine: Engine, task: str) -> bool:
    """Return whether a draft is being checked by this process."""
    with _lock:
        return task in _running.get(engine, {})


def failure(engine: Engine, task: str) -> XiangyueError | None:
    """Return why a draft could not be checked; None where it could, or was not yet."""
    return _failed.get(engine, {}).get(task)


def wait(engine: Engine, task: str, seconds: float = 300) -> None:
    """Wait until a draft is checked."""
    with _lock:
        thread = _running.get(engine, {}).get(task)
    if thread is not None:
        thread.join(seconds)


def _check(engine: Engine, task: str) -> None:
    try:
        check_draft(engine, task)
        draft = engine.draft_of(task)
        if draft.ok and draft.path.foresee is not None:
            _foresee(engine, task)
    except XiangyueError as error:
        _failed.setdefault(engine, {})[task] = error
    finally:
        with _lock:
            _running.get(engine, {}).pop(task, None)


def _foresee(engine: Engine, task: str) -> None:
    """Judge past work; a long journal in a process of its own, so that pages need not wait."""
    community, _, _ = task.partition("/")
    short = int(engine.heads()[community].partition(":")[0]) <= AT_ONCE
    if short or engine.sql.url.database in (None, "", ":memory:"):
        foresee_draft(engine, task)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        foresee_draft(engine, task, executor=pool)
