"""Whatever valid profile there is and whoever does what: what holds all the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
import rfc8785
from hypothesis import given, note
from hypothesis import strategies as st
from random_commands import (
    ADOPTION,
    MEMBERS,
    START,
    VILLAGE,
    commands,
    params,
    people,
    settle,
    spans,
)
from random_profiles import ACCOUNTS, profiles, write
from recalling import differences

from xiangyue import Command, Conflict, Decision, Engine, Profile, Task, XiangyueError, lint
from xiangyue.canonical import load as unpacked
from xiangyue.profile import load
from xiangyue.study.whatif import what_if
from xiangyue.values import replace
from xiangyue.work.migration import Migration

STEPS = 14
HAPPENINGS = ("act",) * 8 + ("again", "tick", "many", "settings", "people", "migrate", "back")
OPEN_TABLES = ("journal", "task", "outbox", "timer", "ledger")


Result = TypeVar("Result")


class Village:
    """An engine under test, beside all that it has answered so far."""

    def __init__(self, engine: Engine, releases: list[Path]) -> None:
        """Settle it under the first of the releases."""
        self.engine = engine
        self.releases = releases
        self.now = START
        self.decisions: dict[str, list[Decision]] = {}
        self.keys: dict[str, tuple[Command, Decision]] = {}
        self.profiles: dict[str, Profile] = {}
        settle(engine, releases[0])
        self._learn()
        for command in ADOPTION:
            self.remember(engine.do(command, now=START))

    def _learn(self) -> None:
        profile = self.engine.profile(VILLAGE)
        self.profiles[profile.hash] = profile

    def install(self, n: int) -> None:
        """Install another release of the profile."""
        self.engine.install(self.releases[n % len(self.releases)], VILLAGE, now=self.now)
        self._learn()

    def tasks(self) -> dict[str, Task]:
        """Return all tasks by id."""
        return {task.id: task for task in self.engine.tasks(VILLAGE, limit=1000).tasks}

    def command(self, data: st.DataObject) -> Command:
        """Draw a command that this village may be given now."""
        tasks = self.tasks()
        releases = {self.engine.profile(VILLAGE).hash, *(t.release for t in tasks.values())}
        profile = self.profiles[data.draw(st.sampled_from(sorted(releases)))]
        own = {name: task for name, task in tasks.items() if task.release == profile.hash}
        return data.draw(commands(profile, own, self.now))

    def take(self, command: Command) -> Decision | XiangyueError:
        """Give a command, and check all that must hold whatever comes of it."""
        before, heads = self.tasks(), self.engine.heads()
        foreseen = attempt(lambda: self.engine.try_out(command, now=self.now))
        result = attempt(lambda: self.engine.do(command, now=self.now))
        assert told(foreseen) == told(result)
        known = self.keys.get(command.key or "")
        if isinstance(result, XiangyueError):
            assert self.engine.heads() == heads, "an error leaves no trace"
            # To a key, 0 and 0.0 are different.
            assert known is None or repr(known[0]) != repr(command)
        elif known is not None:
            assert (command, result) == known, "the same key with the same content"
            assert self.engine.heads() == heads, "is decided once"
        else:
            self.remember(result)
            if not result:
                self._check_untouched(before, result)
        return result

    def remember(self, decision: Decision) -> None:
        """Keep what was decided, to be compared with what the engine keeps."""
        command = decision.command
        if command.key:
            self.keys[command.key] = (command, decision)
        if decision or decision.before is not None:
            self.decisions.setdefault(decision.task, []).append(decision)

    def _check_untouched(self, before: dict[str, Task], refused: Decision) -> None:
        after = self.tasks()
        if refused.task in before:
            assert after[refused.task].last == refused.seq
            after[refused.task] = replace(after[refused.task], last=before[refused.task].last)
        assert after == before, "a refusal changes nothing but what was last"

    def check(self) -> None:
        """Compare all that the engine keeps with all that it has answered."""
        tasks = self.tasks()
        assert tasks.keys() == self.decisions.keys()
        for name, task in tasks.items():
            flow = self.profiles[task.release].flows[task.flow]
            done = [decision for decision in self.decisions[name] if decision]
            assert task.state in flow.states
            assert task.state == done[-1].after
            assert task.version == len(done)
            assert (task.ended_at is not None) == flow.states[task.state].final
            assert (task.paused_at is not None) == flow.states[task.state].pause
            assert list(self.engine.history(task)) == self.decisions[name]
        told = [decision for all_of in self.decisions.values() for decision in all_of]
        sums = Counter({(m, a): 0 for m in MEMBERS for a in ACCOUNTS})
        for posting in (posting for decision in told for posting in decision.points):
            sums[posting.member, posting.account] += posting.amount
        for (member, account), amount in sums.items():
            assert self.engine.balance(VILLAGE, member, account) == amount
        report = self.engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))
        assert not [*differences(self.engine, VILLAGE)], "facts in memory are those of the store"
        for thorough in (False, True):
            found = what_if(self.engine, params={}, thorough=thorough)
            assert found.unchanged, "no other rules, nothing otherwise"
            assert not found.part.elsewhere


def attempt(call: Callable[[], Result]) -> Result | XiangyueError:
    """Return what a call returns, or the error that it raises on purpose."""
    try:
        return call()
    except XiangyueError as error:
        return error


def told(result: Decision | XiangyueError) -> Any:
    """Return a result in a form that can be compared."""
    if isinstance(result, XiangyueError):
        return type(result), result.code, result.values
    return result


@contextmanager
def village(documents: list[dict[str, Any]], *, file: bool) -> Iterator[Village]:
    """Settle a village under the first of some releases of a profile."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        releases = [write(document, root / str(n)) for n, document in enumerate(documents)]
        url = f"sqlite:///{root / 'village.db'}" if file else "sqlite://"
        with Engine(url) as engine:
            yield Village(engine, releases)


