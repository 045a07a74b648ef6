"""The conformance kit: what it finds of limits that do what a limit must not do."""

from __future__ import annotations

import datetime as dt
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from xiangyue import lint, load
from xiangyue.conformance import check_limit, examine
from xiangyue.conformance.configs import fitting, undescribed, unfitting
from xiangyue.conformance.sealed import sealed
from xiangyue.messages.conformance import MESSAGES
from xiangyue.plugs import (
    Circumstances,
    Fact,
    Limit,
    Verdict,
    assert_conforms,
    defer,
    deny,
    limits,
    reshape,
    touches,
)

HAMLET = Path(sys.modules["xiangyue"].__path__[0]) / "conformance" / "hamlet"
SAY = {"en": "Too much.", "zh": "太多了。"}
MEND = {"en": "Ask less.", "zh": "请减少。"}

Config = Mapping[str, Any]


class Calm(Limit):
    """A limit as it should be."""

    name = "calm"
    title: ClassVar = {"en": "Calm", "zh": "平静"}
    basis = "[D] a number of our own"
    rules = ("L17",)
    kinds = ("message", "collect")
    config_schema: ClassVar = {
        "type": "object",
        "properties": {"most": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}},
        "additionalProperties": False,
    }

    def facts(self, config: Config) -> Mapping[str, Fact]:
        """Ask how often the person was touched."""
        return {"before": touches("message", within="7d")}

    def review(self, case: Circumstances, config: Config, facts: Config) -> Verdict | None:
        """Move what is too much to tomorrow."""
        if facts["before"] < config.get("most", 3):
            return None
        return defer(case.now + timedelta(days=1), SAY, MEND)


Review = Callable[[Circumstances, Config, Config], Any]


def having(**changes: Any) -> Limit:
    """Return the calm limit with some attributes or methods changed."""
    kind: type[Limit] = type("Changed", (Calm,), changes)
    return kind()


def reviewing(review: Review) -> Limit:
    """Return the calm limit with another review."""
    return having(review=lambda _, case, config, facts: review(case, config, facts))


def codes(limit: object) -> set[str]:
    """Return the codes of what is wrong with a limit."""
    return {problem.code for problem in check_limit(limit)}


def test_a_sound_limit_conforms() -> None:
    """Nothing is wrong with it; it was heard to say yes and no, and it took some time."""
    report = examine(Calm())
    assert report.problems == ()
    assert report.said.keys() == {"allow", "defer"}
    assert report.reviews > 100
    assert 0 < report.median <= report.slowest
    assert_conforms(Calm())


@pytest.mark.parametrize("name", limits())
def test_our_own_limits_conform(name: str) -> None:
    """What is asked of strangers holds for the limits that come with it."""
    assert_conforms(limits()[name])


def test_what_is_tried_is_a_sound_profile() -> None:
    """The hamlet on which limits are tried has no finding of the linter."""
    assert lint(load(HAMLET)) == ()


def schema(**more: Any) -> Limit:
    """Return the calm limit with something else in its config schema."""
    return having(config_schema={**Calm.config_schema, **more})


FORM: list[tuple[str, object]] = [
    ("conformance-no-limit", object()),
    ("conformance-name", having(name="Calm Down")),
    ("conformance-name", having(name=None)),
    ("conformance-title", having(title={"en": "Calm"})),
    ("conformance-title", having(title={"en": "Calm", "zh": "Calm"})),
    ("conformance-basis", having(basis="everybody knows")),
    ("conformance-rules", having(rules="L17")),
    ("conformance-kinds", having(kinds=("shout",))),
    ("conformance-kinds", having(kinds=("message", "message"))),
    ("conformance-no-review", having(review=Limit.review)),
    ("conformance-no-kinds", having(kinds=())),
    ("conformance-idle", having(kinds=(), review=Limit.review)),
    ("conformance-schema", having(config_schema={"type": "objekt"})),
    ("conformance-schema", schema(properties={"most": {"$ref": "#/$defs/nowhere"}})),
    ("conformance-open", schema(additionalProperties=True)),
    ("conformance-open", schema(properties={"most": {}})),
    ("conformance-open", schema(properties={"most": {"type": "object"}})),
    (
        "conformance-no-example",
        schema(required=["most"], properties={"most": {"type": "string", "pattern": "^Q{7}$"}}),
    ),
    ("conformance-facts", having(facts=lambda _, config: ["before"])),
    ("conformance-facts", having(facts=lambda _, config: {"before": "touches"})),
    ("conformance-facts", having(facts=lambda _, config: {"before": touches(within="4wh")})),
    ("conformance-facts", having(facts=lambda _, config: {"before": Fact("weather")})),
    ("conformance-facts", having(facts=lambda _, config: {"before": config["most"]})),
]


