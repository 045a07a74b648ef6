"""Rules in the console: seen, tried on examples, drafted, checked, approved, put back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from demo_house import Served
from flask import Flask
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.rooms.profiles import checking, moving

PACK = Path(__file__).parents[1] / "flow" / "profiles"
MIGRATION = "/profiles/west/migration"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market with a clerk and a council, and another beside it, made once and copied."""
    file = tmp_path_factory.mktemp("market") / "market.db"
    with Engine(f"sqlite:///{file}", profiles=[PACK]) as engine:
        for place in ("west", "east"):
            engine.install("market", place, by="he")
        engine.register("he", roles={"clerk": "west"})
        engine.register("lin", roles={"council": "west"})
        engine.register("yan", roles={"council": "east"})
        accounts = Accounts(engine)
        for login, member, unit in (
            ("he", "he", "west"),
            ("lin", "lin", "west"),
            ("yan", "yan", "east"),
            ("looker", None, "west"),
        ):
            grants = [Grant("admin", unit)]
            accounts.add(login, by="setup", member=member, password=PASSWORD, grants=grants)
    return file


@pytest.fixture
def market(made: Path, tmp_path: Path) -> Iterator[Engine]:
    """Return the markets, whose journal still holds when the test is over."""
    shutil.copy(made, tmp_path / "market.db")
    with Engine(f"sqlite:///{tmp_path / 'market.db'}", profiles=[PACK]) as engine:
        yield engine
        assert engine.verify().ok


@pytest.fixture
def stalls(market: Engine) -> Flask:
    """Return the console of the markets."""
    return create_app(market)


def visitor(app: Flask, login: str, language: str = "en") -> Visitor:
    """Return somebody who has signed in."""
    found = Visitor(app, language)
    assert found.sign_in(login).status_code == 303
    return found


def drafted(
    app: Flask, engine: Engine, url: str = "/profiles/west/params/longest", **sent: Any
) -> str:
    """Draft a change as the clerk, and wait for its checks; returns the page of its path."""
    clerk = visitor(app, "he")
    clerk.get(url)
    answer = clerk.post(
        url, do="draft", reason="Stalls stay longer.", **(sent or {"f_longest": "７"})
    )
    assert answer.status_code == 303, answer.text
    onward = answer.headers["Location"]
    checking.wait(
        engine, onward.split("/changes/")[0].split("/")[-1] + "/" + onward.rpartition("/")[2]
    )
    return onward


def test_a_value_is_published_in_three_clicks_and_an_approval(
    stalls: Flask, market: Engine
) -> None:
    """Rules, the value, “Draft and check”; then Rules, the change, “Approve” by somebody else."""
    onward = drafted(stalls, market)
    clerk = visitor(stalls, "he")
    text = clerk.get(onward).text
    assert "Longest permit: 7 days instead of 5 days" in text
    assert "You cannot:" in text
    assert market.revisions("west")[0].number == 1
    council = visitor(stalls, "lin")
    first = council.get("/profiles/", follow_redirects=True).text
    assert onward in first
    assert 'value="approve"' in council.get(onward).text
    assert council.post(onward, do="approve").status_code == 303
    assert market.revisions("west")[0].rules.values["longest"] == 7
    assert "This is in force" in council.get(onward).text


def test_the_path_shows_every_step_and_fakes_none(stalls: Flask, market: Engine) -> None:
    """Each is done on the very content that the page names, what-if on past work, too."""
    onward = drafted(stalls, market)
    text = visitor(stalls, "he").get(onward).text
    for step in ("Draft", "Rules are read through", "Scenarios are played", "What-if", "Approval"):
        assert step in text
    assert "none would have come out otherwise" in text
    draft = market.draft_of("west/" + onward.rpartition("/")[2])
    assert draft.content[:12] in text
    assert draft.after.profile.hash[:12] in text
    assert text.count('aria-current="step"') == 1
    assert "2 come out right" in text or "comes out right" in text


def test_the_yearly_review_is_asked_for_where_rules_are_read(
    stalls: Flask, market: Engine, tmp_path: Path
) -> None:
    """Before the first one nobody else reminds of it; then the page says until when it holds."""
    folder = shutil.copytree(PACK / "market", tmp_path / "market")
    with (folder / "profile.yaml").open("a") as file:
        file.write("limits: {yearly_review: {stance: audit, config: {flow: permit, state: asked}}}")
    market.install(folder, "west")
    clerk = visitor(stalls, "he")
    assert "nobody has justified these rules yet" in clerk.get("/profiles/west/").text
    assert market.open("permit", community="west", by="he", size="small", days=1)
    assert "again by" in clerk.get("/profiles/west/").text


