"""Tasks fill posts and end them: by whose hand, for whom, where, until when, and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from xiangyue import Decision, Engine, load
from xiangyue.canonical import load as read
from xiangyue.messages import appointing
from xiangyue.profile import build
from xiangyue.tables import REGISTRY
from xiangyue.time.clock import parse_instant

POSTS = """\
profile: posts
title: {en: Posts, zh: 岗位}
languages: [en, zh]
calendar: {timezone: Asia/Shanghai}
roles:
  clerk: {title: {en: Clerk, zh: 文书}, at: village}
  warden: {title: {en: Warden, zh: 看护人}, at: grid, voluntary: true}
  partner: {title: {en: Partner, zh: 共建单位}, kinds: [organization], voluntary: true}
fields:
  newcomer:
    title: {en: Newcomer, zh: 新人}
    schema: {type: string, format: member}
    purpose: {en: Says who, zh: 明确是谁}
    keep: 1y
  where:
    title: {en: Where, zh: 地点}
    schema: {type: string, format: unit}
    purpose: {en: Says where, zh: 明确地点}
    keep: 1y
  ends:
    title: {en: Last day, zh: 最后一天}
    schema: {type: string, format: date}
    purpose: {en: Says until when, zh: 明确期限}
    keep: 1y
flows:
  post:
    title: {en: Post, zh: 岗位}
    start: empty
    open: {by: anyone}
    states:
      empty: {title: {en: Empty, zh: 空缺}}
      over: {title: {en: Over, zh: 结束}, final: true}
    actions:
      fill:
        title: {en: Fill, zh: 任命}
        from: empty
        by: [clerk]
        needs: newcomer
        asks: where
        does: [{appoint: {role: warden, who: newcomer, unit: where}}]
      lend:
        title: {en: Fill for a time, zh: 限期任命}
        from: empty
        by: clerk
        needs: newcomer
        does: [{appoint: {role: warden, who: newcomer, until: ends}}]
        asks: ends
      join:
        title: {en: Join, zh: 加入}
        from: empty
        by: clerk
        needs: newcomer
        does: [{appoint: {role: partner, who: newcomer}}]
      leave:
        title: {en: Leave, zh: 卸任}
        from: empty
        by: [clerk, opener]
        needs: newcomer
        does: [{dismiss: {role: warden, who: newcomer}}]
      ring:
        title: {en: Ring, zh: 敲门}
        from: empty
        by: warden
      end:
        title: {en: End, zh: 结束}
        from: empty
        to: over
        by: clerk
"""
_ENTERED = "SELECT body FROM journal WHERE community = ? ORDER BY seq"
_ERRANDS = "SELECT state, error FROM errand ORDER BY seq, n"


def june(day: int, hour: int = 10) -> datetime:
    """Return a moment of June 2026."""
    return parse_instant(f"2026-06-{day:02}T{hour:02}:00", "Asia/Shanghai")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village of two grids beside another one, with two clerks, who live there."""
    (tmp_path / "profile.yaml").write_text(POSTS, encoding="utf-8")
    early = june(1, 8)
    with Engine(f"sqlite:///{tmp_path / 'here.db'}") as engine:
        engine.add_unit("town", "township", now=early)
        for village in ("here", "there"):
            engine.add_unit(village, "village", parent="town", now=early)
            engine.add_unit(f"{village}-1", "grid", parent=village, now=early)
        engine.add_unit("here-2", "grid", parent="here", now=early)
        engine.install(tmp_path, community="here", now=early)
        for name in ("ma", "niu"):
            engine.register(name, home="here", now=early)
        engine.register("firm", kind="organization", home="here", now=early)
        engine.register("shen", roles={"clerk": "here"}, now=early)
        engine.register("wu", roles={"clerk": "here"}, deputy="shen", since=june(1, 7), now=early)
        yield engine


