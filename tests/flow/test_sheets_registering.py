"""Units and members from a sheet: all of it is registered, or nothing with every bad cell named."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from desk import june, write
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from kept import kept
from sheets import Rows, Writer, write_csv, write_xlsx

from xiangyue import Engine, Misuse
from xiangyue.engine import enrolling
from xiangyue.errors import Conflict, XiangyueError
from xiangyue.exchange.sheets.member_columns import COLUMNS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.registry_lists import export_units
from xiangyue.exchange.sheets.report import Report
from xiangyue.exchange.sheets.units import import_units
from xiangyue.profile import load
from xiangyue.reach.contacting import Contact
from xiangyue.time.clock import to_micros
from xiangyue.values import Holding, replace
from xiangyue.work.enrolling import Enrolment

UNITS = [
    ["单位编号", "层级", "上级", "名称"],
    ["xinqi-1", "网格", "新启村", "一组"],
    ["xinqi", "村", "zhen", "新启村"],
    ["zhen", "乡镇", "", "新镇"],
]
HEAD = ["member", "kind", "home", "role", "at", "since", "until", "deputy", "literacy", "language"]
PHONE = Contact("sms", 1, "13800000000")
SHARED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a store that knows nothing yet."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        yield engine


@pytest.fixture
def village(engine: Engine, tmp_path: Path) -> Engine:
    """Return a store with a governed village, a grid and the township above."""
    units(engine, tmp_path, UNITS)
    engine.install(write(tmp_path), community="xinqi", now=june(1, "00:00"))
    return engine


def units(engine: Engine, folder: Path, rows: Rows, **more: Any) -> Report:
    """Import units of a CSV."""
    path = write_csv(folder / "u.csv", rows)
    return import_units(engine, path, by="li", now=june(1, "00:00"), **more)


def members(
    engine: Engine, folder: Path, rows: Rows, kind: Writer = write_csv, **more: Any
) -> Report:
    """Import members of a sheet."""
    name = "m.csv" if kind is write_csv else "m.xlsx"
    return import_members(engine, kind(folder / name, rows), **{"by": "li", "now": june(1), **more})


def row(**said: Any) -> list[Any]:
    """Return a row of the usual columns."""
    return [said.get(name, "") for name in HEAD]


def found(report: Report) -> list[str]:
    """Return where what was found, as ``2:3 sheet-id``."""
    return [f"{str(f.place).partition(':')[2]} {f.code}" for f in report.findings]


def steps(report: Report) -> dict[str, tuple[int, int]]:
    """Return how many of each kind were added and changed."""
    return dict(report.counts)


def entries(engine: Engine) -> Mapping[str, str]:
    """Return the ends of all chains."""
    return engine.heads()


def test_a_tree_is_registered_whatever_its_order(engine: Engine, tmp_path: Path) -> None:
    """Those above come first, parents may be named by their title, and again changes nothing."""
    report = units(engine, tmp_path, UNITS)
    assert (steps(report), report.written) == ({"unit": (3, 0)}, True)
    tree = {name: (u.unit_level, u.parent, u.community) for name, u in engine.units().items()}
    assert tree == {
        "zhen": ("township", None, "zhen"),
        "xinqi": ("village", "zhen", "xinqi"),
        "xinqi-1": ("grid", "xinqi", "xinqi"),
    }
    assert engine.units()["xinqi"].title == {"zh": "新启村"}
    before = entries(engine)
    assert steps(units(engine, tmp_path, UNITS)) == {}
    assert entries(engine) == before
    assert engine.verify()


def test_every_bad_cell_of_a_tree_is_named(engine: Engine, tmp_path: Path) -> None:
    """With its line and column, and nothing is written; what follows from it is not said again."""
    units(engine, tmp_path, UNITS)
    before = entries(engine)
    grid = [
        ["unit", "level", "parent", "title"],
        ["a b", "village", "", ""],
        ["c", "village", "d", ""],
        ["d", "township", "c", ""],
        ["g", "grid", "", ""],
        ["k", "vilage", "", ""],
        ["k-1", "grid", "k", ""],
        ["k", "village", "", ""],
        ["n", "village", "nowhere", ""],
        ["xinqi", "community", "zhen", "新启"],
        ["", "village", "", "x"],
        ["v", "village", "xinqi", "\x07"],
    ]
    report = units(engine, tmp_path, grid)
    assert found(report) == [
        "2:1 sheet-id",
        "3:3 sheet-circle",
        "4:2 sheet-level-order",
        "5:3 sheet-grid-alone",
        "6:2 sheet-choice",
        "8:1 sheet-twice",
        "9:3 sheet-no-unit",
        "10:2 sheet-clash",
        "10:4 sheet-clash",
        "11:1 sheet-missing",
        "12:2 sheet-level-order",
        "12:4 sheet-control",
    ]
    assert (report.steps, report.written, entries(engine)) == ((), False, before)


def test_a_dry_run_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    """It says what would be added."""
    report = units(engine, tmp_path, UNITS, dry=True)
    assert (steps(report), report.written) == ({"unit": (3, 0)}, False)
    assert engine.units() == {} and not entries(engine)


PEOPLE = [
    [*HEAD, "手机", "mail", "姓名"],
    [*row(member="lin", home="xinqi", role="窗口人员、guard", since="2026/1/1"), "", "", "林"],
    [*row(member="lin", role="clerk", since="2027-01-01", until="2027-12-31"), "", "", ""],
    [
        *row(member="an", home="新启村", role="clerk", deputy="bo", literacy="３", language="中文"),
        *("+86 138-0000-1111", "an@example.org", "安"),
    ],
    [*row(member="bo", home="xinqi-1", literacy=0), "0371-6500 1234", "", "博"],
    [*row(member="hu", kind="家庭", home="xinqi-1"), "", "", ""],
]


@pytest.mark.parametrize("kind", [write_csv, write_xlsx])
def test_members_come_with_all_that_is_said(village: Engine, tmp_path: Path, kind: Writer) -> None:
    """Roles by title or id, times by whole days, deputies further down, contacts in their order."""
    report = members(village, tmp_path, PEOPLE, kind)
    assert report.findings == ()
    assert steps(report) == {
        "member": (4, 0),
        "role": (4, 0),
        "literacy": (2, 0),
        "language": (1, 0),
        "contact": (6, 0),
    }
    with village._store.read() as reader:
        there = reader.members(["lin", "an", "bo", "hu"])
        names = {name: reader.name_of(name) for name in there}
    assert names == {"lin": "林", "an": "安", "bo": "博", "hu": None}
    assert {n: (m.kind, m.home, m.literacy) for n, m in there.items()} == {
        "lin": ("person", "xinqi", None),
        "an": ("person", "xinqi", 3),
        "bo": ("person", "xinqi-1", 0),
        "hu": ("household", "xinqi-1", None),
    }
    new_year, end = (to_micros(datetime(y, 12, 31, 16, tzinfo=UTC)) for y in (2025, 2027))
    later = to_micros(datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert set(there["lin"].holdings) == {
        Holding("clerk", "xinqi", new_year),
        Holding("guard", "xinqi", new_year),
        Holding("clerk", "xinqi", later, end),
    }
    assert there["an"].holdings == (Holding("clerk", "xinqi", to_micros(june(1)), None, "bo"),)
    assert [(c.kind, c.rank, c.address) for c in village.reach("an")] == [
        ("sms", 1, "+8613800001111"),
        ("voice", 2, "+8613800001111"),
        ("phone", 3, "+8613800001111"),
        ("mail", 4, "an@example.org"),
    ]
    assert [c.kind for c in village.reach("bo")] == ["voice", "phone"]
    assert village.language_of("an") == "zh"
    before = entries(village)
    again = members(village, tmp_path, PEOPLE, kind, dry=True)
    assert (steps(again), steps(members(village, tmp_path, PEOPLE, kind))) == ({}, {})
    assert entries(village) == before
    assert village.verify()


def test_what_a_sheet_says_anew_is_changed(village: Engine, tmp_path: Path) -> None:
    """Contacts, literacy and language follow; the old address is destroyed."""
    head = ["member", "home", "literacy", "language", "sms"]
    members(village, tmp_path, [head, ["an", "xinqi", 3, "zh", "13800001111"]])
    report = members(village, tmp_path, [head, ["an", "xinqi", 4, "en", "13800002222"]])
    assert steps(report) == {"literacy": (0, 1), "language": (0, 1), "contact": (0, 1)}
    assert [c.address for c in village.reach("an")] == ["13800002222"]
    with village._store.read() as reader:
        kept = " ".join(body for (body,) in reader.all("SELECT body FROM payload"))
        assert "13800001111" not in kept
        an = reader.member("an")
        assert an is not None and an.literacy == 4
    assert steps(members(village, tmp_path, [["member", "home"], ["an", "xinqi"]])) == {}
    assert village.verify()


def test_every_bad_cell_of_members_is_named(village: Engine, tmp_path: Path) -> None:
    """With line and column, in the order of the sheet; nothing is written."""
    village.register("ma", home="xinqi", name="Ma", roles={"clerk": "xinqi"}, since=june(1))
    before = entries(village)
    grid = [
        [*HEAD, "phone", "mail", "name"],
        [*row(member="an", home="xinqi", role="clark", literacy=9), "12x", "", ""],
        [*row(member="an", home="xinqi-1", literacy="much"), "", "a", ""],
        [*row(member="system", home="xinqi"), "", "", ""],
        [*row(member="bo", home="xinqi", role="clerk", at="zhen"), "", "", ""],
        [*row(member="bo", home="xinqi", role="clerk", at="xinqi-1", until="soon"), "", "", ""],
        [*row(member="co", kind="organization", home="xinqi", role="clerk"), "", "", ""],
        row(member="di", home="xinqi", role="clerk", since="2026-02-01", until="2026-01-01"),
        [*row(member="ed", home="xinqi", role="clerk", deputy="nobody"), "", "", ""],
        [*row(member="ed", home="xinqi", role="clerk"), "", "", ""],
        [*row(member="ma", home="xinqi-1", kind="household"), "", "", "Other"],
        row(member="fa", home="xinqi", role="clerk", until="2026-05-30"),
        [*row(member="fu", home="nowhere", since="2026-01-01", language="?"), "", "", ""],
        [*row(home="xinqi"), "", "", ""],
        [*row(member="gu"), "", "", ""],
    ]
    report = members(village, tmp_path, grid)
    assert found(report) == [
        "2:4 sheet-no-role",
        "2:9 sheet-range",
        "2:11 sheet-phone",
        "3:3 sheet-differs",
        "3:9 sheet-whole",
        "3:12 sheet-mail",
        "4:1 sheet-reserved",
        "5:5 sheet-role-level",
        "6:5 sheet-role-level",
        "6:7 sheet-date",
        "7:4 sheet-role-kind",
        "8:7 sheet-until",
        "9:8 sheet-no-member",
        "10:4 sheet-role-twice",
        "11:2 sheet-clash",
        "11:3 sheet-clash",
        "11:13 sheet-name-clash",
        "12:7 sheet-over",
        "13:3 sheet-no-unit",
        "13:10 language-tag",
        "14:1 sheet-missing",
        "15:3 sheet-missing",
    ]
    assert (report.written, entries(village)) == (False, before)
    for finding in report.findings:
        assert finding.text("zh") and finding.mend("zh")
        assert "12x" not in str(finding) and "Other" not in str(finding)


def test_a_role_that_is_held_otherwise_is_a_clash(village: Engine, tmp_path: Path) -> None:
    """From the same day until another one: nobody guesses which is right."""
    first = [HEAD, row(member="an", home="xinqi", role="clerk", since="2026-01-01")]
    members(village, tmp_path, first)
    first[1][HEAD.index("until")] = "2026-12-31"
    assert found(members(village, tmp_path, first)) == ["2:4 sheet-role-clash"]


def test_a_role_is_renewed(village: Engine, tmp_path: Path) -> None:
    """Without a first day, another last day is another time that the role is held."""
    for day, until in ((1, "2026-12-31"), (2, "2027-12-31")):
        rows = [HEAD, row(member="an", home="xinqi", role="clerk", until=until)]
        assert steps(members(village, tmp_path, rows, now=june(day)))["role"] == (1, 0)
        assert steps(members(village, tmp_path, rows, now=june(day, "12:00"))) == {}


def test_without_a_profile_it_is_said_once(engine: Engine, tmp_path: Path) -> None:
    """With the command that mends it; another profile may stand in for the check."""
    units(engine, tmp_path, UNITS)
    rows = [HEAD, *(row(member=n, home="xinqi", role="clerk") for n in ("an", "bo"))]
    report = members(engine, tmp_path, rows)
    assert found(report) == ["2:4 sheet-no-profile"]
    assert "xiangyue profile install PROFILE xinqi" in report.findings[0].mend()
    assert steps(members(engine, tmp_path, [HEAD, row(member="an", home="xinqi")]))
    desk = load(write(tmp_path)).profile
    assert steps(members(engine, tmp_path, rows, profile=desk))["role"] == (2, 0)


def test_roles_above_the_village_are_those_of_the_villages(village: Engine, tmp_path: Path) -> None:
    """What a township's people may hold, the profiles beneath it say."""
    text = (tmp_path / "desk" / "profile.yaml").read_text("utf-8")
    more = "  inspector: {title: {en: A/B, zh: 督查（镇）}, at: township}\nfields:"
    other = write(tmp_path / "other", text.replace("fields:", more, 1))
    village.install(other, community="xinqi", now=june(1, "01:00"))
    said = ("督查", "督查（镇）", "a/b")
    rows = [HEAD, *(row(member=f"m{n}", home="zhen", role=r) for n, r in enumerate(said))]
    assert steps(members(village, tmp_path, rows))["role"] == (3, 0)


