"""A recorded journal followed in a world: after each entry its facts are those of that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from xiangyue.canonical import dump, load, unchained
from xiangyue.errands import ERRANDS
from xiangyue.journal import to_decision
from xiangyue.journal.reading import said_in
from xiangyue.present import Present
from xiangyue.storage.asks import keep_back, note_asks
from xiangyue.study.world.recalled import Recalled
from xiangyue.values import TOUCHING, Hold, Posting, Task, replace
from xiangyue.work.migrating import said_of

Body = Mapping[str, Any]

_ASKING = frozenset({"ask", "answer"})


class Followed(NamedTuple):
    """An entry as it is stored: its place, what it says, and what is kept apart, if that exists."""

    seq: int
    key: str | None
    task: str | None
    text: str
    hash: bytes
    payload: str | None
    salt: bytes | None

    @property
    def body(self) -> dict[str, Any]:
        """What the chain holds."""
        body: dict[str, Any] = load(self.text)
        return body

    @property
    def apart(self) -> dict[str, Any] | None:
        """What is kept apart; None where nothing is, or where it was destroyed."""
        return None if self.payload is None else load(self.payload)


class Follower:
    """Follows the entries of one community, in their order."""

    def __init__(self, world: Recalled, community: str) -> None:
        """Begin before the first entry."""
        self.world = world
        self.community = community

    def follow(self, entry: Followed, body: Body) -> None:
        """Let the world be as it was after an entry."""
        world, community = self.world, self.community
        world.stands_at(community, entry.seq, entry.hash)
        follow = _FOLLOWING.get(body["kind"])
        if follow is not None:
            follow(self, entry, body)

    def _command(self, entry: Followed, body: Body) -> None:
        world, community, done = self.world, self.community, body["outcome"] == "done"
        base = world.task(community, body["task"])
        does = body.get("does", ())
        if "points" in body:
            self._post(body, body["points"], body["task"])
        if "failing" in body:
            world.put_failing(community, body["failing"])
        if not done:
            if base is not None:
                world.touch(base, entry.seq)
            return
        if does:
            self._touch(body, does)
        if "reported" in body:
            world.reported(community, body["task"], entry.seq, body["at"], self._data(entry, body))
        after = task_after(base, body)
        world.put(after, base)
        if "holds" in body:
            world.hold(community, after.id, Hold(*body["holds"]))
        if not _ASKING.isdisjoint(map(itemgetter(0), does)):
            note_asks(world, to_decision(body, None))

    def _data(self, entry: Followed, body: Body) -> Iterator[tuple[str, str, bool, Any]]:
        """Yield what was asked and given, with its value while that exists."""
        apart = entry.apart or {}
        parts = [p.get(name, {}) for p in (body, apart) for name in ("given", "computed")]
        for subject, field, given in body["reported"]:
            yield subject, field, given, next((p[field] for p in parts if field in p), None)

    def _post(self, body: Body, posts: Any, task: str) -> None:
        self.world.scorer = body.get("for", body.get("actor", ""))
        for n, post in enumerate(posts):
            self.world.post_one(self.community, body["seq"], n, Posting(*post), task, body["at"])

    def _touch(self, body: Body, does: Any) -> None:
        """Note whom an entry touches, when, and what mode it begins."""
        world, community = self.world, self.community
        for kind, to, _, _, *more in does:
            at = unchained(more[1]) if more and more[1] is not None else body["at"]
            if kind == "switch_mode":
                detail = unchained(more[0]) if more else {}
                present = world.present(community)
                mode = detail.get("mode", present.mode)
                until = detail.get("until")
                world.put_mode(community, present.switched(mode, body["at"], until))
            elif kind == "ask":
                for member in more[0]["to"]:
                    world.touched(community, member, at, "message", 0)
            elif to is not None and kind in TOUCHING:
                fields = len(more[0]["fields"]) if kind == "collect" and more else 0
                world.touched(community, to, at, kind, fields)
        if not ERRANDS.isdisjoint(map(itemgetter(0), does)):
            world.send_off(community, body["seq"], said_in(body), body["at"])

    def _rang(self, entry: Followed, body: Body) -> None:
        about = body["about"]
        task = self._about(entry, about["task"])
        self.world.ring(self.community, task.id, about["timer"])

    def _about(self, entry: Followed, name: str) -> Task:
        """Take an entry into its task's history; returns the task."""
        task = self.world.known_task(self.community, name)
        self.world.touch(task, entry.seq)
        return task

    def _rescheduled(self, entry: Followed, body: Body) -> None:
        for name, due, state_due, alarms, _ in body["about"]["tasks"]:
            task = self.world.known_task(self.community, name)
            moments = {"due": unchained(due), "state_due": unchained(state_due)}
            after = replace(task, **moments, alarms=unchained(alarms) or {})
            self.world.reschedule(task, after, entry.seq)

    def _migrated(self, entry: Followed, body: Body) -> None:
        about = body["about"]
        since = unchained(about.get("since", body["at"]))
        for row in about["tasks"]:
            task = self.world.known_task(self.community, row[0])
            self.world.migrate(task, said_of(task, about, row), entry.seq, since)

    def _settings(self, entry: Followed, body: Body) -> None:
        about = body["about"]
        self.world.settle_on(
            self.community,
            about["revision"],
            about["release"],
            dump(unchained(about["params"])).decode(),
            dump(unchained(about.get("days", {}))).decode(),
        )

    def _mode(self, entry: Followed, body: Body) -> None:
        about, before = body["about"], self.world.present(self.community)
        until, since = (unchained(about.get(name)) for name in ("until", "since"))
        present = before.switched(about["mode"], body["at"], until, since)
        self.world.put_mode(self.community, present)

    def _left(self, entry: Followed, body: Body) -> None:
        self._behind(1)

    def _given_back(self, entry: Followed, body: Body) -> None:
        self._rescheduled(entry, body)
        if "again" in body["about"] and "after" not in body["about"]:
            self._behind(-1)

    def _behind(self, more: int) -> None:
        present: Present = self.world.present(self.community)
        self.world.put_mode(self.community, present._replace(behind=present.behind + more))

    def _resumed(self, entry: Followed, body: Body) -> None:
        self.world.put_failing(self.community, {body["about"]["limit"]: 0})

    def _withheld(self, entry: Followed, body: Body) -> None:
        about = body["about"]
        until = unchained(about["until"])
        self._about(entry, about["task"])
        for member in about.get("asked", (about["to"],)):
            if member is not None:
                self.world.move_touch(self.community, member, about["seq"], about["n"], until)
        if "asked" in about:
            self.world.settled()
            rung, asked = about["rung"], about["asked"]
            keep_back(self.world, self.community, about["task"], rung, asked, until)

    def _in_history(self, entry: Followed, body: Body) -> None:
        self._about(entry, body["about"]["task"])

    def _forgotten(self, entry: Followed, body: Body) -> None:
        self._in_history(entry, body)
        if "once_ended" not in body["about"]:
            self.world.settled()
            sql = "DELETE FROM ask WHERE community = ? AND task = ?"
            self.world.execute(sql, self.community, body["about"]["task"])

    def _reported(self, entry: Followed, body: Body) -> None:
        self._in_history(entry, body)
        self.world.put_share(self.community, entry.seq, unchained(body["about"]))

    def _posted(self, entry: Followed, body: Body) -> None:
        self._post(body, body["about"].get("points", ()), "")


