"""Hostile plugins: whatever a limit does, it changes nothing but its own verdict."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from xiangyue import BrokenProfile, Decision, Engine
from xiangyue.plugs import (
    KINDS,
    Circumstances,
    Fact,
    Limit,
    Verdict,
    defer,
    deny,
    fields_asked,
    held,
    open_tasks,
    reshape,
    touches,
)

NOW = datetime(2026, 6, 3, 2, tzinfo=UTC)
SAY = {"en": "Because.", "zh": "因为如此。"}
MEND = {"en": "Do otherwise.", "zh": "请另行处理。"}
PROFILE = """
profile: watched
title: {en: Watched, zh: 受审查}
languages: [en, zh]
params:
  most:
    title: {en: Most, zh: 上限}
    schema: {type: integer, minimum: 1, maximum: 9}
    default: 3
    basis: project default
roles:
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
fields:
  who:
    title: {en: Who, zh: 何人}
    schema: {type: string, format: member}
    purpose: {en: Says who is told, zh: 明确通知对象}
    keep: 1y
  wells:
    title: {en: Wells, zh: 水井}
    schema: {type: integer, minimum: 0, maximum: 9}
    purpose: {en: Plans the water supply, zh: 安排供水}
    keep: 1y
  fields_dry:
    title: {en: Dry fields, zh: 缺水田块}
    schema: {type: integer, minimum: 0, maximum: 9}
    purpose: {en: Plans the water supply, zh: 安排供水}
    keep: 1y
    about: person