@pytest.mark.sqlite
@given(profiles())
def test_random_profiles_are_valid(document: dict[str, Any]) -> None:
    """What the other tests here stand on: the linter finds no error in any of them."""
    with tempfile.TemporaryDirectory() as folder:
        findings = lint(load(write(document, Path(folder))))
    assert [str(finding) for finding in findings if finding.severity == "error"] == []


@given(documents=st.lists(profiles(), min_size=1, max_size=2), data=st.data())
def test_whatever_happens(documents: list[dict[str, Any]], data: st.DataObject) -> None:
    """States are declared, keys bind, refusals leave no trace, and the journal tells it all."""
    with village(documents, file=data.draw(st.integers(0, 4)) == 0) as here:
        for _ in range(STEPS):
            here.now += data.draw(spans)
            happen(here, data)
        here.check()
        tried: dict[str, Any] = {"params": {"most": data.draw(st.integers(0, 30))}}
        if data.draw(st.booleans()):
            tried = {"profile": here.profiles[sorted(here.profiles)[0]]}
        judged = what_if(here.engine, **tried).part
        thoroughly = what_if(here.engine, **tried, thorough=True).part
        counts = {"judged": 0, "out_of_reach": 0, "destroyed": 0}
        assert replace(judged, **counts) == replace(thoroughly, **counts)