def test_a_limit_is_moved_by_a_step(stalls: Flask, market: Engine, tmp_path: Path) -> None:
    """From its place among the values; whoever approves reads how it has fared so far."""
    folder = shutil.copytree(PACK / "market", tmp_path / "market")
    with (folder / "profile.yaml").open("a") as file:
        file.write("limits: {workload: {stance: audit}, no_ranking: {stance: enforce}}\n")
    market.install(folder, "west")
    clerk = visitor(stalls, "he")
    rules, ranking = (clerk.get(f"/profiles/west/{at}").text for at in ("", "limits/no_ranking"))
    assert "only recorded" in rules
    assert "/profiles/west/limits/workload" in rules
    assert "/profiles/west/limits/no_ranking" not in rules
    assert "it is kept already" in ranking
    for sent, wrong in (({}, "Choose how"), ({"stance": "lifted"}, "Choose how")):
        answer = clerk.post("/profiles/west/limits/workload", do="draft", reason="More.", **sent)
        assert (answer.status_code, wrong in answer.text) == (422, True)
    assert clerk.get("/profiles/west/limits/no-such").status_code == 404

    onward = drafted(stalls, market, "/profiles/west/limits/workload", stance="enforce")
    text = visitor(stalls, "he").get(onward).text
    assert "kept instead of only recorded" in text
    assert "it would have held up 0" in text
    council = visitor(stalls, "lin")
    council.get(onward)
    assert council.post(onward, do="approve").status_code == 303
    assert market.profile("west").limits["workload"].stance == "enforce"


def test_what_is_in_force_is_put_back_with_a_reason(stalls: Flask, market: Engine) -> None:
    """In one act, and not without a reason."""
    onward = drafted(stalls, market)
    council = visitor(stalls, "lin")
    council.get(onward)
    council.post(onward, do="approve")
    council.get(onward)
    assert council.post(onward, do="undo").status_code in (303, 422)
    found = market.draft_of("west/" + onward.rpartition("/")[2])
    back = found.path.back
    assert back is not None
    council.get(onward)
    council.post(onward, do=back, note="It was too long.")
    assert market.revisions("west")[0].rules.values["longest"] == 5


@pytest.mark.parametrize(
    "sent, said",
    [
        ({"f_longest": "11", "reason": "So be it."}, "Accepted: From 1 to 10 days"),
        ({"f_longest": "many", "reason": "So be it."}, "whole number"),
        ({"f_longest": "5", "reason": "So be it."}, "Nothing is changed yet"),
        ({"f_longest": "7", "reason": ""}, "Say why"),
    ],
)
def test_what_cannot_be_drafted_is_said_at_its_field(
    stalls: Flask, market: Engine, sent: dict[str, str], said: str
) -> None:
    """Nothing is drafted, and what was written stays."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/params/longest")
    answer = clerk.post("/profiles/west/params/longest", do="draft", **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{sent["f_longest"]}"' in answer.text
    assert market.drafts("west") == ()


def test_trying_shows_now_and_then_and_keeps_nothing(stalls: Flask, market: Engine) -> None:
    """The example is worked out under both, side by side."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/params/longest")
    text = clerk.post(
        "/profiles/west/params/longest", **{"do": "try", "f_longest": "7", "x-f_days": "6"}
    ).text
    assert ">not allowed</td>" in text
    assert "<strong>allowed</strong>" in text
    assert market.drafts("west") == ()


def grid(first: str = "1", second: str = "3") -> dict[str, str]:
    """Return the fees as the page sends them."""
    cells = {"t_fees-0-0": "small", "t_fees-0-1": first, "t_fees-1-0": "big", "t_fees-1-1": second}
    return {"t_fees-rows": "2", **cells}


def test_a_table_is_tried_and_drafted(stalls: Flask, market: Engine) -> None:
    """Another cell gives another answer, before and after it is drafted."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/tables/fees")
    text = clerk.post("/profiles/west/tables/fees", **grid("2"), **{"x-f_size": "small"}).text
    assert "<td>1</td>" in text
    assert "<strong>2</strong>" in text
    onward = drafted(stalls, market, "/profiles/west/tables/fees", **grid("2"))
    found = market.draft_of("west/" + onward.rpartition("/")[2])
    assert found.after.profile.document["tables"]["fees"]["rows"][0] == ["small", 2]


def test_rows_come_and_go_without_a_script(stalls: Flask) -> None:
    """By buttons, and what was written stays; a gap is shown by the checks, not lost."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/tables/fees")
    text = clerk.post("/profiles/west/tables/fees", **grid("9"), **{"t_fees-do": "add"}).text
    assert 'name="t_fees-rows" value="3"' in text
    assert 'value="9"' in text


