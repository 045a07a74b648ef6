"""Who may change the rules: two people, however many accounts or roles one of them has."""

from __future__ import annotations

from drafting_one import drafted
from flask import Flask
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin.accounts import Accounts, Grant


def by_link(app: Flask, accounts: Accounts, member: str, task: str) -> Visitor:
    """Return somebody who came by a member's link to a task."""
    found = Visitor(app)
    url = f"/l/{accounts.new_link(member, task)}"
    found.get(url)
    assert found.post(url).status_code == 303
    found.get(f"/tasks/{task}")
    return found


def test_two_accounts_of_one_member_are_one_person(
    app: Flask, engine: Engine, accounts: Accounts
) -> None:
    """Who has drafted does not approve under another login, and with another role neither."""
    draft = drafted(engine)
    engine.register("xinqi-committee", roles={"supervision_committee": "xinqi"})
    for login in ("first", "second"):
        grants = [Grant("admin", "xinqi"), Grant("desk", "xinqi")]
        accounts.add(login, by="root", member="xinqi-committee", password=PASSWORD, grants=grants)
    visitor = Visitor(app)
    visitor.sign_in("second")
    visitor.get(f"/profiles/xinqi/changes/{draft.task}")
    visitor.post(f"/profiles/xinqi/changes/{draft.task}", do="approve")
    visitor.post(f"/tasks/{draft.ref}/approve")
    behalf = {"action": "approve", "whom": "watch", "number": "S-1"}
    visitor.post(f"/desk/xinqi/enter/{draft.task}", **behalf)
    assert engine.task(draft).state == "checked"
    assert engine.act(draft, "approve", by="watch")


def test_a_link_puts_no_rules_in_force(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """Whoever notes an address could send the message to themselves; signed in it is possible."""
    draft = drafted(engine)
    visitor = by_link(app, accounts, "watch", draft.ref)
    assert "a link is not enough" in visitor.get(f"/tasks/{draft.ref}").text
    assert visitor.post(f"/tasks/{draft.ref}/approve").status_code == 404
    assert engine.task(draft).state == "checked"
    accounts.add("watch", by="root", member="watch", password=PASSWORD)
    visitor.sign_in("watch")
    assert "a link is not enough" not in visitor.get(f"/tasks/{draft.ref}").text
    assert visitor.post(f"/tasks/{draft.ref}/approve").status_code == 303
    assert engine.task(draft).state == "in_force"


def test_nobody_gives_a_role_to_themselves(app: Flask, engine: Engine) -> None:
    """Another admin does, and the journal says who."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    given = {"role": "supervision_committee", "unit": "xinqi"}
    visitor.get("/communities/xinqi/members/li")
    visitor.post("/communities/xinqi/members/li/role", **given)
    assert "to themselves" in visitor.get("/communities/xinqi/members/li").text
    assert "supervision_committee" not in {one.role for one in engine.member("li").roles}
    visitor.post("/communities/xinqi/members/wang/role", **given)
    assert "supervision_committee" in {one.role for one in engine.member("wang").roles}
    about = [one for one in engine.entries(None).items if one.kind == "remark"]
    facts = engine.entry(None, max(one.seq for one in about)).body["about"]
    assert (facts["act"], facts["by"]) == ("role-given", "li")


def test_a_role_is_given_only_here(app: Flask, engine: Engine) -> None:
    """Not at another village's unit, not one of a level above, not to who is at home elsewhere."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    visitor.get("/communities/xinqi/members")
    for unit, role, whom in (
        ("other", "supervision_committee", "wang"),
        ("county", "system_owner", "wang"),
        ("xinqi", "sub_district", "wang"),
        ("xinqi", "supervision_committee", "zhao"),
    ):
        before = engine.member(whom).roles
        visitor.post(f"/communities/xinqi/members/{whom}/role", role=role, unit=unit)
        assert engine.member(whom).roles == before, (unit, role)


def test_a_link_ends_with_the_account(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """Whoever was locked out comes in by no link, one that was used neither; unlocked again."""
    task = engine.open("village_task", by="li", community="xinqi", title="x").ref
    visitor, unused = by_link(app, accounts, "li", task), accounts.new_link("li", task)
    assert visitor.get(f"/tasks/{task}").status_code == 200
    accounts.disable("li", by="root")
    assert visitor.get(f"/tasks/{task}").status_code == 303
    assert accounts.use_link(unused) is None
    accounts.enable("li", by="root")
    assert visitor.get(f"/tasks/{task}").status_code == 200


def test_a_link_ends_with_the_role(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """It opens what its member may see then, and nothing where that is over."""
    task = engine.open("village_task", by="li", community="xinqi", title="x").ref
    engine.register("sun", roles={"village_secretary": "xinqi"})
    visitor = by_link(app, accounts, "sun", task)
    assert visitor.get(f"/tasks/{task}").status_code == 200
    engine.release_role("sun", "village_secretary", "xinqi")
    assert visitor.get(f"/tasks/{task}").status_code == 404


def test_signing_out_ends_a_link(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """Also in a copy of the cookie."""
    task = engine.open("village_task", by="li", community="xinqi", title="x").ref
    visitor = by_link(app, accounts, "li", task)
    with visitor.client.session_transaction() as session:
        copy = dict(session)
    visitor.post("/sign-out")
    with visitor.client.session_transaction() as session:
        session.update(copy)
    assert visitor.get(f"/tasks/{task}").status_code == 303


def test_powers_that_are_taken_away_end_at_once(
    app: Flask, accounts: Accounts, engine: Engine
) -> None:
    """In a session that goes on."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    assert visitor.get("/communities/xinqi/members").status_code == 200
    accounts.set_grants("li", [], by="root")
    assert visitor.get("/communities/xinqi/members").status_code == 404


def test_a_system_power_at_a_unit_gives_nobody_anything(app: Flask, accounts: Accounts) -> None:
    """Accounts reach everywhere: only who runs the whole of it changes them."""
    accounts.add("part", by="root", password=PASSWORD, grants=[Grant("system", "county")])
    visitor = Visitor(app)
    visitor.sign_in("part")
    visitor.get("/guide/")
    assert visitor.get("/system/users").status_code == 403
    answer = visitor.post("/system/users/part/grants", power="admin", unit="*")
    assert answer.status_code == 403
    assert [one.power for one in accounts.get("part").grants] == ["system"]
