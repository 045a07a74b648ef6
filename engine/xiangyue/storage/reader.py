"""What is read in one consistent state: tasks, decisions, balances, heads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xiangyue.canonical import load, unchained
from xiangyue.errors import Conflict
from xiangyue.journal import follows, to_decision
from xiangyue.present import Present
from xiangyue.storage.answering import Answering, to_task
from xiangyue.storage.cursor import Cursor, chunks
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statement, Statements, task_columns
from xiangyue.values import NORMAL, Decision, Task, replace

_HEAD_WIDTH = 7
_AT_ONCE = 50
_TASK = ", ".join(task_columns())
_COLUMNS = "SELECT j.body, p.body, p.salt, j.seq FROM"
_PAYLOAD = "LEFT JOIN payload p ON p.community = j.community AND p.seq = j.seq"
_ENTRY = f"{_COLUMNS} journal j {_PAYLOAD}"
_TRAIL = (
    "WITH RECURSIVE trail(task, seq, n) AS (SELECT CAST(? AS TEXT), CAST(? AS BIGINT), 1 UNION ALL"
    " SELECT trail.task, {before}, n + 1 FROM trail"
    f" JOIN journal j ON j.community = ? AND j.seq = trail.seq WHERE n < {_AT_ONCE})"
    f" {_COLUMNS} trail JOIN journal j ON j.community = ? AND j.seq = trail.seq {_PAYLOAD}"
    " ORDER BY trail.n"
)


class Head(NamedTuple):
    """The end of a community's chain, and what is in force there.

    ``standing`` is the present mode as its row holds it. ``failing`` counts, as JSON, how often in
    a row each limit has failed that fails now.
    """

    seq: int
    hash: bytes
    settings: int
    standing: str
    failing: str = "{}"

    @property
    def present(self) -> Present:
        """The mode, since when and until when."""
        return Present.parse(self.standing)

    @property
    def mode(self) -> str:
        """The mode, with its response level if it has one."""
        return self.standing.partition(" ")[0]

    def lapsed(self, now: int) -> bool:
        """Tell whether the mode's end has come, though nobody has noted it yet."""
        return self.standing != NORMAL and self.present.over(now)

    def at(self, now: int) -> Head:
        """Return it as it holds at a moment: no mode outlives its end, noted or not."""
        return self.in_mode(NORMAL) if self.lapsed(now) else self

    def in_mode(self, mode: str) -> Head:
        """Return it as it would be in a mode."""
        return self._replace(standing=mode)


class Situation(NamedTuple):
    """What one command finds: the community's head, its task, and whether its key is known."""

    head: Head | None
    task: Task | None
    prior: int | None