def did(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def post(engine: Engine, unit: str = "here-1", by: str = "ma") -> str:
    """Open a task for a post."""
    return did(engine.open("post", community="here", unit=unit, by=by, now=june(1))).ref


def act(engine: Engine, task: str, action: str, by: str = "shen", **said: Any) -> Decision:
    """Act on a task on the first of June, unless something else is said."""
    return engine.act(task, action, by=by, **{"now": june(1), **said})


def held(engine: Engine, member: str, at: datetime) -> list[tuple[str, str]]:
    """Return the roles that a member holds, with the unit."""
    with engine._store.read() as reader:
        found = reader.member(member)
    assert found is not None
    moment = int(at.timestamp() * 1_000_000)
    return [(h.role, h.unit) for h in found.holdings if h.holds(moment)]


def entered(engine: Engine) -> list[tuple[str, dict[str, Any]]]:
    """Return what the registry's chain says of the roles that tasks gave or ended."""
    with engine._store.read() as reader:
        bodies = [read(text) for (text,) in reader.all(_ENTERED, REGISTRY)]
    return [(b["kind"], b["about"]) for b in bodies if "decided_in" in b.get("about", {})]


def errands(engine: Engine) -> list[tuple[str, str | None]]:
    """Return what became of the errands."""
    with engine._store.read() as reader:
        return [tuple(row) for row in reader.all(_ERRANDS)]


def once_more(engine: Engine, day: int) -> None:
    """Run every errand again, as after a death between deciding and marking."""
    engine._store.transact(lambda tx: tx.execute("UPDATE errand SET state = 'waiting'"))
    engine.tick(june(day))


def refused(decision: Decision) -> set[str]:
    """Return why something was refused, each reason in both languages with its mend."""
    assert decision.outcome == "refused"
    for reason in decision.reasons:
        for lang, end in (("en", "."), ("zh", "。")):
            assert reason.text(lang).endswith(end) and reason.mend(lang).endswith(end)
    return {reason.code for reason in decision.reasons}


def test_every_reason_has_its_test() -> None:
    """A new reason does not get in without somebody who meets it here."""
    met = {"appoint-self", "appoint-right", "appoint-kind", "appoint-unit", "appoint-over"}
    assert appointing.MESSAGES.keys() == met | {"appoint-closed", "dismiss-other"}


def test_a_post_is_held_after_the_next_tick(engine: Engine) -> None:
    """Its entry says who decided it in which task; whoever holds it acts; all of it verifies."""
    task = post(engine)
    did(act(engine, task, "fill", newcomer="ma"))
    assert refused(act(engine, task, "ring", by="ma")) == {"role"}
    engine.tick(june(1))
    assert held(engine, "ma", june(1)) == [("warden", "here-1")]
    ((kind, about),) = entered(engine)
    assert (kind, about["by"], about["decided_in"]) == ("role", "shen", task)
    did(act(engine, task, "ring", by="ma"))
    assert engine.verify().ok


def test_a_changed_holding_is_found(engine: Engine) -> None:
    """The row says what the journal says, or verification tells."""
    did(act(engine, post(engine), "fill", newcomer="ma"))
    engine.tick(june(1))
    engine._store.transact(
        lambda tx: tx.execute("UPDATE holding SET role = 'clerk' WHERE member = 'ma'")
    )
    assert {one.table for one in engine.verify().problems} == {"holding"}


def test_an_errand_that_is_run_again_gives_nothing_back(engine: Engine) -> None:
    """What was ended since stays so, also where the post had been held already before."""
    task = post(engine)
    did(act(engine, task, "fill", newcomer="ma"))
    engine.tick(june(1))
    did(act(engine, task, "fill", newcomer="ma", now=june(2)))
    engine.tick(june(2))
    assert [kind for kind, _ in entered(engine)] == ["role", "role-kept"]
    engine.release_role("ma", "warden", "here-1", now=june(3))
    before = entered(engine)
    once_more(engine, 4)
    assert entered(engine) == before
    assert held(engine, "ma", june(4)) == []
    assert errands(engine) == [("done", None), ("done", None)]
    assert engine.verify().ok


def test_a_late_errand_does_not_undo_what_came_after_it(engine: Engine) -> None:
    """Who has left before the post was entered does not come to hold it; others do."""
    task = post(engine)
    for member in ("ma", "niu"):
        did(act(engine, task, "fill", newcomer=member))
    engine._store.transact(lambda tx: tx.execute("UPDATE errand SET due = due + 1000000"))
    did(act(engine, task, "leave", newcomer="ma"))
    engine.tick(june(1))
    assert [kind for kind, _ in entered(engine)] == ["role-kept"]
    engine.tick(june(2))
    assert [held(engine, name, june(2)) for name in ("ma", "niu")] == [[], [("warden", "here-1")]]
    assert [kind for kind, _ in entered(engine)] == ["role-kept", "role-kept", "role"]
    assert {state for state, _ in errands(engine)} == {"done"}


def test_a_post_lasts_until_the_end_of_its_last_day(engine: Engine) -> None:
    """A longer one is entered beside it, a shorter one is not."""
    task = post(engine)
    did(act(engine, task, "lend", newcomer="ma", ends="2026-06-10"))
    did(act(engine, task, "lend", newcomer="ma", ends="2026-06-05"))
    engine.tick(june(1))
    assert held(engine, "ma", june(10, 23)) == [("warden", "here-1")]
    assert held(engine, "ma", june(11, 0)) == []
    did(act(engine, task, "lend", newcomer="ma", ends="2026-06-20"))
    engine.tick(june(1))
    assert held(engine, "ma", june(20, 23)) == [("warden", "here-1")]
    assert [kind for kind, _ in entered(engine)] == ["role", "role-kept", "role"]
    assert engine.verify().ok


def test_what_is_given_and_ended_in_one_moment_is_not_held(engine: Engine) -> None:
    """And given once more, it is held from then on."""
    task = post(engine)
    did(act(engine, task, "fill", newcomer="ma"))
    did(act(engine, task, "leave", newcomer="ma"))
    engine.tick(june(1))
    assert held(engine, "ma", june(1)) == []
    did(act(engine, task, "fill", newcomer="ma"))
    engine.tick(june(1))
    assert held(engine, "ma", june(2)) == [("warden", "here-1")]
    assert engine.verify().ok


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("shen", {}),
        ("wu", {"on_behalf_of": "shen", "source": "paper"}),
        ("shen", {"by": "wu", "on_behalf_of": "shen", "source": "paper"}),
    ],
)
def test_nobody_appoints_themselves(engine: Engine, who: str, more: dict[str, Any]) -> None:
    """Nor whom they act for, nor whoever enters it for them."""
    decision = act(engine, post(engine), "fill", **{"by": who, **more, "newcomer": "shen"})
    assert refused(decision) == {"appoint-self"}


