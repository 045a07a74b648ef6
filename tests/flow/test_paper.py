"""Printed sheets: for every form, in every language, safe to open, and entered once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser

from xiangyue import Conflict, Engine, Misuse, load
from xiangyue.cli import main
from xiangyue.exchange.paper.paper_form import PaperForm, paper_form, paper_form_of
from xiangyue.exchange.paper.paper_page import paper_page
from xiangyue.profile import Profile
from xiangyue.time.clock import parse_instant
from xiangyue.values import SYSTEM

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
SHIPPED = sorted(file.parent.name for file in PACK.glob("*/profile.yaml"))
CASES = [
    (name, lang)
    for name in SHIPPED
    for lang in (load(PACK / name).resolved().get("languages") or ())
]
NASTY = "<script>alert(1)</script> & \"quoted\" '\u202e' <img src=//evil.example/x>"


class Seen(HTMLParser):
    """What a browser would make of a page: its tags, what they point to, and its words."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[str] = []
        self.pointed: list[str] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and whatever it could fetch or run."""
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "style") or name.startswith("on"):
                self.pointed.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self.tags[-1:] != ["style"]:
            self.said += data


def built(name: str) -> Profile:
    """Return a shipped profile."""
    profile = load(PACK / name).profile
    assert profile is not None
    return profile


def sheets(profile: Profile) -> Iterator[PaperForm]:
    """Yield the sheet of every form that people fill in."""
    for flow in profile.flows.values():
        for action in (flow.opening, *flow.actions.values()):
            if action.by != (SYSTEM,):
                yield paper_form(profile, flow.id, action.id)


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_every_form_of_every_profile_is_printable(name: str, lang: str) -> None:
    """Each says in its language who does what, and has a place for each field and value."""
    profile = built(name)
    for form in sheets(profile):
        seen = Seen(paper_page([form], lang))
        assert {"script", "img", "link", "iframe", "form"}.isdisjoint(seen.tags)
        assert not seen.pointed
        texts = [form.title, form.help, *form.who]
        texts += [text for blank in form.blanks for text in (blank.title, blank.help)]
        for text in texts:
            assert lang in text or not text.of(), form.action.address
            assert text.of(lang) in seen.said, form.action.address
        assert form.number in seen.said
        boxes = sum(len(b.choices) + 2 * (b.kind == "yes_no") for b in form.blanks)
        assert seen.tags.count("span") == 2 * boxes


@pytest.mark.parametrize("name", SHIPPED)
def test_every_word_to_choose_is_there_in_chinese(name: str) -> None:
    """No Chinese sheet shows an id such as ``door_to_door`` where one ticks."""
    for form in sheets(built(name)):
        for blank in form.blanks:
            for value, said in blank.choices:
                assert "zh" in said or not re.search("[a-z]{2}", str(value)), blank.id


def test_a_sheet_is_large_and_fetches_nothing() -> None:
    """No type is below 14 points, all is black on white, and the page may load nothing."""
    page = paper_page([paper_form(built("base"), "complaint")], "zh")
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", page)]
    assert sizes
    assert min(sizes) >= 14
    assert {*re.findall(r"#[0-9a-f]{3,6}", page)} == {"#000", "#fff"}
    assert "default-src 'none'" in page
    assert "size: A4" in page


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the URL of the store."""
    return f"sqlite:///{tmp_path / 'here.db'}"


@pytest.fixture
def engine(store: str) -> Iterator[Engine]:
    """Return a village in which people complain and learn."""
    early = june(1, "08:00")
    with Engine(store) as engine:
        engine.add_unit("here", "community", now=early)
        engine.install("base", community="here", now=early)
        engine.register("xian", kind="organization", roles={"system_owner": "here"}, now=early)
        for name in ("ma", "lin"):
            engine.register(name, home="here", now=early)
        yield engine


def june(day: int, time: str) -> datetime:
    """Return a moment of June 2026."""
    return parse_instant(f"2026-06-{day:02}T{time}", "Asia/Shanghai")