def task_after(base: Task | None, body: Body) -> Task:
    """Return a task as an entry leaves it, without its personal values."""
    left = body["left"]
    private: dict[str, int] = dict(base.private) if base else {}
    private.update(dict.fromkeys(body.get("held", ()), body["seq"]))
    data = {**base.data} if base else {}
    for name in ("given", "computed"):
        if name in body:
            data.update(unchained(body[name]))
    for name in private:
        data.pop(name, None)
    return Task(
        community=body["community"],
        id=body["task"],
        flow=base.flow if base else body["flow"],
        release=left["release"],
        state=body["after"],
        version=left["version"],
        unit=left["unit"],
        opener=base.opener if base else body.get("for", body["actor"]),
        opened_at=left["opened_at"],
        since=left["since"],
        assignee=left.get("assignee"),
        due=unchained(left.get("due")),
        state_due=unchained(left.get("state_due")),
        ended_at=left.get("ended_at"),
        paused_at=left.get("paused_at"),
        clock_from=left.get("clock_from"),
        last=body["seq"],
        data=data,
        private=private,
        alarms=left.get("alarms", {}),
        origin=base.origin if base else body.get("origin"),
    )


_FOLLOWING: Mapping[str, Callable[[Follower, Followed, Body], None]] = {
    "command": Follower._command,
    "overdue": Follower._rang,
    "fired": Follower._rang,
    "recomputed": Follower._rescheduled,
    "migrated": Follower._migrated,
    "left": Follower._left,
    "given-back": Follower._given_back,
    "settings": Follower._settings,
    "mode": Follower._mode,
    "resume": Follower._resumed,
    "withheld": Follower._withheld,
    "confirmed": Follower._in_history,
    "forgotten": Follower._forgotten,
    "reported": Follower._reported,
    "reset": Follower._posted,
}
