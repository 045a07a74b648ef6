"""From an event log to the draft of a profile that allows what the log shows."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from xiangyue.errors import Misuse, Place, why
from xiangyue.exchange.logs.cast import find_cast
from xiangyue.exchange.logs.draft import Draft, draft_yaml
from xiangyue.exchange.logs.eventlog import EventLog
from xiangyue.exchange.logs.paths import find_paths
from xiangyue.exchange.names import ids, profile_id, title

MAX_SIZE = 1_900_000  # bytes; a profile file may have 2,000,000
MAX_PATHS = 80_000  # each is a value in YAML, of which a file may have 100,000
LONG_PROFILE = 1_200_000
FILE = "profile.yaml"


def discover(log: EventLog, name: str, min_share: float = 0.0) -> str:
    """Return the YAML of a profile with one flow, ``case``, whose actions are the activities.

    A state stands for the activity done last; an action leads there from every state that the
    log shows before it. The action ``end`` leads to the final state ``ended``. Roles are the
    log's groups, else its resources; the deadline is a field where the log has one. What
    ``min_share``, from 0 to 1, drops is told at ``find_paths``. Raises Misuse if it is outside,
    or if the log has too many activities and paths for one profile.
    """
    if not 0 <= min_share <= 1:
        raise Misuse("log-share", share=min_share)
    paths = find_paths(log, min_share)
    if paths.count > MAX_PATHS:
        raise _tangled(log, len(paths.into), paths.count)
    cast = find_cast(log)
    performed: dict[str, dict[str, None]] = {name: {} for name in paths.into}
    for case in log.cases:
        for event in case.events:
            if event.activity in performed:
                performed[event.activity][cast.role_of(event)] = None
    used = {role for roles in performed.values() for role in roles}
    draft = Draft(
        id=profile_id(name),
        title=title(name) if name.strip() else "Log",
        roles={role: words for role, words in cast.titles.items() if role in used},
        deadline=title(log.deadline_attribute) if log.deadline_attribute else None,
        backdate=_backdate(log),
        actions=ids(paths.into, "activity"),
        paths=paths,
        by={activity: tuple(roles) for activity, roles in performed.items()},
    )
    text = draft_yaml(draft)
    if len(text) > LONG_PROFILE:
        numbers = {activity: f"a{n}" for n, activity in enumerate(paths.into, 1)}
        text = draft_yaml(draft.renamed(numbers))
    if len(text.encode()) > MAX_SIZE:
        raise _tangled(log, len(paths.into), paths.count)
    return text


def write_profile(folder: Path, text: str, force: bool = False) -> Path:
    """Write the profile's file into the folder, made if need be, and return its path.

    The file is there as a whole or not at all. Raises Misuse if there is one already and it is
    not to be replaced, or if the folder cannot be written to.
    """
    target = folder / FILE
    place = Place(str(target))
    try:
        if not force and target.exists():
            raise Misuse("log-profile-there", place=place)
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".profile-", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise Misuse("log-no-folder", place=place, reason=why(error)) from error
    return target


def _backdate(log: EventLog) -> int | None:
    """Return how many days after its end a case was still worked on, if any was."""
    late = [case.events[-1].at - end for case in log.cases if (end := log.end(case)) is not None]
    longest = max(late, default=timedelta(0))
    return -(-longest // timedelta(days=1)) if longest > timedelta(0) else None


def _tangled(log: EventLog, activities: int, paths: int) -> Misuse:
    return Misuse("log-tangled", place=Place(log.name), activities=activities, paths=paths)