class Reader(Answering):
    """Reads one consistent state of the store."""

    entry_before = (
        "CASE json_extract(j.body, '$.kind') WHEN 'command' THEN json_extract(j.body, '$.follows')"
        " ELSE coalesce((SELECT json_extract(r.value, '$[#-1]')"
        " FROM json_each(j.body, '$.about.tasks') r WHERE r.type = 'array'"
        " AND json_extract(r.value, '$[0]') = trail.task),"
        " json_extract(j.body, '$.about.follows')) END"
    )
    """How this database reads which entry stands before one on a task, as ``follows`` does."""

    def __init__(
        self,
        statements: Statements,
        cursor: Cursor,
        registry: Registry | None = None,
    ) -> None:
        """Read through this cursor; only the writer shares what it knows with the next one."""
        super().__init__(registry or Registry(), cursor)
        self._statements = statements

    def settled(self) -> None:
        """Let what this transaction has done be read; a reader has done nothing."""

    def situation(self, community: str, task: str | None, key: str | None) -> Situation:
        """Read head, task and key in one statement."""
        values = {"community": community, "task": task, "key": key}
        return self.situated(self._one(self._statements.situation, values))

    def situated(self, row: Any) -> Situation:
        """Make a situation of its row."""
        if row is None:
            return Situation(None, None, None)
        seq, digest, settings, mode, failing, registry, prior = row[:_HEAD_WIDTH]
        self.registry.at(registry or 0)
        found = to_task(row[_HEAD_WIDTH:]) if row[_HEAD_WIDTH] is not None else None
        return Situation(Head(seq, digest, settings, mode, failing), found, prior)

    def _one(self, statement: Statement, values: Mapping[str, Any]) -> Any:
        return self.cursor.execute(statement.sql, [values[n] for n in statement.names]).fetchone()

    def decision(self, community: str, seq: int) -> Decision:
        """Read a recorded decision back, with its personal values while they exist."""
        body, payload, _ = self.entry(community, seq)
        return to_decision(body, payload)

    def decisions(self, community: str, seqs: Collection[int]) -> dict[int, Decision]:
        """Read many recorded decisions back at once, by their numbers."""
        found = self.entries(community, seqs)
        return {seq: to_decision(body, payload) for seq, (body, payload, _) in found.items()}

    def tasks(self, community: str, names: Collection[str]) -> dict[str, Task]:
        """Return those of the named tasks that exist, without their personal values."""
        found: dict[str, Task] = {}
        for some in chunks(sorted(names)):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {_TASK} FROM task WHERE community = ? AND id IN ({marks})"
            found |= {task.id: task for task in map(to_task, self.all(sql, community, *some))}
        return found

    def prior(self, community: str, seq: int) -> tuple[Decision, str, bytes]:
        """Return an earlier decision with the digest and salt that its key is bound to."""
        body, payload, salt = self.entry(community, seq)
        if "private" in body and payload is None:
            raise Conflict("key-destroyed", key=body.get("key"))
        return to_decision(body, payload), body.get("digest", ""), salt

    def entry(
        self, community: str, seq: int
    ) -> tuple[dict[str, Any], dict[str, Any] | None, bytes]:
        """Read one journal entry: its body, its payload if it still exists, and its salt."""
        row = self.cursor.execute(
            f"{_ENTRY} WHERE j.community = ? AND j.seq = ?", (community, seq)
        ).fetchone()
        return load(row[0]), load(row[1]) if row[1] is not None else None, row[2] or b""

    def entries(
        self, community: str, seqs: Collection[int]
    ) -> dict[int, tuple[dict[str, Any], dict[str, Any] | None, bytes]]:
        """Read many journal entries as ``entry`` does, some hundreds at a time."""
        found = {}
        for some in chunks([*dict.fromkeys(seqs)]):
            sql = f"{_ENTRY} WHERE j.community = ? AND j.seq IN ({', '.join('?' * len(some))})"
            for body, payload, salt, seq in self.all(sql, community, *some):
                apart = load(payload) if payload is not None else None
                found[seq] = load(body), apart, salt or b""
        return found

    def entries_about(
        self, community: str, task: str, last: int
    ) -> Iterator[tuple[int, dict[str, Any], dict[str, Any] | None]]:
        """Yield the entries about a task with their payloads, from its last one to its first.

        They are read some dozens at a time.
        """
        sql = _TRAIL.format(before=self.entry_before)
        seq: int | None = last
        while seq is not None:
            for text, payload, _, at in self.all(sql, task, seq, community, community):
                if at != seq:  # what a database takes for the one before is not believed blindly
                    break
                body = load(text)
                yield at, body, load(payload) if payload is not None else None
                seq = follows(body, task)

    def heads(self) -> dict[str, str]:
        """Return the end of every chain as ``seq:hash``."""
        rows = self.all("SELECT community, seq, hash FROM head ORDER BY community")
        return {name: f"{seq}:{digest.hex()}" for name, seq, digest in rows}

    def communities(self) -> tuple[str, ...]:
        """Return the communities that a profile governs."""
        rows = self.all("SELECT community FROM head WHERE settings > 0 ORDER BY community")
        return tuple(name for (name,) in rows)

    def reveal(self, task: Task) -> Task:
        """Return the task with its personal values, as far as they still exist."""
        return self.reveal_all([task])[0] if task.private else task

    def reveal_all(self, tasks: Sequence[Task]) -> list[Task]:
        """Return the tasks with their personal values, in one reading per community."""
        wanted: dict[str, set[int]] = {}
        for task in tasks:
            wanted.setdefault(task.community, set()).update(task.private.values())
        payloads = {
            (community, seq): load(body)
            for community, seqs in wanted.items()
            for seq, body in self.payloads(community, sorted(seqs))
        }
        return [_revealed(task, payloads) for task in tasks]

    def payloads(self, community: str, seqs: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield what some entries keep apart, as JSON, as far as it exists."""
        for some in chunks(seqs):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT seq, body FROM payload WHERE community = ? AND seq IN ({marks})"
            yield from self.all(sql, community, *some)


def _revealed(task: Task, payloads: Mapping[tuple[str, int], Mapping[str, Any]]) -> Task:
    data = dict(task.data)
    for name, seq in task.private.items():
        apart = payloads.get((task.community, seq), {})
        for part in (apart, apart.get("given", {}), apart.get("computed", {})):
            if name in part:
                data[name] = unchained(part[name])
    return replace(task, data=data)