def test_a_cell_that_is_none_is_said_there(stalls: Flask, market: Engine) -> None:
    """The summary leads to it."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/tables/fees")
    sent = {**grid("a lot"), "do": "draft", "reason": "Dearer."}
    answer = clerk.post("/profiles/west/tables/fees", **sent)
    assert answer.status_code == 422
    assert 'href="#t_fees-0-1"' in answer.text
    assert market.drafts("west") == ()


def test_a_gap_stands_in_the_way(stalls: Flask, market: Engine) -> None:
    """The draft is made, its checks find the gap, and nobody can approve it."""
    sent = {"t_fees-rows": "1", "t_fees-0-0": "small", "t_fees-0-1": "1"}
    onward = drafted(stalls, market, "/profiles/west/tables/fees", **sent)
    council = visitor(stalls, "lin")
    text = council.get(onward).text
    assert "stands in the way" in text
    assert 'value="approve"' not in text
    council.post(onward, do="approve")
    assert market.revisions("west")[0].number == 1


def test_a_form_sent_twice_drafts_once(stalls: Flask, market: Engine) -> None:
    """It carries a key."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/params/longest")
    sent = {"do": "draft", "f_longest": "7", "reason": "Longer.", "key": "console-abcdef"}
    first = clerk.post("/profiles/west/params/longest", **sent)
    again = clerk.post("/profiles/west/params/longest", **sent)
    assert first.headers["Location"] == again.headers["Location"]
    assert len(market.drafts("west")) == 1
    checking.wait(market, market.drafts("west")[0].ref)


def test_what_was_looked_at_is_what_is_changed(stalls: Flask, market: Engine) -> None:
    """Where other rules have come into force meanwhile, it is said instead."""
    clerk = visitor(stalls, "he")
    clerk.get("/profiles/west/params/longest")
    market.tune("west", {"longest": 6}, by="he")
    sent = {"do": "draft", "f_longest": "7", "reason": "Longer.", "revision": "1"}
    answer = clerk.post("/profiles/west/params/longest", **sent)
    assert answer.status_code == 422
    assert market.drafts("west") == ()


def test_another_profile_is_drafted_as_a_whole(stalls: Flask, market: Engine) -> None:
    """A profile that has no way to change would end all change: the choice is among the shelf's."""
    clerk = visitor(stalls, "he")
    text = clerk.get("/profiles/west/profile").text
    assert "resource-scarce-rural" in text
    answer = clerk.post("/profiles/west/profile", do="draft", profile="no-such", reason="Try it.")
    assert answer.status_code == 422
    assert "Choose a profile" in answer.text


def test_who_acts_as_nobody_looks_and_tries(stalls: Flask, market: Engine) -> None:
    """Without a member nothing is drafted, and the page says so before."""
    looker = visitor(stalls, "looker")
    text = looker.get("/profiles/west/params/longest").text
    assert "acts as no member" in text
    assert 'value="draft"' not in text
    looker.post("/profiles/west/params/longest", do="draft", f_longest="7", reason="Longer.")
    assert market.drafts("west") == ()