def test_nor_does_a_deputy_appoint_whom_they_stand_in_for(engine: Engine) -> None:
    """The right is the absent one's, and so is the hand."""
    engine.absent("wu", since=june(1, 9), until=june(9), now=june(1, 9))
    engine.release_role("shen", "clerk", "here", now=june(1, 9))
    task = post(engine)
    assert refused(act(engine, task, "fill", newcomer="wu")) == {"appoint-self"}
    did(act(engine, task, "fill", newcomer="ma"))


def test_a_post_stays_in_its_community_at_its_level(engine: Engine) -> None:
    """The field says where; without it, it is where the task is, if that has the level."""
    village, grid = post(engine, "here"), post(engine)
    assert refused(act(engine, village, "fill", newcomer="ma")) == {"appoint-unit"}
    for unit in ("town", "there", "there-1", "here"):
        assert refused(act(engine, village, "fill", newcomer="ma", where=unit)) == {"appoint-unit"}
    assert refused(act(engine, grid, "fill", newcomer="ma", where="here-2")) == {"appoint-unit"}
    did(act(engine, village, "fill", newcomer="ma", where="here-2"))
    engine.tick(june(1))
    assert held(engine, "ma", june(1)) == [("warden", "here-2")]


def test_a_post_is_for_its_kind_of_member_and_for_a_time_to_come(engine: Engine) -> None:
    """A person is no partner; a firm is, where the task is; a last day that is over is refused."""
    task = post(engine)
    assert refused(act(engine, task, "join", newcomer="ma")) == {"appoint-kind"}
    over = act(engine, task, "lend", newcomer="ma", ends="2026-05-31")
    assert refused(over) == {"appoint-over"}
    assert refused(act(engine, task, "lend", newcomer="ma")) == {"needs"}
    did(act(engine, task, "join", newcomer="firm"))
    engine.tick(june(1))
    assert held(engine, "firm", june(1)) == [("partner", "here-1")]


