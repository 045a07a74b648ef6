"""Limits come in step by step, by drafts: recorded, then said, then kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from xiangyue import Decision, Engine, Misuse, load
from xiangyue.profile import build
from xiangyue.study import check_draft
from xiangyue.values import Checks, Found

MARKET = Path(__file__).parent / "profiles" / "market" / "profile.yaml"
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 6, 1, 12, tzinfo=ZONE)
NIGHT = datetime(2026, 6, 1, 23, 30, tzinfo=ZONE)
TOLD = "needs: [size, days], does: [{message: {to: council, say: {en: Look, zh: 请看}}}]"
NOISY = """\
a_permit_at_night:
  given: {at: 2026-06-01T23:30, members: {ma: {}}}
  when: [{open: p, flow: permit, by: ma, with: {size: small, days: 1}}]
  then: [{state: {p: asked}}]
"""
LIMITS = "limits: {quiet_hours: {stance: STANCE}, no_ranking: {stance: warn}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a market that tells its council of each permit, and only records quiet hours."""
    text = MARKET.read_text("utf-8").replace(
        "needs: [size, days]", TOLD.replace(", does", "\n      does")
    )
    file = tmp_path / "market" / "profile.yaml"
    file.parent.mkdir()
    file.write_text(text + LIMITS.replace("STANCE", "audit"), "utf-8")
    return file.parent


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """Return that market with a clerk, one of its council, and a trader."""
    with Engine() as made:
        made.install(folder, "west", now=NOON)
        made.register("he", roles={"clerk": "west"}, now=NOON)
        made.register("lin", roles={"council": "west"}, now=NOON)
        made.register("ma", home="west", now=NOON)
        yield made
        report = made.verify()
        assert report, report.problems


def ask(engine: Engine, at: datetime) -> Decision:
    """Ask for a permit."""
    return engine.open("permit", community="west", by="ma", size="small", days=1, now=at)


def step(engine: Engine, folder: Path, at: datetime, **change: object) -> tuple[Decision, Checks]:
    """Draft how a limit holds, and have it checked."""
    made = engine.draft("west", by="he", reason="As announced.", now=at, **change)  # type: ignore[arg-type]
    assert check_draft(engine, made, folder=folder, now=at)
    draft = engine.draft_of(made)
    assert draft.ok
    assert draft.checks is not None
    return made, draft.checks


def said(found: tuple[Found, ...]) -> list[str]:
    """Return what the record says, in English."""
    return [one.said["en"] for one in found]


def test_a_limit_is_recorded_then_said_then_kept(engine: Engine, folder: Path) -> None:
    """Each step tells how often the limit would have held so far, and takes an approval."""
    tasks = [ask(engine, at).ref for at in (NOON, NIGHT, NIGHT)]
    tomorrow = NOON + timedelta(days=1)
    made, checks = step(engine, folder, tomorrow, stances={"quiet_hours": "warn"})
    assert [(one.severity, one.about) for one in checks.noted] == [("info", "limits.quiet_hours")]
    assert said(checks.noted)[0].endswith(
        "becomes stricter (audit → warn). Tried since 2026-06-01 on 4 commands, it would have held"
        f" up 2: 0 refused, 2 put off, 0 changed. For instance: {tasks[2]}, {tasks[1]}."
    )
    assert "自 2026-06-01 试行以来，4条指令中有2条会受影响" in checks.noted[0].said["zh"]
    assert [one.code for one in engine.draft_of(made).changes] == ["diff-limit-stance"]
    assert engine.act(made, "approve", by="lin", now=tomorrow)

    warned = ask(engine, NIGHT + timedelta(days=1))
    assert [note.code for note in warned.notes] == ["limit-warned"]
    later = NOON + timedelta(days=2)
    made, checks = step(engine, folder, later, stances={"quiet_hours": "enforce"})
    assert "would have held up 3" in said(checks.noted)[0]
    assert engine.act(made, "approve", by="lin", now=later)

    assert ask(engine, NIGHT + timedelta(days=2)).outcome == "deferred"
    assert engine.roll_back("west", by="he", reason="Too strict.", now=NIGHT + timedelta(days=2))
    assert ask(engine, NIGHT + timedelta(days=3)).notes


@pytest.mark.sqlite
def test_a_limit_that_was_never_tried_is_told_before_it_is_kept(
    engine: Engine, folder: Path
) -> None:
    """It does not stand in the way: whoever approves is to know."""
    document = load(folder).resolved()
    limits = {**document["limits"], "plain_words": {"stance": "audit"}}
    made = engine.draft(
        "west",
        by="he",
        reason="All of them.",
        profile=build({**document, "limits": {**limits, "workload": {"stance": "enforce"}}}),
        now=NOON,
    )
    check_draft(engine, made, folder=folder, now=NOON)
    draft = engine.draft_of(made)
    assert draft.checks is not None
    assert [(one.severity, one.about) for one in draft.checks.noted] == [
        ("warning", "limits.workload")
    ]
    assert engine.act(made, "approve", by="lin", now=NOON)


@pytest.mark.sqlite
def test_what_another_limit_said_counts_for_that_one_alone(engine: Engine, folder: Path) -> None:
    """Nothing was held up at noon, and that is said too."""
    ask(engine, NOON)
    _, checks = step(engine, folder, NOON, stances={"quiet_hours": "enforce"})
    assert "on 2 commands, it would have held up 0" in said(checks.noted)[0]
    assert "For instance" not in said(checks.noted)[0]


@pytest.mark.sqlite
def test_scenarios_of_before_a_step_stand_in_no_way(engine: Engine, folder: Path) -> None:
    """What comes out otherwise by the step alone is told: it is what the step is for."""
    (folder / "scenarios.yaml").write_text(NOISY, "utf-8")
    _, checks = step(engine, folder, NOON, stances={"quiet_hours": "enforce"})
    assert [one.about for one in checks.otherwise] == ["a_permit_at_night"]
    _, checks = step(engine, folder, NOON, stances={"no_ranking": "enforce"})
    assert (checks.otherwise, checks.passed) == ((), 1)


@pytest.mark.sqlite
def test_a_limit_may_be_loosened_unless_nothing_sets_it_aside(engine: Engine, folder: Path) -> None:
    """What keeps people from being ranked only becomes stricter, and stays so."""
    made, checks = step(
        engine, folder, NOON, stances={"quiet_hours": "enforce", "no_ranking": "enforce"}
    )
    assert engine.act(made, "approve", by="lin", now=NOON)
    with pytest.raises(Misuse, match="may be made stricter, not weaker"):
        step(engine, folder, NOON, stances={"no_ranking": "audit"})
    made, checks = step(engine, folder, NOON, stances={"quiet_hours": "audit"})
    assert not checks.noted
    assert [one.effect for one in engine.draft_of(made).changes] == ["allows"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("stances", "message"),
    [
        ({"quiet_ours": "warn"}, "bind no limit 'quiet_ours'. Known: no_ranking, quiet_hours"),
        ({"quiet_hours": "lifted"}, "cannot be lifted. Say how it holds: audit, warn, enforce"),
        ({"quiet_hours": "audit"}, "changes nothing"),
    ],
)
def test_what_is_no_step_is_not_drafted(
    engine: Engine, folder: Path, stances: dict[str, str], message: str
) -> None:
    """It is said with what there is."""
    with pytest.raises(Misuse, match=message):
        step(engine, folder, NOON, stances=stances)
    assert not engine.drafts("west")
