"""What the rows of every table must be, folded from the entries of one chain in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from xiangyue.audit import folded
from xiangyue.audit.beside import planned
from xiangyue.audit.folded import Body, Folded
from xiangyue.audit.report import Findings, show
from xiangyue.audit.rows import COLUMNS, WIDTHS, Key, Row
from xiangyue.canonical import dump, unchained
from xiangyue.tables import REGISTRY
from xiangyue.values import NORMAL, replace

OF_REGISTRY = ("unit", "member", "holding", "absence", "release", "consent")
"""The tables that the registry's chain leads to."""


class Fold:
    """The rows that a chain leads to.

    ``settings``, ``mode`` and ``failing`` are in force at its end; ``accounts`` holds how each
    account of points stands (its balance, and whether it is frozen); ``absent`` holds the hashes
    of payloads that have no row and whose destruction was not met yet; ``doubted`` are the tasks,
    and ``unsure`` the entries, of which nothing certain is known.
    """

    __slots__ = (
        "absent",
        "accounts",
        "community",
        "doubted",
        "failing",
        "findings",
        "mode",
        "rows",
        "settings",
        "tasks",
        "unsure",
    )

    def __init__(self, community: str, findings: Findings) -> None:
        """Begin before the first entry."""
        self.community = community
        self.settings = 0
        self.mode: str | None = NORMAL
        self.failing: dict[str, int] = {}
        self.accounts: dict[tuple[Any, Any], tuple[int, int]] = {}
        self.absent: dict[int, str] = {}
        self.doubted: set[str] = set()
        self.unsure: set[int] = set()
        self.tasks: dict[Key, bytes] = {}
        self.rows: dict[str, dict[Key, bytes]] = {
            name: {} for name in (*OF_REGISTRY, "settings", "datum", "waiting")
        }
        self.findings = findings

    def take(self, body: Body) -> None:
        """Apply an entry; raises whatever a body that is none of ours leads to."""
        kinds = _OF_REGISTRY if self.community == REGISTRY else _OF_COMMUNITY
        kind = body["kind"]
        self.expect(body, "kind", kind, kind if kind in kinds else " | ".join(kinds))
        if kind in kinds:
            kinds[kind](self, body)

    def expect(self, body: Body, name: str, found: Any, due: Any) -> bool:
        """Tell whether an entry goes on from where those before it end; note it if not."""
        if found == due:
            return True
        values = {"name": name, "found": show(found), "expected": show(due)}
        key = (self.community, body["seq"])
        self.findings.add("verify-sequel", "journal", self.community, key, **values)
        return False

    def doubt(self, task: str) -> None:
        """Say nothing more about a task: one of its entries cannot be trusted."""
        self.doubted.add(task)
        self.tasks.pop((self.community, task), None)

    def timers(self) -> dict[Key, int]:
        """Return the timers that must stand, by key, each with when it is due."""
        return {
            (*key, name): due
            for key, packed in self.tasks.items()
            for name, due in folded.unpack(packed).timers.items()
        }

    def put(self, table: str, values: Mapping[str, Any]) -> None:
        """Note the row that a table must hold."""
        row = [values.get(name) for name in COLUMNS[table]]
        self.rows[table][tuple(row[: WIDTHS[table]])] = orjson.dumps(row)

    def get(self, key: Key) -> Folded | None:
        """Return a task as it stands so far."""
        packed = self.tasks.get(key)
        return None if packed is None else folded.unpack(packed)


def row_of(_: Key, packed: bytes) -> Row:
    """Return a row that ``Fold.put`` noted."""
    return tuple(orjson.loads(packed))


def task_row(key: Key, packed: bytes) -> Row:
    """Return the row that a task must have."""
    return folded.unpack(packed).row(key)


def about_task(body: Body) -> str | None:
    """Return the task that an entry is about."""
    about = body if body["kind"] == "command" else body["about"]
    task = about.get("task")
    return None if task is None else str(task)


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
    elif known is not None:
        fold.tasks[key] = folded.pack(replace(known, last=body["seq"]))


def _beside_task(fold: Fold, body: Body) -> None:
    """Follow what a command does to its community, whatever becomes of its task."""
    fold.expect(body, "settings", body["settings"], fold.settings)
    if fold.mode is None:  # an entry in doubt may have switched it
        fold.mode = body["mode"]
    fold.expect(body, "mode", body["mode"], fold.mode)
    for _, kind, _, _, detail, _ in planned(body):
        if kind == "switch_mode":
            # Before there were limits it was announced only, and the entry does not say which.
            fold.mode = detail.get("mode", fold.mode)
    _fail(fold, body.get("failing", {}))
    at = fold.community, body["seq"]
    if "again" in body:
        _awaited(fold, body, body["again"])
    if "until" in body:
        due = {"community": at[0], "seq": at[1], "due": unchained(body["until"])}
        fold.put("waiting", due)
    for subject, field, given in body.get("reported", ()):
        row = (fold.community, subject, field, body["task"], *at[1:], body["at"], int(given))
        key = row[: WIDTHS["datum"]]
        if given or key not in fold.rows["datum"]:
            fold.rows["datum"][key] = orjson.dumps(row)


