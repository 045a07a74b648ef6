"""What the engine keeps for programs is put in words for people: days, laws, rules, numbers."""

from __future__ import annotations

import re

import pytest
from flask import Flask, g
from visitors import Visitor

from xiangyue import Engine, Profile, load
from xiangyue.plugs import packs
from xiangyue.profile import available
from xiangyue_admin import reasons, speaking
from xiangyue_admin.bases import basis
from xiangyue_admin.forms import of_field, of_param

RURAL = "resource-scarce-rural"
WORDS = re.compile(r"[A-Za-z]{3,}")


def profile(name: str = RURAL) -> Profile:
    """Return a shipped profile."""
    found = load(name, packs()).profile
    assert found is not None
    return found


@pytest.mark.parametrize(
    "write, kept, en, zh",
    [
        (speaking.written_day, "2026-12-07", "7 Dec 2026", "2026年12月7日"),
        (speaking.written_month, "2026-12", "December 2026", "2026年12月"),
        (speaking.written_week, "2026-W48", "Nov 23–Nov 29", "11月23日–11月29日"),
        (
            speaking.written_moment,
            "2026-12-07T01:30:00+00:00",
            "7 Dec 2026, 09:30",
            "2026年12月7日 09:30",
        ),
        (speaking.written_day, "soon", "soon", "soon"),
        (speaking.written_month, "2026", "2026", "2026"),
        (speaking.written_week, "W48", "W48", "W48"),
        (speaking.written_moment, "", "", ""),
    ],
)
def test_days_are_written_the_way_of_the_language(
    app: Flask, write: object, kept: str, en: str, zh: str
) -> None:
    """As they are kept they are for programs; what is none of them stays as it is."""
    for language, said in (("en", en), ("zh", zh)):
        with app.test_request_context():
            g.xiangyue_language = language
            assert write(kept) == said  # type: ignore[operator]


def test_what_is_written_of_a_field_is_for_people(app: Flask) -> None:
    """A day is a day of the language, a choice has its title, a duration its words."""
    rural = profile()
    with app.test_request_context():
        g.xiangyue_language = "zh"
        day = next(n for n, f in rural.fields.items() if f.schema.get("format") == "date")
        assert of_field(rural, day).write("2026-12-07") == "2026年12月7日"
        assert of_param(rural, "first_contact").write("48h") == "48 小时"
        assert of_param(rural, "meeting_quorum").write("two_thirds") == "三分之二"


def test_no_basis_is_english_in_a_chinese_page(app: Flask) -> None:
    """Laws have their names; a remark that is in no other language is left out."""
    said = [
        part["basis"]
        for name in available(packs())
        for room in ("params", "tables", "scoring")
        for part in profile(name).document.get(room, {}).values()
        if "basis" in part
    ]
    assert len(said) > 20
    with app.test_request_context():
        g.xiangyue_language = "zh"
        assert [one for one in said if WORDS.search(basis(one))] == []
        law = "法律依据：《村民委员会组织法》第 26 条"
        assert basis("[L:VCL 26] two thirds") == law
        both = {"en": "[L:VCL 26] two thirds [D]", "zh": "[L:VCL 26] 三分之二 [D]"}
        assert basis(both) == f"{law}：三分之二（默认值）"
        assert basis("[D] as elsewhere [L:VCL 26]") == "默认值（参照《村民委员会组织法》第 26 条）"
        g.xiangyue_language = "en"
        law = "By law: Villagers' Committees Organic Law, art. 26: two thirds"
        assert basis("[L:VCL 26] two thirds") == law


def test_a_rule_is_folded_and_its_words_stand_open(app: Flask, engine: Engine) -> None:
    """What is in the way is a sentence; how the rule is written is there for who asks for it."""
    engine.register("li", roles={"supervision_committee": "xinqi"})
    task = engine.open("village_task", by="li", community="xinqi", title="x")
    ruled = [
        (choice, reason)
        for choice in engine.preview(task, by="li")
        for reason in choice.reasons
        if reason.code in reasons.RULES
    ]
    assert ruled
    visitor = Visitor(app)
    visitor.sign_in("li")
    page = visitor.get(f"/tasks/{task.ref}").text
    with app.test_request_context():
        for choice, reason in ruled:
            said = reasons.said(reason)
            assert said.rule and str(reason.values["rule"]) not in said.text + said.mend
            assert str(reason.values["rule"]) not in reasons.sentence(reason)
            assert choice.title.of("en") in page
    assert page.count('<details class="rule">') >= len(ruled)


def test_a_task_is_found_by_its_number_as_it_is_read(engine: Engine, visitor: Visitor) -> None:
    """Without the mark that the engine puts before it."""
    task = engine.open("village_task", by="li", community="xinqi", title="x").task
    number = speaking.task_number(str(task))
    assert number.isdecimal()
    visitor.sign_in("chen")
    visitor.get("/desk/xinqi/paper")
    answer = visitor.post("/desk/xinqi/paper", number="7", task=number)
    assert answer.status_code == 303
    assert "action" in visitor.get(answer.headers["Location"]).text