flows:
  water:
    title: {en: Water, zh: 供水}
    start: open
    open: {by: secretary, needs: who, asks: [wells, fields_dry]}
    states:
      open: {title: {en: Open, zh: 进行中}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      ping:
        title: {en: Ping, zh: 提醒}
        from: open
        by: secretary
        when: params.most > 0
        does: [{message: {to: who, say: {en: Water, zh: 供水}}}]
      finish:
        title: {en: Finish, zh: 完成}
        from: open
        to: done
        by: secretary
        does:
          - message: {to: who, say: {en: Water is off, zh: 停水}}
          - message: {to: opener, say: {en: It is off, zh: 已停水}, accessory: true}
          - collect: {from: who, fields: [wells, fields_dry], accessory: true}
          - publish: {fields: [wells, fields_dry], for: 7d, accessory: true}
calendar: {timezone: Asia/Shanghai, country: CN}
limits:
  before: {limit: neighbour, stance: enforce, budget_ms: 10000}
HOSTILE  after: {limit: neighbour, stance: enforce, budget_ms: 10000}
"""
BINDING = (
    "  hostile: {stance: enforce, broken: %s, budget_ms: %d, config: {list: [1, {deep: [2]}]}}\n"
)

Review = Callable[[Circumstances, Mapping[str, Any], Mapping[str, Any]], Any]


class Neighbour(Limit):
    """A decent limit that has something of everything to say."""

    name = "neighbour"
    title: ClassVar = {"en": "Neighbour", "zh": "邻居"}
    basis = "[D] ours"
    kinds = ("message", "collect", "publish")

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Judge by all that somebody could have changed."""
        one = case.intervention
        asked = one.detail.get("fields", ())
        sound = (
            case.now == one.at == NOW
            and case.calendar.timezone == "Asia/Shanghai"
            and case.calendar.is_working_day(case.now.date())
            and case.params["most"] == 3
            and case.task.data["who"] == "wang"
            and case.profile["fields"].keys() == {"who", "wells", "fields_dry"}
        )
        if not sound:
            return deny({"en": "Somebody was here.", "zh": "内容被改动。"}, MEND)
        if one.kind == "collect" and len(asked) > 1:
            return reshape({"fields": asked[:1]}, SAY, MEND)
        if one.kind == "publish":
            return deny(SAY, MEND)
        waits = one.kind == "message" and one.accessory
        return defer(case.now + timedelta(days=1), SAY, MEND) if waits else None


class Hostile(Limit):
    """Does whatever it is told to."""

    name = "hostile"
    title: ClassVar = {"en": "Hostile", "zh": "恶意"}
    basis = "[D] none"
    kinds = KINDS
    config_schema: ClassVar = {"type": "object"}

    def __init__(self, act: Review) -> None:
        """Remember what to do."""
        self.act = act
        self.calls = 0

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for something of every sort."""
        return {
            "touches": touches("message", within="7d"),
            "fields": fields_asked("month"),
            "open": open_tasks(),
            "held": held(),
        }

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Any:
        """Do it."""
        self.calls += 1
        return self.act(case, config, facts)


Open = Callable[..., Engine]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Open]:
    """Open a village that the neighbour watches twice, and between them perhaps somebody else."""
    engines: list[Engine] = []

    def village(
        hostile: Limit | None = None, *, broken: str = "closed", budget: int = 10_000
    ) -> Engine:
        home = tmp_path / f"{len(engines)}" / "watched"
        home.mkdir(parents=True)
        binding = BINDING % (broken, budget) if hostile else ""
        (home / "profile.yaml").write_text(PROFILE.replace("HOSTILE", binding), encoding="utf-8")
        engine = Engine(limits=[Neighbour(), *([hostile] if hostile else [])])
        engines.append(engine)
        engine.install(home, "here", now=NOW)
        engine.register("li", roles={"secretary": "here"}, now=NOW)
        engine.register("wang", home="here", now=NOW)
        engine.open("water", community="here", by="li", id="t", who="wang", wells=3, now=NOW)
        return engine

    yield village
    for engine in engines:
        engine.close()


def finish(engine: Engine) -> Decision:
    """Take the action that touches people in every way."""
    decision = engine.act("here/t", "finish", by="li", now=NOW)
    assert engine.verify()
    return decision


def of_others(decision: Decision) -> list[Any]:
    """Return what the other limits ruled."""
    return [ruling for ruling in decision.rulings if ruling.limit != "hostile"]


def outcome(decision: Decision) -> list[Any]:
    """Return what came of a command, but for what is said of the hostile limit."""
    notes = [note for note in decision.notes if note.values.get("limit") != "hostile"]
    told = decision.outcome, decision.after, decision.until, decision.points
    return [*told, decision.interventions, decision.reasons, notes, of_others(decision)]


def raising(error: BaseException) -> Review:
    """Return a review that raises this."""

    def review(*given: object) -> None:
        raise error

    return review


def endless(*given: object) -> Any:
    """Call oneself for ever."""
    return endless(*given)


class Own(Exception):
    """An error that cannot even be read."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError

    __repr__ = __str__


class Nameless:
    """An answer that cannot be shown, compared or counted."""

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError

    __str__ = __len__ = __bool__ = __eq__ = __hash__ = __repr__  # type: ignore[assignment]


class Liar:
    """An answer that pretends to be a verdict."""

    @property
    def __class__(self) -> type:
        """Lie."""
        return Verdict

    @__class__.setter
    def __class__(self, kind: type) -> None: ...


class Fickle(tzinfo):
    """A time zone that is there when it is looked at first, and not later."""

    def __init__(self, times: int) -> None:
        """Answer so often."""
        self.times = times

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Answer, or fail."""
        self.times -= 1
        if self.times < 0:
            raise RuntimeError
        return timedelta(0)

    def dst(self, at: datetime | None) -> timedelta:
        """Know no summer time."""
        return timedelta(0)

    def tzname(self, at: datetime | None) -> str:
        """Have a name."""
        return "fickle"


class Moody(str):
    """A kind of verdict that is what it is asked for, and then fails."""

    def __new__(cls, times: int) -> Moody:
        """Agree so often."""
        word = super().__new__(cls, "defer")
        word.times = times
        return word

    times: int

    def __eq__(self, other: object) -> bool:
        """Agree, or fail."""
        self.times -= 1
        if self.times < 0:
            raise RuntimeError
        return other == "defer"

    __hash__ = str.__hash__


def saying(answer: Any) -> Review:
    """Return a review that answers this."""
    return lambda *given: answer


def until(at: Any) -> Review:
    """Return a review that defers until then."""
    return saying(Verdict("defer", SAY, MEND, until=at))


def into(**instead: Any) -> Review:
    """Return a review that reshapes into this."""
    return saying(reshape(instead, SAY, MEND))


def sleeping(answer: Any) -> Review:
    """Return a review that takes its time."""

    def review(*given: object) -> Any:
        time.sleep(0.01)
        return answer

    return review


def speaking(en: Any) -> Review:
    """Return a review that denies with this."""
    return saying(deny({"en": en, "zh": "不行。"}, MEND))


BREAKING: dict[str, Review] = {
    "error": raising(ValueError("no")),
    "error without words": raising(Own()),
    "deep recursion": endless,
    "exit": raising(SystemExit(3)),
    "memory": raising(MemoryError()),
    "stop": raising(StopIteration()),
    "generator exit": raising(GeneratorExit()),
    "number": saying(0),
    "false": saying(False),
    "word": saying("deny"),
    "list": saying([]),
    "class": saying(Verdict),
    "nameless": saying(Nameless()),
    "liar": saying(Liar()),
    "unknown kind": saying(Verdict("forbid", SAY, MEND)),  # type: ignore[arg-type]
    "no kind": saying(Verdict(None, SAY, MEND)),  # type: ignore[arg-type]
    "one language": saying(deny({"en": "No."}, MEND)),
    "no words": saying(Verdict("deny")),
    "no mend": saying(deny(SAY, {})),
    "words of no mapping": saying(deny("No.", "No.")),  # type: ignore[arg-type]
    "words of no text": speaking(7),
    "half a letter": speaking("\ud800"),
    "control characters": speaking("\x00\x1b[2J"),
    "very many words": speaking("no " * 1_000_000),
    "never": until(None),
    "no moment": until("tomorrow"),
    "naive": until(datetime(2026, 6, 4)),
    "past": until(NOW - timedelta(seconds=1)),
    "now": until(NOW),
    "far": until(NOW + timedelta(days=4000)),
    "nothing else": into(),
    "another kind": into(kind="assign"),
    "another person": into(to="li"),
    "other words": into(say={"en": "Hush", "zh": "嘘"}),
    "more fields": into(fields=["who", "wells", "fields_dry"]),
    "no fields at all": into(fields=7),
    "more points": into(points=10**9),
    "no mapping": saying(Verdict("reshape", SAY, MEND, instead=["fields"])),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("how", BREAKING)
def test_broken_and_closed_it_refuses_and_nothing_else_changes(village: Open, how: str) -> None:
    """The command is refused by that limit alone; what the others ruled stays as it was."""
    usual = finish(village())
    decision = finish(village(Hostile(BREAKING[how])))
    assert decision.outcome == "refused"
    assert [(r.code, r.values["limit"]) for r in decision.reasons] == [("limit", "hostile")]
    assert {r.verdict for r in decision.rulings if r.limit == "hostile"} == {"broken"}
    assert of_others(decision) == of_others(usual)
    assert "Hostile" in decision.why()
    assert "恶意" in decision.why("zh")


@pytest.mark.parametrize("how", BREAKING)
def test_broken_and_open_it_is_as_if_it_were_not_bound(village: Open, how: str) -> None:
    """The command goes on as without it; that it broke is on record."""
    usual = finish(village())
    decision = finish(village(Hostile(BREAKING[how]), broken="open"))
    assert decision
    assert outcome(decision) == outcome(usual)
    assert {r.verdict for r in decision.rulings if r.limit == "hostile"} == {"broken"}


@pytest.mark.parametrize("times", range(9))
def test_an_answer_that_changes_its_mind_is_settled_at_once(village: Open, times: int) -> None:
    """What a verdict holds is looked at once: it is rubbish, or it is a deferral and stays one."""
    usual = of_others(finish(village()))
    tomorrow = NOW + timedelta(days=1)
    reviews: list[Review] = [
        lambda *given: defer(tomorrow.replace(tzinfo=Fickle(times)), SAY, MEND),
        lambda *given: Verdict(Moody(times), SAY, MEND, until=tomorrow),  # type: ignore[arg-type]
    ]
    for review in reviews:
        decision = finish(village(Hostile(review)))
        (said,) = {r.verdict for r in decision.rulings if r.limit == "hostile"}
        assert decision.outcome == {"broken": "refused", "defer": "deferred"}[said]
        assert of_others(decision) == usual


@pytest.mark.parametrize("broken", ["closed", "open"])
def test_a_late_answer_does_not_count(village: Open, broken: str) -> None:
    """A review over its budget is broken when it returns, however friendly or strict it was."""
    usual = finish(village())
    for answer in (None, deny(SAY, MEND)):
        decision = finish(village(Hostile(sleeping(answer)), broken=broken, budget=1))
        assert bool(decision) is (broken == "open")
        assert of_others(decision) == of_others(usual)
        if broken == "open":
            assert outcome(decision) == outcome(usual)


def spoil(thing: Any, seen: set[int]) -> None:
    """Set every attribute and every item that can be reached from a thing to something else."""
    if id(thing) in seen or isinstance(thing, (str, int, float, type(None), datetime, type)):
        return
    seen.add(id(thing))
    parts: list[Any] = []
    if isinstance(thing, Mapping):
        parts, keys = list(thing.values()), [*thing, "new"]
        for spoilt in (dict.clear, lambda m: m.update(who="eve"), lambda m: m.popitem()):
            _try(spoilt, thing)
        for key in keys:
            _try(partial(_put, key), thing)
    elif isinstance(thing, (list, tuple, set, frozenset)):
        parts = list(thing)
        for spoilt in (list.clear, lambda s: s.append("spoilt"), lambda s: s.add("spoilt")):
            _try(spoilt, thing)
        _try(partial(_put, 0), thing)
    else:
        names = getattr(thing, "__struct_fields__", ()) or (
            [field.name for field in dataclasses.fields(thing)]
            if dataclasses.is_dataclass(thing)
            else ()
        )
        parts = [getattr(thing, name) for name in names]
        for name in (*names, "new"):
            _try(partial(_set, name), thing)
    for part in parts:
        spoil(part, seen)


def _put(key: Any, thing: Any) -> None:
    thing[key] = "spoilt"


def _set(name: str, thing: Any) -> None:
    setattr(thing, name, "spoilt")


def _try(act: Callable[[Any], object], thing: Any) -> None:
    try:
        act(thing)
    except (TypeError, AttributeError, KeyError, IndexError):
        return


def test_what_it_is_given_cannot_be_changed(village: Open) -> None:
    """It tries every attribute, mapping and list that it can reach; nobody notices."""
    usual = finish(village())
    hostile = Hostile(lambda *given: spoil(given, set()))
    engine = village(hostile)
    before = engine.profile("here")
    decision = finish(engine)
    assert hostile.calls > 3
    assert outcome(decision) == outcome(usual)
    assert engine.profile("here") == before
    assert of_others(finish(village())) == of_others(usual)


class Sometimes:
    """Fails when it is told to."""

    def __init__(self, fails: str) -> None:
        """Take a mark for each review: ``x`` fails, anything else is fine; after them all fail."""
        self.fails = iter(fails)

    def __call__(self, *given: object) -> None:
        """Fail or not."""
        if next(self.fails, "x") == "x":
            raise ValueError


@pytest.mark.parametrize("broken", ["closed", "open"])
def test_three_breaks_in_a_row_suspend_it(village: Open, broken: str) -> None:
    """It is not asked any more until somebody resumes it; all of that is in the journal."""
    hostile = Hostile(Sometimes(""))
    engine = village(hostile, broken=broken)
    decisions = [engine.act("here/t", "ping", by="li", now=NOW) for _ in range(5)]
    assert hostile.calls == 3
    assert [bool(decision) for decision in decisions] == [broken == "open"] * 5
    assert [decision.failing for decision in decisions] == [{"hostile": n} for n in (1, 2, 3)] + [
        {}
    ] * 2
    said = [d.rulings[0].say["en"] for d in decisions]
    assert len({*said[:3]}) == 1 and said[3] == said[4] != said[0]
    assert "suspended" in said[4]
    assert [d.failing for d in engine.history("here/t")[1:]] == [d.failing for d in decisions]
    assert engine.verify()
    engine.resume_limit("here", "hostile", by="li", now=NOW)
    engine.act("here/t", "ping", by="li", now=NOW)
    assert hostile.calls == 4
    assert engine.verify()


def test_a_good_answer_in_between_forgives(village: Open) -> None:
    """Only breaks in a row count."""
    hostile = Hostile(Sometimes("xx.xx."))
    engine = village(hostile, broken="open")
    for _ in range(6):
        engine.act("here/t", "ping", by="li", now=NOW)
    assert hostile.calls == 6
    assert engine.history("here/t")[-1].failing == {"hostile": 0}
    assert engine.verify()


def test_facts_that_cannot_be_told_break_it(village: Open) -> None:
    """The linter refuses what fails at once; what fails later refuses every command."""
    hostile = Hostile(saying(None))
    hostile.facts = raising(ValueError())  # type: ignore[method-assign,assignment]
    with pytest.raises(BrokenProfile):
        village(hostile)
    once: Iterator[dict[str, Fact]] = iter([{}])
    hostile.facts = lambda config: next(once)  # type: ignore[method-assign]
    decision = finish(village(hostile))
    assert hostile.calls == 0
    assert decision.outcome == "refused"
    assert of_others(decision) == of_others(finish(village()))
