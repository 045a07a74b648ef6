"""What each entry of a community's chain leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from xiangyue.audit import folded
from xiangyue.audit.asked import follow_asks, forget, keep_back
from xiangyue.audit.beside import planned
from xiangyue.audit.fold import Fold, row_of
from xiangyue.audit.folded import Body, Folded
from xiangyue.audit.migrating import migrated
from xiangyue.audit.rows import COLUMNS, WIDTHS, Row
from xiangyue.canonical import dump, unchained
from xiangyue.journal import OF_MANY
from xiangyue.present import Present
from xiangyue.values import replace


def about_task(body: Body) -> str | None:
    """Return the task that an entry is about."""
    about = body if body["kind"] == "command" else body["about"]
    task = about.get("task")
    return None if task is None else str(task)


def all_about(body: Body) -> set[Any]:
    """Return every task that an entry is about: some are about many."""
    about = body["about"] if body["kind"] in OF_MANY else {}
    return {about_task(body), *(row[0] for row in about.get("tasks", ()))}


def _command(fold: Fold, body: Body) -> None:
    _beside_task(fold, body)
    task, done, opening = body["task"], body["outcome"] == "done", "before" not in body
    if task in fold.doubted or (opening and not done):
        return
    key = (fold.community, task)
    known = fold.get(key)
    if not (
        fold.expect(body, "before", body.get("before"), known.state if known else None)
        and fold.expect(body, "follows", body.get("follows"), known.last if known else None)
    ):
        fold.doubt(task)
    elif done:
        left, version = body["left"], known.left["version"] if known else 0
        fold.expect(body, "version", left["version"], version + 1)
        fold.expect(body, "release", left["release"], body["release"])
        fold.tasks[key] = folded.pack(folded.moved(known, body))
        if "holds" in body:
            _hold(fold, task, *body["holds"])
        follow_asks(fold, body)
    elif known is not None:
        fold.tasks[key] = folded.pack(replace(known, last=body["seq"]))


def _hold(fold: Fold, task: Any, resource: Any, quantity: Any) -> None:
    """Note what a task holds from now on; of nothing there is no row."""
    row = {"community": fold.community, "task": task, "resource": resource, "quantity": quantity}
    fold.rows["hold"].pop((fold.community, task), None)
    if quantity:
        fold.put("hold", row)


def _beside_task(fold: Fold, body: Body) -> None:
    """Follow what a command does to its community, whatever becomes of its task."""
    fold.expect(body, "settings", body["settings"], fold.settings)
    if fold.present is None:  # an entry in doubt may have switched it
        fold.present = Present(body["mode"])
    fold.expect(body, "mode", body["mode"], fold.present.mode)
    for _, kind, _, _, detail, _ in planned(body):
        if kind == "switch_mode":
            # Before there were limits it was announced only, and the entry does not say which.
            mode = detail.get("mode", fold.present.mode)
            until = unchained(detail.get("until"))
            fold.present = fold.present.switched(mode, body["at"], until)
    _fail(fold, body.get("failing", {}))
    at = fold.community, body["seq"]
    if "again" in body:
        _awaited(fold, body, "again", body["again"])
    later = body.get("until", body.get("keep"))
    if later is not None:
        _waits(fold, body["seq"], later)
    for subject, field, given in body.get("reported", ()):
        row = (fold.community, subject, field, body["task"], *at[1:], body["at"], int(given))
        key = row[: WIDTHS["datum"]]
        if given or key not in fold.rows["datum"]:
            fold.rows["datum"][key] = orjson.dumps(row)


def _fail(fold: Fold, failing: Mapping[str, int]) -> None:
    fold.failing = {n: c for n, c in {**fold.failing, **failing}.items() if c}


def _waits(fold: Fold, seq: Any, due: Any) -> None:
    """Note that the engine comes back to an entry."""
    fold.put("waiting", {"community": fold.community, "seq": seq, "due": unchained(due)})


def _awaited(fold: Fold, body: Body, name: str, seq: Any) -> None:
    """Take the engine as having come back to an entry."""
    found = fold.rows["waiting"].pop((fold.community, seq), None)
    if seq not in fold.unsure:
        fold.expect(body, name, seq if found else None, seq)


def _overdue(fold: Fold, body: Body) -> None:
    known, about = _in_history(fold, body), body["about"]
    if known is not None:
        timers = dict(known.timers)
        fold.expect(body, "due", unchained(about["due"]), timers.pop(about["timer"], None))
        fold.tasks[fold.community, about["task"]] = folded.pack(replace(known, timers=timers))


def _recomputed(fold: Fold, body: Body) -> None:
    """Move the deadlines of open tasks, as a new calendar had them moved."""
    for task, due, state_due, alarms, follows in body["about"]["tasks"]:
        if task in fold.doubted:
            continue
        known = fold.get((fold.community, task))
        if known is None or not fold.expect(body, "follows", follows, known.last):
            fold.expect(body, "task", task, known and task)
            fold.doubt(task)
            continue
        moved = folded.rescheduled(known, body["seq"], due, state_due, alarms)
        fold.tasks[fold.community, task] = folded.pack(moved)


def _left(fold: Fold, body: Body) -> None:
    """Begin to tell open tasks that a mode was left."""
    _waits(fold, body["seq"], body["at"])
    if fold.present is not None:
        fold.present = fold.present._replace(behind=fold.present.behind + 1)


def _given_back(fold: Fold, body: Body) -> None:
    """Move the deadlines of open tasks that were told, and go on with those after them."""
    _recomputed(fold, body)
    about = body["about"]
    if "again" not in about:
        return
    _awaited(fold, body, "again", about["again"])
    if "after" in about:
        _waits(fold, body["seq"], body["at"])
    elif fold.present is not None:
        fold.present = fold.present._replace(behind=fold.present.behind - 1)


def _settings(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.expect(body, "revision", about["revision"], fold.settings + 1)
    fold.settings = about["revision"]
    params = dump(unchained(about["params"])).decode()
    days = dump(unchained(about.get("days", {}))).decode()
    fold.put("settings", {**about, "community": fold.community, "params": params, "days": days})


def _given_up(fold: Fold, body: Body) -> None:
    about = body["about"]
    _awaited(fold, body, "again", about["seq"])
    if "keep" in about:
        _waits(fold, about["seq"], about["keep"])


def _mode(fold: Fold, body: Body) -> None:
    about = body["about"]
    before = fold.present or Present()
    until, since = (unchained(about.get(name)) for name in ("until", "since"))
    fold.present = before.switched(about["mode"], body["at"], until, since)


def _resume(fold: Fold, body: Body) -> None:
    _fail(fold, {body["about"]["limit"]: 0})


def _withheld(fold: Fold, body: Body) -> None:
    """Let what a message touched count from later on, or not at all."""
    about = body["about"]
    _in_history(fold, body)
    until = unchained(about["until"])
    for member in about.get("asked", (about["to"],)):
        key = about["seq"], about["n"], member
        if member is not None and key[0] not in fold.unsure:
            _counts_later(fold, key, until)
    if "asked" in about:
        keep_back(fold, body, until)


def _counts_later(fold: Fold, key: tuple[int, int, Any], until: Any) -> None:
    if key not in fold.moved:
        at = (fold.community, *key[:2])
        fold.findings.add("verify-changed", "touch", fold.community, at, **_STILL)
        return
    due, row = fold.moved[key]
    moved = None if until is None or due is None else tuple(_at(due, until))
    fold.moved[key] = moved, row


def _forgotten(fold: Fold, body: Body) -> None:
    _in_history(fold, body)
    if "once_ended" not in body["about"]:
        forget(fold, body["about"]["task"])


def _reported(fold: Fold, body: Body) -> None:
    """Note what a community reported last, in its own order."""
    about = body["about"]
    _in_history(fold, body)
    row = {**about, "community": fold.community, "seq": body["seq"]}
    row |= {"due": unchained(about.get("due")), "at": unchained(about["reported_at"])}
    key = (fold.community, about["task"], about["child"], about["child_task"])
    known = fold.rows["share"].get(key)
    if known is None or row_of(key, known)[_TOLD] <= about["told"]:
        fold.put("share", row)


_TOLD = COLUMNS["share"].index("told")


def _confirmed(fold: Fold, body: Body) -> None:
    _in_history(fold, body)


def _at(row: Row, at: int) -> Iterator[Any]:
    return (at if name == "at" else v for name, v in zip(COLUMNS["touch"], row, strict=True))


_STILL: Mapping[str, Any] = {"columns": ("at",), "changes": "at"}


def _in_history(fold: Fold, body: Body) -> Folded | None:
    """Take an entry into its task's history; returns the task, None where nothing is certain."""
    about = body["about"]
    task = about["task"]
    if task in fold.doubted:
        return None
    known = fold.get((fold.community, task))
    if known is None or not fold.expect(body, "follows", about.get("follows"), known.last):
        fold.expect(body, "task", task, known and task)
        fold.doubt(task)
        return None
    known = replace(known, last=body["seq"])
    fold.tasks[fold.community, task] = folded.pack(known)
    return known


def destroyed(fold: Fold, body: Body) -> None:
    """Take payloads as destroyed."""
    about = body["about"]
    if "kept" in about:
        _awaited(fold, body, "kept", about["kept"])
    for seq, digest in zip(about["seqs"], about["hashes"], strict=True):
        found = fold.absent.pop(seq, None)
        if found is not None:
            fold.expect(body, "hashes", digest, found)
        elif seq not in fold.unsure:
            key = (fold.community, seq)
            fold.findings.add("verify-kept", "payload", fold.community, key, by=body["seq"])


OF_COMMUNITY: Mapping[str, Callable[[Fold, Body], None]] = {
    "command": _command,
    "overdue": _overdue,
    "fired": _overdue,
    "recomputed": _recomputed,
    "migrated": migrated,
    "left": _left,
    "given-back": _given_back,
    "settings": _settings,
    "mode": _mode,
    "resume": _resume,
    "reset": lambda fold, body: None,
    "secret": lambda fold, body: None,
    "given-up": _given_up,
    "withheld": _withheld,
    "confirmed": _confirmed,
    "forgotten": _forgotten,
    "reported": _reported,
    "destroy": destroyed,
}