@pytest.mark.parametrize(("code", "limit"), FORM)
def test_a_wrong_form_is_found(code: str, limit: object) -> None:
    """What a limit says of itself is checked word by word."""
    assert code in codes(limit)


def until(at: Callable[[Circumstances], Any]) -> Limit:
    """Return a limit that defers until some moment."""
    return reviewing(lambda case, config, facts: Verdict("defer", SAY, MEND, until=at(case)))


def shaping(**instead: Any) -> Limit:
    """Return a limit that reshapes every message and collect to this."""
    return reviewing(lambda case, config, facts: reshape(instead, SAY, MEND))


LESS = reshape({"fields": []}, SAY, MEND)
VERDICTS: list[tuple[str, Limit]] = [
    ("conformance-raised", reviewing(lambda case, config, facts: 1 // facts["before"])),
    ("conformance-raised", reviewing(lambda case, config, facts: case.profile["modes"])),
    ("conformance-raised", reviewing(lambda case, config, facts: case.member.literacy + 1)),  # type: ignore[union-attr,operator]
    ("conformance-verdict", reviewing(lambda case, config, facts: True)),
    ("conformance-verdict", reviewing(lambda case, config, facts: "deny")),
    ("conformance-verdict", reviewing(lambda case, config, facts: Verdict("forbid", SAY, MEND))),  # type: ignore[arg-type]
    ("conformance-verdict", reviewing(lambda case, config, facts: deny({"en": "No."}, MEND))),
    ("conformance-verdict", until(lambda case: None)),
    ("conformance-verdict", until(lambda case: case.now)),
    ("conformance-verdict", until(lambda case: case.now.replace(tzinfo=None, year=2100))),
    ("conformance-verdict", until(lambda case: case.now + timedelta(days=4000))),
    ("conformance-verdict", shaping(say={"en": "Hush"})),
    ("conformance-verdict", shaping(fields=["who", "illness", "result", "wells"])),
    ("conformance-words", reviewing(lambda case, config, facts: deny(SAY, {"en": "x", "zh": "x"}))),
    ("conformance-reshapes-again", having(kinds=("collect",), review=lambda *_: LESS)),
]


@pytest.mark.parametrize(("code", "limit"), VERDICTS)
def test_a_wrong_verdict_is_found(code: str, limit: Limit) -> None:
    """No case of the battery may get an answer that the gate would have to throw away."""
    assert code in codes(limit)


def naughty(act: Callable[[], object]) -> Limit:
    """Return a limit that does something on the way to its verdict, and hides what came of it."""

    def review(case: Circumstances, config: Config, facts: Config) -> None:
        try:
            act()
        except OSError:
            return

    return reviewing(review)


TOUCHES: list[tuple[str, Callable[[], object]]] = [
    ("time.time", time.time),
    ("time.monotonic_ns", time.monotonic_ns),
    ("datetime.now", lambda: dt.datetime.now(UTC)),
    ("datetime.today", datetime.today),
    ("date.today", date.today),
    ("random.random", random.random),
    ("random.getrandbits", lambda: random.choice("ab")),
    ("os.urandom", lambda: os.urandom(1)),
    ("os.environ", lambda: os.environ.get("HOME")),
    ("os.stat", lambda: Path("x").exists()),
    ("open notes.txt", lambda: Path("notes.txt").read_text("utf-8")),
    ("os.listdir", lambda: [*Path().iterdir()]),
    ("socket.", socket.socket),
    ("subprocess.Popen", lambda: subprocess.run(["true"], check=True)),
    ("thread.start", lambda: Thread(target=str).start()),
    ("time.sleep", lambda: time.sleep(0)),
    ("builtins.print", lambda: print(end="")),
]


@pytest.mark.parametrize(("what", "act"), TOUCHES)
def test_reaching_outside_is_seen(what: str, act: Callable[[], object]) -> None:
    """Clock, chance, environment, files and network: each is named, and files are not reached."""
    (problem,) = (p for p in check_limit(naughty(act)) if p.code == "conformance-touches")
    assert what in problem.text()


def test_an_import_and_a_time_zone_are_no_reaching_out() -> None:
    """What Python loads for a limit by itself is not held against it."""

    def act() -> object:
        sys.modules.pop("colorsys", None)
        import colorsys
        from zoneinfo import ZoneInfo

        return colorsys, ZoneInfo.no_cache("Asia/Urumqi"), random.Random(7).random()

    # Loading takes its time, which is another matter.
    assert codes(naughty(act)) <= {"conformance-slow"}


def test_the_room_is_closed_behind_us() -> None:
    """Afterwards files and the clock are there again, and whoever was watching still is."""
    before = sys.getprofile()
    with sealed() as touched, pytest.raises(PermissionError):
        Path(__file__).read_bytes()
    assert len(touched) == 1
    assert Path(__file__).read_bytes()
    assert sys.getprofile() is before


class Counting(Calm):
    """Lets one message through, and the next not."""

    calls = 0

    def review(self, case: Circumstances, config: Config, facts: Config) -> Verdict | None:
        """Remember what should not be remembered."""
        Counting.calls += 1
        return deny(SAY, MEND) if Counting.calls % 2 else None


class Greedy(Calm):
    """Takes out of its config what it has read."""

    def review(self, case: Circumstances, config: Config, facts: Config) -> Verdict | None:
        """Change what it was given, where that can be changed."""
        if isinstance(config, dict):
            config.clear()
            config["seen"] = True
        return None


def local(case: Circumstances, config: Config, facts: Config) -> Verdict | None:
    """Judge by the machine's own time zone."""
    return deny(SAY, MEND) if case.now.astimezone().minute < 30 else None


CHARACTER: list[tuple[str, Limit]] = [
    ("conformance-differs", Counting()),
    ("conformance-differs", reviewing(local)),
    ("conformance-changes", Greedy()),
    ("conformance-ends", having(check_profile=lambda _, document, config: quits(config))),
    ("conformance-profile-raised", having(check_profile=lambda _, document, config: document["x"])),
    (
        "conformance-profile-raised",
        having(check_profile=lambda _, document, config: [f["does"] for f in opened(document)]),
    ),
    ("conformance-breach", having(check_profile=lambda _, document, config: ["flows.work"])),
    ("conformance-breach", having(check_profile=lambda _, document, config: [("a", SAY, {})])),
    ("conformance-changes", having(check_profile=lambda _, document, config: document.popitem())),
]


def quits(config: Config) -> Iterator[Any]:
    """End the program where the config is not as it should be."""
    if not Draft202012Validator(Calm.config_schema).is_valid(dict(config)):
        raise SystemExit(3)
    return iter(())


def opened(document: Config) -> list[Config]:
    """Return the openings of all flows."""
    return [flow["open"] for flow in document.get("flows", {}).values()]


@pytest.mark.parametrize(("code", "limit"), CHARACTER)
def test_a_limit_without_character_is_found(code: str, limit: Limit) -> None:
    """The same question gets the same answer, nothing is changed, and nothing is ended."""
    assert code in codes(limit)


def test_slow_reviews_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too slow is an error, slow a warning; where the bounds are is for them to say."""
    monkeypatch.setattr("xiangyue.conformance.reviews.WARN_US", -1)
    assert [str(p).split(":")[0] for p in check_limit(Calm())] == ["warning conformance-slow"]
    assert_conforms(Calm())
    monkeypatch.setattr("xiangyue.conformance.reviews.MOST_US", -1)
    with pytest.raises(AssertionError, match=r"calm does not conform:\nerror conformance-too-slow"):
        assert_conforms(Calm())


def test_every_sentence_is_covered_and_can_be_said() -> None:
    """Each code of the kit has its test above, and reads in both languages."""
    tried = {code for code, _ in (*FORM, *VERDICTS, *CHARACTER)}
    tried |= {"conformance-touches", "conformance-slow", "conformance-too-slow"}
    assert tried == {code for code in MESSAGES if code.startswith("conformance-")}
    for limit in (having(name="", basis=""), naughty(time.time), until(lambda case: None)):
        for problem in check_limit(limit):
            assert problem.text("zh") != problem.text("en")
            assert problem.mend("zh") and problem.mend("en")


def closed(properties: Config) -> dict[str, Any]:
    """Return the schema of a mapping that has these keys, all of them, and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [*properties],
        "additionalProperties": False,
    }


PARTS = st.recursive(
    st.sampled_from(
        [
            {"type": "integer", "minimum": 2},
            {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            {"type": "boolean"},
            {"enum": ["a", "b"]},
            {"type": "string", "pattern": "^([0-1][0-9]|2[0-3]):[0-5][0-9]$"},
            {"type": "string", "minLength": 30},
            {"const": False},
        ]
    ),
    lambda part: st.one_of(
        part.map(lambda p: {"type": "array", "items": p, "minItems": 1, "maxItems": 3}),
        st.lists(part, min_size=1, max_size=3).map(lambda ps: {"anyOf": ps}),
        st.dictionaries(st.sampled_from("klm"), part, min_size=1).map(closed),
        part.map(lambda p: {"type": "object", "additionalProperties": p}),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from("pqrs"), PARTS, min_size=1).map(closed))
def test_configs_are_made_of_any_schema(schema: dict[str, Any]) -> None:
    """Some fit and some do not, always the same ones, and a closed schema is seen to be closed."""
    judge = Draft202012Validator(schema)
    configs = fitting(schema)
    assert configs
    assert configs == fitting(schema)
    assert all(judge.is_valid(config) for config in configs)
    wrong = unfitting(schema, configs)
    assert wrong
    assert not any(judge.is_valid(config) for config in wrong)
    assert undescribed(schema, configs) is None
