"""The journal told again: what was done in a community, read in constant memory for studies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from xiangyue.canonical import load, unchained
from xiangyue.engine import Engine
from xiangyue.journal import OF_MANY, to_decision
from xiangyue.profile import Profile, build, in_mode
from xiangyue.storage import Reader
from xiangyue.text import Text
from xiangyue.values import NORMAL, Decision, Holding, Unit, Value
from xiangyue.work.named import known_head

_PAGE = 1000

_ENTRIES = """
SELECT j.seq, j.body, p.body FROM journal j
LEFT JOIN payload p ON p.community = j.community AND p.seq = j.seq
WHERE j.community = ? AND j.seq > ? AND j.task IS NOT NULL ORDER BY j.seq LIMIT ?
"""
_DUE = """
SELECT id, flow, due, ended_at, release, state FROM task
WHERE community = ? AND id > ? AND due IS NOT NULL ORDER BY id LIMIT ?
"""
_SETTINGS = """
SELECT seq, body FROM journal
WHERE community = ? AND seq > ? AND task IS NULL ORDER BY seq LIMIT ?
"""
_HELD = "SELECT data, private FROM task WHERE community = ? AND id = ?"
# Whoever is called, and is known to have heard it to the end.
_HEARD = (
    "SELECT o.task, d.recipient, min(d.at) FROM outbox o JOIN delivery d"
    " ON d.community = o.community AND d.seq = o.seq AND d.n = o.n"
    " WHERE o.community = ? AND o.kind = 'ask' AND d.state = 'confirmed'"
    " GROUP BY o.task, d.recipient"
)
_TASK = "SELECT task FROM journal WHERE community = ? AND seq = ?"
_RESIDENTS = """
SELECT m.id, m.kind FROM member m JOIN unit u ON u.id = m.home
WHERE u.community = ? AND m.kind <> 'organization' AND m.id > ? ORDER BY m.id LIMIT ?
"""
_UNITS = "SELECT id, unit_level, parent, title FROM unit WHERE community = ? ORDER BY id"


class Recorded(Value, frozen=True):
    """A decision as the journal holds it, with what it left of its task.

    ``held`` names the fields whose values were kept apart, and ``destroyed`` tells whether these
    are gone. ``unit``, ``opened_at``, its deadlines and ``ended_at`` are the task's afterwards;
    they say nothing where the command was not carried out.
    """

    decision: Decision
    held: tuple[str, ...] = ()
    destroyed: bool = False
    unit: str = ""
    opened_at: int = 0
    due: int | None = None
    ended_at: int | None = None
    state_due: int | None = None


class Deadlined(Value, frozen=True):
    """A task that has, or had, to be ready at an instant; ``ended_at`` is None while it is open."""

    flow: str
    due: int
    ended_at: int | None


class Governed(Value, frozen=True):
    """What governs a community now: the profile, with its params as they are tuned."""

    profile: Profile
    params: Mapping[str, Any]
    tuned: frozenset[str]


class Recount:
    """One consistent reading of what was recorded; nothing is kept of what has been told."""

    def __init__(self, reader: Reader) -> None:
        """Read through this reader, as long as it is open."""
        self._reader = reader
        self._profiles: dict[tuple[str, str], Profile] = {}

    def entries(
        self, community: str, since: int | None = None, until: int | None = None
    ) -> Iterator[Recorded]:
        """Yield what was decided, in the order of the journal.

        ``since`` and ``until`` (exclusive) are microseconds, and what counts is when something was
        really done: a sheet of paper that is entered later stands where it was filled in.
        """
        for rows in self._pages(_ENTRIES, community, 0):
            told = [
                _recorded(body, payload)
                for body, payload in ((load(text), payload) for _, text, payload in rows)
                if body["kind"] == "command" and _within(body, since, until)
            ]
            self.meet(one.decision.command.principal for one in told)
            yield from told

    def deadlines(self, community: str) -> Iterator[Deadlined]:
        """Yield the tasks that have a deadline, in the order of their ids; none that was returned.

        To return what came from above is not to close it.
        """
        for _, flow, due, ended_at, release, state in self._rows(_DUE, community, ""):
            if self.profile(release).flows[flow].states[state].reports != "returned":
                yield Deadlined(flow, due, ended_at)

    def recomputed(self, community: str) -> Iterator[tuple[int, str, int | None, int | None]]:
        """Yield what no command has moved: the entry, the task, both of its deadlines.

        Another calendar moves them, another release, and a mode for which the clocks stood still.
        """
        for seq, text in self._rows(_SETTINGS, community, 0):
            body = load(text)
            if body["kind"] in OF_MANY:
                rows = unchained(body["about"]["tasks"])
                yield from ((seq, row[0], row[1], row[2]) for row in rows)

    def held(self, community: str, task: str) -> frozenset[str]:
        """Return the fields that were ever given in a task, those that are destroyed too."""
        rows = self._reader.all(_HELD, community, task)
        return frozenset(name for row in rows for part in row for name in load(part))

    def task(self, community: str, seq: int) -> str:
        """Return the task that an entry is about, as ``community/id``."""
        ((name,),) = self._reader.all(_TASK, community, seq)
        return f"{community}/{name}"

    def heard(self, community: str) -> Mapping[str, Mapping[str, int]]:
        """Return by task who is known to have heard what a call-out asked of them, and when."""
        found: dict[str, dict[str, int]] = {}
        for task, member, at in self._reader.all(_HEARD, community):
            found.setdefault(task, {})[member] = at
        return found

    def installed(self, community: str) -> Iterator[tuple[int, Profile]]:
        """Yield when each settings revision took effect, with the profile that it put in force."""
        for _, text in self._rows(_SETTINGS, community, 0):
            body = load(text)
            if body["kind"] == "settings":
                yield body["at"], self.profile(body["about"]["release"])

    def governed(self, community: str) -> Governed:
        """Return what governs a community; raises Misuse where nothing does."""
        head = known_head(self._reader.situation(community, None, None).head, community)
        release, tuned = self._reader.settings(community, head.settings)
        profile = self.profile(release)
        params = {name: param.default for name, param in profile.params.items()}
        own = {name: unchained(value) for name, value in tuned.items() if name in params}
        return Governed(profile, {**params, **own}, frozenset(own))

    def profile(self, release: str, mode: str = NORMAL) -> Profile:
        """Return the profile of a release as it is in a mode."""
        key = release, mode.partition(":")[0]
        found = self._profiles.get(key)
        if found is None:
            document = in_mode(self._reader.release_document(release), key[1])
            found = self._profiles[key] = build(document)
        return found

    def mode(self, community: str) -> str:
        """Return the mode that a community is in; raises Misuse where nothing governs it."""
        return known_head(self._reader.situation(community, None, None).head, community).mode

    def units(self, community: str) -> Mapping[str, Unit]:
        """Return the community's own unit and those beneath it."""
        rows = self._reader.all(_UNITS, community)
        return {
            name: Unit(name, level, parent, community, Text(load(title)))
            for name, level, parent, title in rows
        }

    def above(self, community: str) -> frozenset[str]:
        """Return the units above a community, up to the root of the unit tree."""
        return frozenset(self._reader.line(community)[0]) - {community}

    def holdings(self, member: str) -> tuple[Holding, ...] | None:
        """Return the roles that a member holds or held; None if there is no such member."""
        found = self._reader.member(member)
        return None if found is None else found.holdings

    def kind(self, member: str) -> str:
        """Return what kind of member this is; empty where nobody knows it."""
        found = self._reader.member(member)
        return "" if found is None else found.kind

    def meet(self, members: Iterable[str]) -> None:
        """Read many members at once, of whom it will be asked what they hold, or are."""
        self._reader.crowd([*dict.fromkeys(members)])

    def residents(self, community: str) -> Mapping[str, str]:
        """Return the kind of each person and household that is at home in a community."""
        return dict(self._rows(_RESIDENTS, community, ""))

    def _rows(self, sql: str, community: str, first: int | str) -> Iterator[Any]:
        """Yield the rows of a statement that pages by its first column."""
        for rows in self._pages(sql, community, first):
            yield from rows

    def _pages(self, sql: str, community: str, first: int | str) -> Iterator[list[Any]]:
        while rows := self._reader.all(sql, community, first, _PAGE):
            yield rows
            first = rows[-1][0]


@contextmanager
def recounting(engine: Engine) -> Iterator[Recount]:
    """Read one consistent state of an engine's store, however much is decided meanwhile."""
    with engine._store.read() as reader:
        yield Recount(reader)


def _within(body: Mapping[str, Any], since: int | None, until: int | None) -> bool:
    at = body.get("occurred", body["at"])
    return (since is None or since <= at) and (until is None or at < until)


def _recorded(body: Mapping[str, Any], payload: str | None) -> Recorded:
    decision = to_decision(body, load(payload) if payload is not None else None)
    left = unchained(body.get("left", {}))
    return Recorded(
        decision=decision,
        held=tuple(body.get("held", ())),
        destroyed="private" in body and payload is None,
        unit=left.get("unit", ""),
        opened_at=left.get("opened_at", 0),
        due=left.get("due"),
        ended_at=left.get("ended_at"),
        state_due=left.get("state_due"),
    )