def test_an_import_that_was_interrupted_goes_on(
    village: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is registered stays, the rest follows when it is run again, and nothing is twice."""
    monkeypatch.setattr(enrolling, "_BATCH", 10)
    people = [Enrolment(f"m{n}", "person", "xinqi", f"N{n}") for n in range(25)]

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        village.enrol(people, by="li", progress=stop)
    assert len(village.known_members(one.id for one in people)) == 10
    done, clashes = village.enrol(people, by="li")
    assert (len(done), clashes) == (15, [])
    assert village.enrol(people, by="li") == ([], [])
    assert village.verify()


def people(count: int, prefix: str) -> list[Enrolment]:
    """Return members with all that a list can say of them."""
    said = {"roles": (Holding("worker", "xinqi-1", 0),), "literacy": 2, "language": "zh"}
    return [
        Enrolment(f"{prefix}{n}", "person", "xinqi-1", f"N{n}", contacts=(PHONE,), **said)  # type: ignore[arg-type]
        for n in range(count)
    ]


@pytest.mark.sqlite
def test_what_is_read_does_not_grow_with_the_list(village: Engine) -> None:
    """Of forty members the store is asked as often as of four."""
    connection, asked = kept(village).writer, list[str]()
    counts = []
    for count, prefix in ((4, "a"), (40, "b")):
        asked.clear()
        connection.set_trace_callback(asked.append)
        village.enrol(people(count, prefix), by="li", now=june(1))
        connection.set_trace_callback(None)
        counts.append(sum(sql.lstrip().startswith(("SELECT", "WITH")) for sql in asked))
    assert counts[0] == counts[1] > 0
    assert village.verify()


def test_the_last_of_two_addresses_of_a_kind_stands(village: Engine) -> None:
    """The one before it is destroyed, although both came in one list."""
    (one,) = people(1, "a")
    two = replace(one, contacts=(PHONE, Contact("sms", 2, "13900000000")))
    village.enrol([two], by="li", now=june(1))
    assert [(c.rank, c.address) for c in village.reach("a0")] == [(2, "13900000000")]
    with village._store.read() as reader:
        bodies = [body for (body,) in reader.all("SELECT body FROM payload")]
    assert not [body for body in bodies if PHONE.address in body]
    assert village.verify()


def test_a_unit_that_another_process_adds_is_found(village: Engine, tmp_path: Path) -> None:
    """Whoever has looked for it in vain finds it as soon as it is there."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as other:
        with pytest.raises(Misuse, match="xinqi-9"):
            other.register("bao", home="xinqi-9", now=june(1))
        village.add_unit("xinqi-9", "grid", parent="xinqi", now=june(1))
        other.register("bao", home="xinqi-9", now=june(1))
        other.add_unit("xinqi-10", "grid", parent="xinqi", now=june(1))
        with pytest.raises(Conflict, match="xinqi-10"):
            village.add_unit("xinqi-10", "grid", parent="xinqi", now=june(1))
    assert village.verify()


def test_what_others_register_meanwhile_is_met(
    village: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same is left alone; what contradicts the list ends it, and says so."""
    monkeypatch.setattr(enrolling, "_BATCH", 1)
    people = [Enrolment(f"m{n}", "person", "xinqi") for n in range(3)]
    other = {"m1": "xinqi", "m2": "zhen"}

    def register(share: float) -> None:
        for name in other.keys() - village.known_members(other):
            village.register(name, home=other[name], now=june(1))

    with pytest.raises(Conflict) as caught:
        village.enrol(people, by="li", progress=register)
    assert (caught.value.code, caught.value.values["member"]) == ("enrol-clash", "m2")
    steps, clashes = village.enrol(people, by="li")
    assert (steps, [(c.what, c.subject, c.known) for c in clashes]) == (
        [],
        [("home", "m2", "zhen")],
    )
    with pytest.raises(Misuse):
        village.enrol(people, by="a b")


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
MEMBERS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_.]{0,11}", fullmatch=True).filter(lambda name: name != "system"),
    st.tuples(
        st.sampled_from(["", "person", "household", "organization", "家庭"]),
        st.one_of(st.just(""), NAMES),
        st.one_of(st.just(""), st.integers(0, 8)),
        st.sampled_from(["", "zh", "en", "bo-CN", "中文"]),
    ),
    max_size=6,
)
KINDS = {"": "person", "家庭": "household"}


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", [write_csv, write_xlsx])
@given(people=MEMBERS)
@tuned(max_examples=25, deadline=None, suppress_health_check=SHARED)
def test_any_valid_members_are_registered_as_they_stand(
    tmp_path: Path, kind: Writer, people: dict[str, tuple[Any, ...]]
) -> None:
    """Whatever a sheet says in order is found in the store, and a second time is not new."""
    head = ["member", "kind", "name", "literacy", "language", "home"]
    rows = [head, *([name, *said, "xinqi"] for name, said in people.items())]
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=june(1, "00:00"))
        if people:
            assert members(engine, tmp_path, rows, kind).findings == ()
            assert steps(members(engine, tmp_path, rows, kind)) == {}
        with engine._store.read() as reader:
            for name, (sort, called, literacy, language) in people.items():
                member = reader.member(name)
                assert member is not None
                assert member.kind == KINDS.get(sort, sort)
                assert member.literacy == (None if literacy == "" else literacy)
                assert (reader.name_of(name) or "") == called
                wanted = {"中文": "zh", "": None}.get(language, language)
                assert engine.language_of(name) == wanted
        assert engine.verify()


CELL = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["xinqi", "clerk", "an", "system", "2026-01-01", "=1+1", "9", "household"]),
)


@pytest.mark.sqlite
@given(grid=st.lists(st.lists(CELL, min_size=1, max_size=20), max_size=6))
@tuned(max_examples=80, deadline=None, suppress_health_check=SHARED)
def test_no_cells_raise_anything_unforeseen(tmp_path: Path, grid: list[list[str]]) -> None:
    """A report, or a sentence; whatever was found wrong, nothing was written."""
    heads = [column.en for column in COLUMNS]
    path = tmp_path / "m.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows([heads, *grid])
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=june(1, "00:00"))
        engine.install(write(tmp_path), community="xinqi", now=june(1, "00:00"))
        before = entries(engine)
        try:
            report = import_members(engine, path, by="li", now=june(1))
        except XiangyueError as error:
            assert error.describe("zh")
            assert entries(engine) == before
        else:
            assert not report.findings or entries(engine) == before


def test_a_number_that_lost_its_zeros_is_found_again(engine: Engine, tmp_path: Path) -> None:
    """A workbook makes 7 of 007; where two units would fit, neither is taken."""
    units(engine, tmp_path, [UNITS[0], ["007", "村", "", "七村"]])
    report = members(engine, tmp_path, [["member", "home"], ["a", 7]], write_xlsx)
    assert (found(report), engine.known_members(["a"])) == ([], frozenset({"a"}))
    units(engine, tmp_path, [UNITS[0], ["07", "网格", "007", ""]])
    report = members(engine, tmp_path, [["member", "home"], ["b", 7]], write_xlsx)
    assert [finding.code for finding in report.findings] == ["sheet-no-unit"]


def test_a_units_code_comes_with_the_sheet_and_goes_out_with_it(
    engine: Engine, tmp_path: Path
) -> None:
    """A blank cell says nothing, another code is a change, and outlines and other codes stay."""
    coded = [
        [*row, code] for row, code in zip(UNITS, ("区划代码", "", "330102001001", ""), strict=True)
    ]
    report = units(engine, tmp_path, coded)
    assert steps(report) == {"unit": (3, 0), "code": (1, 0)}
    ring = [(30.0, 120.0), (30.0, 120.5), (30.5, 120.5), (30.0, 120.0)]
    known = engine.places()["xinqi"]
    engine.place("xinqi", codes=[*known.codes, ("OSM", "r1")], outline=[ring], by="li")
    assert steps(units(engine, tmp_path, coded)) == {}
    coded[2][-1] = "330102001002"
    report = units(engine, tmp_path, coded, dry=True)
    assert [(one.what, one.value, one.changes) for one in report.steps] == [
        ("code", "330102001002", True)
    ]
    assert units(engine, tmp_path, coded).written
    place = engine.places()["xinqi"]
    assert place.codes == (("区划代码", "330102001002"), ("OSM", "r1"))
    assert place.outline == (tuple(ring),)
    export_units(engine, tmp_path / "out.csv", lang="zh")
    assert import_units(engine, tmp_path / "out.csv", by="li").steps == ()
    assert "330102001002" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    with Engine() as other:
        import_units(other, tmp_path / "out.csv", by="li")
        assert other.places()["xinqi"].codes == (("区划代码", "330102001002"),)


def test_a_wrong_code_keeps_back_the_whole_sheet(engine: Engine, tmp_path: Path) -> None:
    """Nothing is registered, neither units nor codes."""
    report = units(engine, tmp_path, [[*UNITS[0], "区划代码"], ["x", "村", "", "一", "3" * 65]])
    assert [finding.code for finding in report.findings] == ["sheet-long"]
    assert engine.units() == {} and engine.places() == {}