def happen(here: Village, data: st.DataObject) -> None:
    """Let one thing happen, drawn from all that can."""
    engine, now = here.engine, here.now
    what = data.draw(st.sampled_from(HAPPENINGS))
    note(what)
    if what == "act":
        here.take(here.command(data))
    elif what == "again" and here.keys:
        command, decision = here.keys[data.draw(st.sampled_from(sorted(here.keys)))]
        assert here.take(command) == decision
        assert isinstance(here.take(replace(command, note="something else")), Conflict)
    elif what == "tick":
        for decision in engine.tick(now):
            here.remember(decision)
        assert engine.tick(now) == [], "each deadline passes once"
    elif what == "many":
        several = [here.command(data) for _ in range(data.draw(st.integers(1, 4)))]
        known = set(here.keys)
        for result in engine.act_many(several, now=now):
            if isinstance(result, Decision) and result.command.key not in known:
                here.remember(result)
                known.add(result.command.key or "")
                known.discard("")
    elif what == "settings":
        attempt(lambda: engine.tune(VILLAGE, data.draw(params(engine.profile(VILLAGE))), now=now))
        here.install(data.draw(st.integers(0, 1)))
    elif what in ("migrate", "back"):
        attempt(lambda: move(here, what == "back"))
    elif what == "people":
        who = data.draw(people)
        until = now + data.draw(spans) + timedelta(minutes=1)
        attempt(lambda: engine.absent(who, since=now, until=until, now=now))
        for role, unit in MEMBERS.get(data.draw(people), {}).items():
            attempt(partial(engine.release_role, who, role, unit, now=now))


def move(here: Village, back: bool) -> Migration:
    """Let open tasks go on under the release in force, or back."""
    call = here.engine.migrate_back if back else here.engine.migrate
    return call(VILLAGE, by="li", reason="because", now=here.now)


@given(document=profiles(), data=st.data())
def test_preview_agrees_with_act(document: dict[str, Any], data: st.DataObject) -> None:
    """What is shown as possible can be done, what is not is refused, for the same reasons."""
    with village([document], file=False) as here:
        for _ in range(6):
            here.now += data.draw(spans)
            here.take(here.command(data))
        tasks = here.tasks()
        for task in tasks.values():
            who, given = data.draw(people), here.command(data).data
            choices = attempt(partial(here.engine.preview, task, by=who, data=given, now=here.now))
            if isinstance(choices, XiangyueError):
                continue  # a value that nobody could keep is an error here as there
            for choice in choices:
                foreseen = choice.decision
                assert here.engine.try_out(foreseen.command, now=here.now) == foreseen
                assert choice.allowed or not foreseen
            chosen = data.draw(st.sampled_from(choices)).decision
            assert here.engine.do(chosen.command, now=here.now) == chosen


@given(document=profiles(), data=st.data())
def test_many_at_once_are_decided_as_one_by_one(
    document: dict[str, Any], data: st.DataObject
) -> None:
    """A hundred commands in one transaction come to the same as each in its own."""
    with village([document], file=False) as one, village([document], file=False) as other:
        single, several = [], []
        for _ in range(STEPS):
            command = one.command(data)
            several.append(command)
            single.append(attempt(lambda: one.engine.do(command, now=START)))  # noqa: B023
        together = other.engine.act_many(several, now=START)
        assert [told(result) for result in together] == [told(result) for result in single]
        assert other.tasks() == one.tasks()
        for name in one.tasks():
            ref = f"{VILLAGE}/{name}"
            assert other.engine.history(ref) == one.engine.history(ref)
        assert other.engine.verify().ok


@given(document=profiles(), data=st.data())
def test_what_is_chained_is_canonical_and_holds_nothing_personal(
    document: dict[str, Any], data: st.DataObject
) -> None:
    """Every body is RFC 8785 to the byte, and every personal value is in a payload alone."""
    with village([document], file=False) as here:
        for n in range(8):
            command = here.command(data)
            if "story" in command.data:
                command = replace(command, data={**command.data, "story": f"hush {n}"})
            here.take(replace(command, title="hush", note=f"hush {n}", key=None))
        with here.engine._store.read() as reader:
            bodies = [body for (body,) in reader.all("SELECT body FROM journal")]
            rows = [row for table in OPEN_TABLES for row in reader.all(f"SELECT * FROM {table}")]
    for body in bodies:
        assert rfc8785.dumps(unpacked(body)) == body.encode()
    assert "hush" not in repr(rows)