PAGES = (
    "", "versions", "flows", "flows/permit", "flows/permit?rules=1", "coverage", "changes",
    "params", "params/longest", "tables/fees", "profile",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_page_is_whole(stalls: Flask, page: str, language: str) -> None:
    """One heading, and nothing but the id of what has no words."""
    answer = visitor(stalls, "he", language).get(f"/profiles/west/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert " style=" not in answer.text
    assert "%(" not in answer.text


@pytest.mark.parametrize("page", [*PAGES, "changes/_1", "versions?before=0"])
def test_another_communitys_rules_are_not_there(stalls: Flask, page: str) -> None:
    """Not even that they are is told."""
    assert visitor(stalls, "yan").get(f"/profiles/west/{page}").status_code == 404


@pytest.mark.parametrize("page", ["params/none", "tables/none", "flows/none", "changes/none"])
def test_what_is_not_there_is_not_found(stalls: Flask, page: str) -> None:
    """And nothing worse."""
    assert visitor(stalls, "he").get(f"/profiles/west/{page}").status_code == 404


def test_versions_say_what_each_changed(stalls: Flask, market: Engine) -> None:
    """In plain words, newest first."""
    market.tune("west", {"longest": 6}, by="he")
    text = visitor(stalls, "he").get("/profiles/west/versions").text
    assert text.index("Version 2") < text.index("Version 1")
    assert "Longest permit: 6 days instead of 5" in text


def test_who_may_not_draft_is_told_why(house: Served) -> None:
    """A refusal is said with its reason, and what was written is still there."""
    visitor = Visitor(house.app)
    visitor.sign_in("li")
    page = "/profiles/xinqi/params/own_task_days"
    visitor.get(page)
    said = {"f_own_task_days": "21", "reason": "Two weeks are too short."}
    answer = visitor.post(page, do="draft", **said)
    assert answer.status_code == 422
    assert "committee" in answer.text.partition("<main")[2]
    assert "Two weeks are too short." in answer.text


def test_what_a_value_stands_on_is_said_in_the_readers_language(app: Flask) -> None:
    """Beside params and tables, and where one of them is changed."""
    for page in ("/profiles/xinqi/", "/profiles/xinqi/params/appeal_window"):
        chinese, english = (visitor(app, "li", lang).get(page).text for lang in ("zh", "en"))
        assert "默认值（参照《村民委员会组织法》第 14 条）：国家没有统一规定" in chinese
        assert "no national number" not in chinese
        assert "no national number" in english and "compare Villagers" in english


@pytest.fixture
def permits(market: Engine, tmp_path: Path) -> list[str]:
    """Return two open permits, after a release in which their state is called otherwise."""
    market.register("ma", home="west")
    said = {"size": "small", "days": 2}
    found = [market.open("permit", community="west", by="ma", data=said).task for _ in range(2)]
    folder = tmp_path / "other" / "market"
    folder.mkdir(parents=True)
    text = (PACK / "market" / "profile.yaml").read_text(encoding="utf-8")
    (folder / "profile.yaml").write_text(text.replace("asked", "heard"), encoding="utf-8")
    market.install(folder, "west", by="he")
    return found


def sent(who: Visitor, engine: Engine, do: str, **fields: str) -> str:
    """Press a button, and wait until it is done; returns the page."""
    who.get(MIGRATION)
    answer = who.post(MIGRATION, do=do, **fields)
    assert answer.status_code == 303, answer.text
    work = moving.of(engine, "west")
    assert work is not None
    assert work.ended.wait(60)
    return who.get(MIGRATION).text


def test_who_would_stay_is_named_before_anything_is_done(
    stalls: Flask, market: Engine, permits: list[str]
) -> None:
    """A look changes nothing; a state that is missing is chosen there, and they go on and back."""
    clerk = visitor(stalls, "he")
    assert MIGRATION in clerk.get("/profiles/west/").text
    text = sent(clerk, market, "look")
    assert "The state “Asked” is not there any more." in text
    assert all(f"/tasks/west/{name}" in text for name in permits)
    states = {"state.permit.asked": "heard"}
    text = sent(clerk, market, "look", **states)
    assert "Tasks that would stay" not in text
    before = [market.task(f"west/{name}").release for name in permits]
    assert market.profile("west").hash not in before
    assert clerk.post(MIGRATION, do="go", **states).status_code == 422
    text = sent(clerk, market, "go", why="Other words", **states)
    assert "<dt>Went on</dt><dd>2</dd>" in text
    assert [market.task(f"west/{name}").state for name in permits] == ["heard"] * 2
    text = sent(clerk, market, "back", why="It was better")
    assert "<dt>Went back</dt><dd>2</dd>" in text
    assert [market.task(f"west/{name}").release for name in permits] == before


def test_an_account_that_acts_as_nobody_only_reads(stalls: Flask, permits: list[str]) -> None:
    """It is shown no button, and what it sends is refused."""
    looker = visitor(stalls, "looker", "zh")
    text = looker.get(MIGRATION).text
    assert "适用旧版本的未结事项" in text
    assert 'name="do"' not in text
    assert looker.post(MIGRATION, do="go", why="so").status_code == 422


def test_a_neighbours_tasks_are_not_there(stalls: Flask, permits: list[str]) -> None:
    """Whoever has no power in a community is told that it does not exist."""
    assert visitor(stalls, "yan").get(MIGRATION).status_code == 404


class _Ending(threading.Event):
    """Says that it goes on when it is asked first, and that it has ended ever after."""

    asked = False

    def is_set(self) -> bool:
        """Tell whether it has ended."""
        before, self.asked = self.asked, True
        return before


def test_what_ends_while_its_page_is_written_is_shown_as_going_on(
    stalls: Flask, market: Engine
) -> None:
    """Such a page says that it goes on, and looks again; the next one says what came of it."""
    work = moving.Work("look", {}, ended=_Ending())
    moving._works.setdefault(market, {})["west"] = work
    assert "are being looked through" in visitor(stalls, "he").get(MIGRATION).text
