"""From a draft to the way back: a cap is lowered, looked at, softened, approved and put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from commons import COMMONS, PLACE, count, report, settle, vote

from xiangyue import Decision, Engine
from xiangyue.cli import main
from xiangyue.study import check_draft, foresee_draft
from xiangyue.study.whatif import what_if

FIRST = datetime(2026, 6, 1, 1, tzinfo=UTC)
OPEN = 3  # a deed, the first vote and the change itself


def day(number: int) -> datetime:
    """Return the morning of a day of June."""
    return FIRST + timedelta(days=number - 1)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village that has given points for its deeds for a week."""
    with Engine(profiles=[COMMONS.parent]) as made:
        settle(made, FIRST, timedelta(days=1))
        yield made
        verified = made.verify()
        assert verified, verified.problems


def drafted(engine: Engine, cap: int, number: int) -> Decision:
    """Draft another cap, and other points for care; have it checked and foreseen."""
    made = engine.draft(
        PLACE,
        by="li",
        reason="Some get it all.",
        params={"month_cap": cap},
        tables={"worths": {"2.points": 5}},
        title=f"At most {cap}",
        now=day(number),
    )
    assert check_draft(engine, made, now=day(number))
    assert foresee_draft(engine, made, now=day(number))
    return made


def losing(engine: Engine, draft: Decision) -> dict[str, tuple[int, int]]:
    """Return who would have had less by a draft: points as they were, and would have been."""
    found = what_if(engine, draft).standings
    return {one.member: (one.was // 100, one.would // 100) for one in found if one.change < 0}


@pytest.mark.sqlite
def test_a_cap_is_lowered_looked_at_softened_approved_migrated_and_put_back(
    engine: Engine,
) -> None:
    """Nobody is touched before it is approved, and the journal tells all of it."""
    harsh = drafted(engine, 10, 10)
    assert losing(engine, harsh) == {"wang": (20, 10)}
    told = engine.draft_of(harsh)
    assert told.effects is not None
    assert (told.foreseen, told.effects.summary["losing"]) == (True, 1)
    assert "wang" not in str(told.effects.summary)
    assert engine.act(harsh, "withdraw", by="li", now=day(10))

    soft, waiting = drafted(engine, 18, 11), report(engine, "zhao", "care", day(11))
    assert losing(engine, soft) == {"wang": (20, 18)}
    checks = engine.draft_of(soft).checks
    assert checks is not None
    assert [one.about for one in checks.noted] == ["flows.vote"]
    assert not engine.act(soft, "approve", by="li", now=day(12))
    assert engine.act(soft, "approve", by="chen", now=day(12))
    assert engine.draft_of(soft).in_force

    unvoted = count(engine, report(engine, "zhao", "care", day(12)), day(12))
    assert [note.code for note in unvoted.notes] == ["points-other-scheme"]
    vote(engine, day(13))
    (posting,) = count(engine, report(engine, "zhao", "care", day(13)), day(13)).points
    assert posting.amount == 500

    migrated = engine.migrate(PLACE, by="li", reason="One set of rules.", now=day(13))
    assert (migrated.done, migrated.left) == (OPEN, [])
    assert engine.task(waiting).release == engine.profile(PLACE).hash

    assert engine.roll_back(PLACE, by="li", reason="The assembly wants it back.", now=day(14))
    back = engine.migrate_back(PLACE, by="li", reason="As the rules.", now=day(14))
    assert (back.done, back.left) == (OPEN - 1, [])
    assert engine.task(waiting).release == engine.profile(PLACE).hash
    assert [(one.how, one.by, one.why) for one in engine.revisions(PLACE)] == [
        ("put_back", "li", "The assembly wants it back."),
        ("approved", "chen", "Some get it all."),
        ("installed", "li", None),
    ]
    assert told_by_the_journal(engine) == [
        "settings.changed",
        *("open", "check", "foresee", "withdraw"),
        *("open", "check", "foresee", "approve (refused)", "approve", "settings.changed"),
        *("deed migrated", "rules migrated", "vote migrated"),
        *("undo", "settings.changed"),
        *("vote back", "deed back"),
    ]


def told_by_the_journal(engine: Engine) -> list[str]:
    """Return what has happened to the rules, and to tasks for their sake."""
    told = []
    for event in engine.feed(PLACE, types=["task", "settings"], limit=1000).events:
        said, kind = event["data"], event["type"].removeprefix("org.xiangyue.")
        if kind == "task.migrated":
            told.append(f"{said['flow']} {'back' if said.get('back') else 'migrated'}")
        elif kind == "settings.changed":
            told.append(kind)
        elif said["flow"] == "rules":
            refused = " (refused)" if kind == "task.refused" else ""
            told.append(f"{said['action']}{refused}")
    return told


@pytest.mark.sqlite
def test_the_command_line_tells_the_same_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step is one command, and says where it stands."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", f"sqlite:///{tmp_path / 'commons.db'}")
    with Engine(f"sqlite:///{tmp_path / 'commons.db'}") as engine:
        settle(engine, datetime.now(UTC))

    def run(*args: str) -> tuple[int, str]:
        code = main(args if args[0] == "whatif" else ("change", *args))
        out, err = capsys.readouterr()
        return code, out + err

    by, why = ("--by", "li"), ("--reason", "Some get it all.")
    rest = ("--cell", "worths.2.points=5", "--scenarios", str(COMMONS), "--set")
    cap = ("draft", PLACE, *by, *why, *rest)
    code, out = run(*cap, "month_cap=10", "--json")
    assert code == 0
    harsh = orjson.loads(out)["draft"]["task"]
    assert "wang" in run("whatif", "--draft", harsh)[1]
    code, out = run("foresee", harsh)
    assert code == 0
    assert "Points: 20.00 instead of 28.00; 1 would have had less, 1 more." in out
    code, out = run(*cap, "month_cap=18", "--json")
    soft = orjson.loads(out)["draft"]["task"]
    assert "Points: 28.00 instead of 28.00" in run("foresee", soft)[1]
    assert "· flows.vote: The rules for points change (Points)" in run("show", soft)[1]
    assert run("approve", soft, "--by", "chen")[0] == 0
    assert "Other rules have come into force" in run("show", harsh)[1]
    assert run("migrate", PLACE, *by, "--reason", "One set of rules.")[0] == 0
    assert run("roll-back", PLACE, *by, "--reason", "The assembly wants it back.")[0] == 0
    assert run("migrate", PLACE, *by, "--reason", "As the rules.", "--back")[0] == 0
    code, out = run("history", PLACE, "--json")
    assert [one["how"] for one in orjson.loads(out)] == ["put_back", "approved", "installed"]