def _fail(fold: Fold, failing: Mapping[str, int]) -> None:
    fold.failing = {n: c for n, c in {**fold.failing, **failing}.items() if c}


def _awaited(fold: Fold, body: Body, seq: Any) -> None:
    """Take a deferred command as decided again."""
    found = fold.rows["waiting"].pop((fold.community, seq), None)
    if seq not in fold.unsure:
        fold.expect(body, "again", seq if found else None, seq)


def _overdue(fold: Fold, body: Body) -> None:
    about = body["about"]
    task = about["task"]
    if task in fold.doubted:
        return
    known = fold.get((fold.community, task))
    if known is None or not fold.expect(body, "follows", about.get("follows"), known.last):
        fold.expect(body, "task", task, known and task)
        fold.doubt(task)
        return
    timers = dict(known.timers)
    fold.expect(body, "due", unchained(about["due"]), timers.pop(about["timer"], None))
    fired = replace(known, last=body["seq"], timers=timers)
    fold.tasks[fold.community, task] = folded.pack(fired)


def _settings(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.expect(body, "revision", about["revision"], fold.settings + 1)
    fold.settings = about["revision"]
    params = dump(unchained(about["params"])).decode()
    fold.put("settings", {**about, "community": fold.community, "params": params})


def _given_up(fold: Fold, body: Body) -> None:
    _awaited(fold, body, body["about"]["seq"])


def _mode(fold: Fold, body: Body) -> None:
    fold.mode = body["about"]["mode"]


def _resume(fold: Fold, body: Body) -> None:
    _fail(fold, {body["about"]["limit"]: 0})


def _destroy(fold: Fold, body: Body) -> None:
    about = body["about"]
    for seq, digest in zip(about["seqs"], about["hashes"], strict=True):
        found = fold.absent.pop(seq, None)
        if found is not None:
            fold.expect(body, "hashes", digest, found)
        elif seq not in fold.unsure:
            key = (fold.community, seq)
            fold.findings.add("verify-kept", "payload", fold.community, key, by=body["seq"])


def _plain(table: str) -> Callable[[Fold, Body], None]:
    def take(fold: Fold, body: Body) -> None:
        fold.put(table, unchained(body["about"]))

    return take


def _unit(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.put("unit", {**about, "title": dump(about["title"]).decode()})


def _member(fold: Fold, body: Body) -> None:
    fold.put("member", {**body["about"], "named": body["seq"] if "private" in body else None})


def _literacy(fold: Fold, body: Body) -> None:
    about = body["about"]
    packed = fold.rows["member"].get((about["member"],))
    if fold.expect(body, "member", about["member"] if packed else None, about["member"]) and packed:
        known = dict(zip(COLUMNS["member"], orjson.loads(packed), strict=True))
        fold.put("member", {**known, "literacy": about["literacy"]})


def _consent(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.rows["consent"].pop((about["member"], about["purpose"]), None)
    if about["given"]:
        fold.put("consent", {**about, "since": body["at"]})


def _release(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.put("release", {**about, "document": about["hash"]})


def _role_end(fold: Fold, body: Body) -> None:
    about = unchained(body["about"])
    key = (about["member"], about["role"], about["unit"], about["since"])
    packed = fold.rows["holding"].get(key)
    fold.expect(body, "since", about["since"] if packed else None, about["since"])
    if packed is not None:
        held = dict(zip(COLUMNS["holding"], orjson.loads(packed), strict=True))
        fold.put("holding", {**held, "until": about["until"]})


_Kinds = Mapping[str, Callable[[Fold, Body], None]]

_OF_REGISTRY: _Kinds = {
    "unit": _unit,
    "member": _member,
    "role": _plain("holding"),
    "role-end": _role_end,
    "absence": _plain("absence"),
    "release": _release,
    "literacy": _literacy,
    "consent": _consent,
    "destroy": _destroy,
}
_OF_COMMUNITY: _Kinds = {
    "command": _command,
    "overdue": _overdue,
    "settings": _settings,
    "mode": _mode,
    "resume": _resume,
    "reset": lambda fold, body: None,
    "given-up": _given_up,
    "destroy": _destroy,
}