def test_a_sheet_entered_twice_counts_once(engine: Engine) -> None:
    """By its number; with other content the second is refused as a conflict."""
    form = paper_form(engine.profile("here"), "complaint", community="here")
    for _ in range(2):
        decision = engine.open(
            "complaint",
            community="here",
            by="lin",
            on_behalf_of="ma",
            source="paper",
            occurred_at=june(1, "10:00"),
            now=june(3, "10:00"),
            key=form.number,
            complaint_about="fault",
            complaint_text="The lamp is out.",
        )
        assert decision, decision.why()
        assert decision.command.principal == "ma"
    assert len(engine.tasks("here").tasks) == 1
    with pytest.raises(Conflict):
        engine.open("complaint", community="here", by="lin", key=form.number, now=june(3, "10:00"))


def complained(engine: Engine, text: str = "The lamp is out.") -> str:
    """Let ma complain; returns the task."""
    decision = engine.open(
        "complaint",
        community="here",
        by="ma",
        title="My lamp",
        now=june(1, "10:00"),
        complaint_about="fault",
        complaint_text=text,
    )
    assert decision, decision.why()
    return decision.ref


def test_the_sheet_of_a_task_has_one_number_until_something_is_done(engine: Engine) -> None:
    """Printed twice it is the same sheet; after an answer it is another one."""
    task = complained(engine)
    first = paper_form_of(engine, task, "reply")
    assert paper_form_of(engine, task, "reply").number == first.number
    said = {"by": "xian", "now": june(2, "10:00"), "answer": "It is mended."}
    assert engine.act(task, "reply", key=first.number, source="paper", **said)  # type: ignore[arg-type]
    assert engine.act(task, "reply", key=first.number, source="paper", **said)  # type: ignore[arg-type]
    assert engine.act(task, "ask_again", by="ma", note="No.", now=june(2, "11:00"))
    second = paper_form_of(engine, task, "reply")
    assert second.number != first.number
    assert second.blanks[0].value is None
    assert paper_form_of(engine, task, "reply", viewer="xian").blanks[0].value == "It is mended."


def test_personal_words_stand_only_on_the_sheet_of_who_may_act(engine: Engine) -> None:
    """Nobody else, and no unnamed hand, sees what the task is called."""
    task = complained(engine)
    for viewer, heading in ((None, ""), ("lin", ""), ("nobody", ""), ("xian", "My lamp")):
        form = paper_form_of(engine, task, "reply", viewer=viewer)
        assert form.heading == heading
        assert ("My lamp" in paper_page([form], "en")) == bool(heading)


def test_whatever_people_write_cannot_leave_its_place(engine: Engine) -> None:
    """Markup, quotes and marks that turn text are words on paper."""
    task = complained(engine)
    said = {"now": june(2, "10:00"), "answer": NASTY.replace("\u202e", "")}
    assert engine.act(task, "reply", by="xian", **said)  # type: ignore[arg-type]
    assert engine.act(task, "ask_again", by="ma", note="No.", now=june(2, "11:00"))
    page = paper_page([paper_form_of(engine, task, "reply", viewer="xian")], "en")
    seen = Seen(page)
    assert "<script>" in seen.said
    assert {"script", "img"}.isdisjoint(seen.tags)
    assert "\u202e" not in page


def test_what_cannot_be_printed_is_refused(engine: Engine) -> None:
    """With the names that there are."""
    base = engine.profile("here")
    task = complained(engine)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: paper_form(base, "complain"),
        lambda: paper_form(base, "complaint", "answer"),
        lambda: paper_form(base, "complaint", "close"),
        lambda: paper_form_of(engine, task, "open"),
        lambda: paper_form_of(engine, "here/none", "reply"),
    )
    for attempt in attempts:
        with pytest.raises(Misuse):
            attempt()


