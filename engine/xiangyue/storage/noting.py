"""What a decision brings besides the task itself: messages, touches, points, errands, shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xiangyue.asks import Ask
from xiangyue.canonical import SAFE
from xiangyue.errands import ERRANDS, Said, errands_of
from xiangyue.present import Present
from xiangyue.storage.cursor import Cursor
from xiangyue.storage.gathering import Gathering
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statements
from xiangyue.storage.writes import ASKED_AGAIN
from xiangyue.values import SENT, TOUCHING, Decision, Posting

_TRIES = 5
"""Where a row of ``ask`` says how often."""


class Noting(Gathering):
    """Gathers the rows that stand beside an entry."""

    def __init__(self, statements: Statements, cursor: Cursor, registry: Registry) -> None:
        """Begin with nothing to write."""
        super().__init__(statements, cursor, registry)
        self._memory = registry.memory

    def wake(self, community: str) -> None:
        """Let a worker know, where workers are woken, that a community has something for it."""

    def put_mode(self, community: str, present: Present) -> None:
        """Let a mode begin, with its response level if it has one."""
        self._heads[community] = self._heads[community]._replace(standing=present.text())

    def send_off(self, community: str, seq: int, said: Iterable[Said], now: int) -> None:
        """Let what an entry has to say to other chains, or to its own, be on its way."""
        for errand in errands_of(community, said):
            self._write("errand", (community, seq, *errand[:4], now))
        self.wake(community)

    def put_share(self, community: str, seq: int, told: Mapping[str, Any]) -> None:
        """Note what a community reported, unless it has told something newer already."""
        key = (community, told["task"], told["child"], told["child_task"])
        row = (told["state"], told.get("due"), told["reported_at"], told["told"], seq)
        if key not in self._shares or self._shares[key][3] <= row[3]:
            self._shares[key] = row

    def settled(self) -> None:
        """Let what this transaction has done be read."""
        if self._heads:
            self._flush_pending()

    def put_asks(self, rows: Sequence[Sequence[Any]]) -> None:
        """Note at once whom a rung asks, each for the first time or once more (``tries``)."""
        again = bool(rows) and rows[0][_TRIES] > 1
        self._flush_pending()
        self._apply([(ASKED_AGAIN if again else "ask", rows)])

    def post(self, community: str, seq: int, posts: Iterable[Sequence[Any]], now: int) -> None:
        """Write postings of an entry that is about no task."""
        for n, post in enumerate(posts):
            self._post(community, seq, n, Posting(*post), "", now)

    def _note_rows(self, decision: Decision) -> None:
        community, seq = decision.command.community, decision.seq
        for n, p in enumerate(decision.points):
            self._post(community, seq, n, p, decision.task, decision.now)
        for n, does in enumerate(decision.interventions):
            at = decision.now if does.at is None else does.at
            if does.kind in SENT:
                where = (does.kind, does.to, does.address, decision.task, at, at)
                self._write("outbox", (community, seq, n, *where))
                self.wake(community)
            if does.kind == "switch_mode":
                present = self._heads[community].present
                mode, until = does.detail["mode"], does.detail.get("until")
                self.put_mode(community, present.switched(mode, decision.now, until))
            elif does.kind == "ask":
                for member in does.detail["to"]:
                    self._memory.touch(community, member, "message", at)
                    self._write("touch", (community, seq, n, member, at, "message", 0))
            elif does.to is not None and does.kind in TOUCHING:
                fields = len(does.detail["fields"]) if does.kind == "collect" else 0
                self._memory.touch(community, does.to, does.kind, at)
                self._write("touch", (community, seq, n, does.to, at, does.kind, fields))
        if any(does.kind in ERRANDS for does in decision.interventions):
            said = [(decision.task, does.kind, does.detail) for does in decision.interventions]
            self.send_off(community, seq, said, decision.now)
        for subject, field, given in decision.reported:
            key = (community, subject, field, decision.task)
            if given or key not in self._data:
                self._data[key] = (seq, decision.now, int(given))

    def _post(self, community: str, seq: int, n: int, p: Posting, task: str, now: int) -> None:
        """Write a posting with how its account stands after it."""
        before = self._memory.account(community, p.member, p.account)
        if before is None:
            ask = Ask("account", p.member, (p.account,), SAFE)
            before = self.answer(community, (ask,))[ask]
        state = before.after(p)
        self._memory.posted(community, p, now)
        plain = (community, seq, n, p.member, p.account, p.amount, p.rule, task, now)
        stands = (p.sort, p.group, state.balance, int(state.frozen), p.corrects)
        self._write("ledger", (*plain, *stands))