def test_whoever_has_no_role_in_it_ends_their_own_post_alone(engine: Engine) -> None:
    """An opener only themselves; a clerk anybody, also where the clerk has opened it."""
    task, own = post(engine), post(engine, by="shen")
    for member in ("ma", "niu", "wu"):
        did(act(engine, task, "fill", newcomer=member))
    engine.tick(june(1))
    assert refused(act(engine, task, "leave", by="ma", newcomer="niu")) == {"dismiss-other"}
    did(act(engine, task, "leave", by="ma", newcomer="ma"))
    did(act(engine, own, "leave", newcomer="niu"))
    engine.tick(june(2))
    assert [len(held(engine, name, june(2))) for name in ("ma", "niu", "wu")] == [0, 0, 2]
    assert [kind for kind, _ in entered(engine)][3:] == ["role-end", "role-end"]
    assert engine.verify().ok


def test_a_right_that_is_no_role_appoints_nobody(engine: Engine, tmp_path: Path) -> None:
    """Even where the linter was not asked."""
    profile = load(tmp_path).profile
    assert profile is not None
    document = profile.document
    fill = {**document["flows"]["post"]["actions"]["fill"], "by": ["opener"]}
    flow = {**document["flows"]["post"], "actions": {"fill": fill}}
    engine.install(build({**document, "flows": {"post": flow}}), community="here", now=june(1))
    decision = act(engine, post(engine), "fill", by="ma", newcomer="niu")
    assert refused(decision) == {"appoint-right"}


def test_the_rules_in_force_decide_what_may_still_be_given(engine: Engine, tmp_path: Path) -> None:
    """A task that began when the post was open gives no office that has become of it since."""
    task = post(engine)
    file = tmp_path / "profile.yaml"
    closed = POSTS.replace("at: grid, voluntary: true", "at: grid").replace(
        "role: warden", "role: partner"
    )
    file.write_text(closed, encoding="utf-8")
    engine.install(tmp_path, community="here", now=june(1))
    did(act(engine, task, "fill", newcomer="ma"))
    engine.tick(june(1))
    assert held(engine, "ma", june(1)) == []
    assert errands(engine) == [("refused", "appoint-closed")]
    assert engine.verify().ok


def test_a_new_corridor_head_is_asked_at_the_next_call_out(tmp_path: Path) -> None:
    """The post that was vacant is filled: its ladder asks who holds it, and of age is noted."""
    early = june(1, 8)
    with Engine(f"sqlite:///{tmp_path / 'there.db'}") as engine:
        engine.add_unit("there", "community", now=early)
        engine.add_unit("there-1", "grid", parent="there", now=early)
        engine.install("low-participation", community="there", now=early)
        roles = {"duty_person": "there", "community_worker": "there"}
        engine.register("shen", roles=roles, now=early)
        engine.register("ma", home="there", now=early)
        wanted = {"wanted": 1, "work": "clearing"}
        said: dict[str, Any] = {"community": "there", "by": "shen", "now": june(1)}
        assert refused(engine.open("callout", data=wanted, **said)) == {"call-nobody"}
        task = did(engine.open("corridor_post", unit="there-1", **said)).ref
        for action, fields in (
            ("talk", {"candidate": "ma"}),
            ("invite", {}),
            ("begin", {"first_task": "water_plants"}),
            ("report", {"first_result": "They are green."}),
            ("make_regular", {"of_age": True}),
        ):
            did(engine.act(task, action, by="shen", data=fields, now=june(1)))
        engine.tick(june(1))
        bags = did(engine.open("callout", data=wanted, **said))
        did(engine.act(bags, "accept", by="ma", now=june(1)))
        assert engine.task(bags).state == "found"
        assert engine.verify().ok