def test_the_command_writes_sheets_with_numbers_of_their_own(
    engine: Engine, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten copies, ten numbers, ten pages; nothing is written over unasked."""
    file = tmp_path / "c.html"
    args = ["sheet", "complaint", "--community", "here", "--db", store, "-o", str(file)]
    assert main([*args, "--copies", "10", "--language", "zh", "--json"]) == 0
    numbers = orjson.loads(capsys.readouterr().out)["numbers"]
    assert len({*numbers}) == 10
    page = file.read_text("utf-8")
    assert page.count('<section class="sheet">') == 10
    assert all(number in page for number in numbers)
    assert main(args) == 2
    task = complained(engine)
    reply = ["sheet", "complaint", "reply", "--community", "here", "--db", store, "--force"]
    assert main([*reply, "--task", task, "--as", "xian", "-o", str(file)]) == 0
    assert "My lamp" in file.read_text("utf-8")
    assert main(["sheet", "complaint", "--profile", "base", "--community", "here"]) == 2
    assert main([*reply[:1], "training", "check", *reply[3:], "--task", task]) == 2
    assert "Traceback" not in capsys.readouterr().err


def words_of(name: str, flow: str, action: str = "open", lang: str = "en") -> str:
    """Return all words of a blank sheet, in their order."""
    return Seen(paper_page([paper_form(built(name), flow, action)], lang)).said


def test_what_the_engine_fills_in_is_on_no_sheet() -> None:
    """Nobody is asked to write by which hash a scheme is known, or when a first answer came."""
    base = built("base")
    for form in (
        paper_form(base, "points_adoption", "record_vote"),
        paper_form(base, "after_action_review"),
    ):
        assert not [one.id for one in form.blanks if base.fields[one.id].measure]


def test_an_opening_begins_with_the_short_question() -> None:
    """Whoever fills it in is asked in a few words first, and is called no handler."""
    said = words_of("base", "complaint", lang="zh")
    assert 0 < said.index("用几个字说明是什么事") < said.index("投诉或建议内容")
    assert "谁可以填" in said and "填写人姓名" in said
    assert "办理人" not in said and "由谁办理" not in said


def test_only_who_is_to_be_contacted_is_asked_how() -> None:
    """A matter that promises first contact asks it once, and a complaint not at all."""
    said = words_of("resource-scarce-rural", "resident_matter")
    assert said.count("How to reach you") >= 1 and "Telephone or address" not in said
    said = words_of("base", "complaint")
    assert "How to reach you" not in said and "Telephone or address" not in said


def test_a_step_on_paper_says_whom_it_is_about() -> None:
    """A visit has a line for the household, and a reply one for the matter."""
    visit = words_of("low-participation", "household_visit", "meet", "zh")
    assert visit.index("走访住户") < visit.index("其他说明")
    assert "Which matter is it about?" in words_of("base", "complaint", "reply")


def printed_by(chromium: Browser, page: str) -> bytes:
    """Return the PDF that a browser makes of a page."""
    sheet = chromium.new_page()
    sheet.set_content(page)
    printed = sheet.pdf(prefer_css_page_size=True)
    sheet.close()
    return printed


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "flow", "pages"),
    [
        ("base", "complaint", 1),
        ("resource-scarce-rural", "resident_matter", 1),
        ("base", "activation", 2),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_form_takes_no_page_for_its_box_alone(
    chromium: Browser, name: str, flow: str, pages: int, lang: str
) -> None:
    """One page where it fits, the box for whoever enters it included."""
    printed = printed_by(chromium, paper_page([paper_form(built(name), flow)], lang))
    assert len(re.findall(rb"/MediaBox", printed)) == pages


@pytest.mark.browser
def test_a_real_browser_prints_it_on_a4(chromium: Browser) -> None:
    """Each sheet begins on a page of its own, and every page is A4."""
    forms = list(sheets(built("low-participation")))
    printed = printed_by(chromium, paper_page(forms, "zh"))
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sizes) >= len(forms)
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
