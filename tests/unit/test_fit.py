"""Which type a community is: bands, scores, what is missing, and how far the tools may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.profile import load
from xiangyue.study.fit import (
    INDICATORS,
    Community,
    Type,
    assess,
    could_pass,
    plan,
    score,
    to_type,
)
from xiangyue.study.fit.indicators import BANDS, Band

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
NAMES = (
    "administrative-rich-urban",
    "low-participation",
    "resource-scarce-rural",
    "self-organized-urban",
)
Bands = Mapping[str, Band]


def shipped(name: str) -> Type:
    """Return the type that a shipped profile describes."""
    found = to_type(load(PACK / name).resolved())
    assert found
    return found


TYPES = {name: shipped(name) for name in NAMES}
ADMIN, LOW, RURAL, SELF = NAMES

# What the field says of each type, told again without the profiles.
DEFINED: Mapping[str, Callable[[Bands], bool]] = {
    ADMIN: lambda b: (
        b["A1"] == "high"
        and "low" not in (b["A2"], b["A3"])
        and "high" not in (b["P1"], b["P2"], b["P3"])
    ),
    RURAL: lambda b: "low" in (b["R1"], b["R2"]) or b["R4"] == "high",
    SELF: lambda b: b["O1"] == b["P2"] == b["P3"] == "high",
    LOW: lambda b: b["P2"] == b["P5"] == "low" and b["A1"] == "mid",
}


def middle(code: str, band: Band) -> float:
    """Return a value in the middle of a band."""
    one = INDICATORS[code]
    ends = {
        "mid": (one.lower, one.upper),
        "high" if one.falls else "low": (0, one.lower),
        "low" if one.falls else "high": (one.upper, one.most),
    }
    return sum(ends[band]) / 2


def village(bands: Bands, setting: str | None = None) -> Community:
    """Return a community whose indicators lie in the middle of these bands."""
    return Community("x", {code: middle(code, band) for code, band in bands.items()}, None, setting)


def made(name: str, **fit: Any) -> Type:
    """Return a type of its own."""
    found = to_type({"profile": name, "title": {"en": name}, "fit": fit})
    assert found
    return found


any_bands = st.fixed_dictionaries({code: st.sampled_from(BANDS) for code in INDICATORS})
some_bands = st.dictionaries(st.sampled_from([*INDICATORS]), st.sampled_from(BANDS))
expected = st.fixed_dictionaries(
    {"bands": st.lists(st.sampled_from(BANDS), min_size=1, max_size=2, unique=True)},
    optional={"weight": st.integers(1, 10), "either": st.sampled_from(["one", "two"])},
)
some_fit = st.dictionaries(st.sampled_from([*INDICATORS]), expected, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("code", "value", "band"),
    [
        ("A1", 0, "low"), ("A1", 39.99, "low"), ("A1", 40, "mid"), ("A1", 70, "mid"),
        ("A1", 70.01, "high"), ("A2", 12, "mid"), ("R2", 0.49, "low"), ("R2", 1, "mid"),
        ("D3", 40.1, "low"), ("D3", 40, "mid"), ("D3", 15, "mid"), ("D3", 14.9, "high"),
    ],
)  # fmt: skip
def test_the_edges_of_a_band_are_its_middle_ones(code: str, value: float, band: str) -> None:
    """“40 to 70” holds both, and where less is better the bands are the other way round."""
    assert INDICATORS[code].band(value) == band


def test_every_band_says_what_it_holds() -> None:
    """A value in the middle of each band lies in it, for all seventeen indicators."""
    assert len(INDICATORS) == 17
    for code, band in product(INDICATORS, BANDS):
        assert INDICATORS[code].band(middle(code, band)) == band
    assert [INDICATORS["D3"].range(band) for band in BANDS] == ["> 40", "15–40", "< 15"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("known_setting", [True, False])
def test_whoever_is_all_that_a_type_expects_is_that_type(name: str, known_setting: bool) -> None:
    """In every combination of the bands that it names, and with nothing else known."""
    kind = TYPES[name]
    codes = sorted(kind.codes)
    setting = (kind.setting or "urban") if known_setting else None
    for chosen in product(*(kind.wanted(code) for code in codes)):
        found = assess(village(dict(zip(codes, chosen, strict=True)), setting), [*TYPES.values()])
        assert found.best[0].type.id == name
        assert found.best[0].value == 1


@settings(max_examples=500)
@given(any_bands, st.sampled_from(["urban", "rural"]))
def test_what_defines_a_type_decides(bands: Bands, setting: str) -> None:
    """A community that is all that one definition says is that type, whatever else is so.

    Where two definitions hold, both are among the two best; a type of the other setting never is.
    """
    possible = {name for name in NAMES if TYPES[name].setting in (None, setting)}
    holds = {name for name in possible if DEFINED[name](bands)}
    found = assess(village(bands, setting), [*TYPES.values()])
    best = [one.type.id for one in found.best]
    assert {*best} <= possible
    assert holds <= {*best}
    assert not holds or best[0] in holds
    assert not found.open


@settings(max_examples=300)
@given(some_bands, some_fit)
def test_what_is_missing_never_raises_a_score(bands: Bands, fit: dict[str, Any]) -> None:
    """No score is above what it would be if all that is missing agreed, nor below the contrary."""
    kind = made("x", **fit)
    found = score(kind, bands)
    ends = []
    for agree in (True, False):
        filled = {}
        for code in kind.codes - bands.keys():
            fitting = kind.wanted(code)
            others = [band for band in BANDS if band not in fitting]
            filled[code] = fitting[0] if agree or not others else others[0]
        ends.append(score(kind, {**bands, **filled}).value)
    most, least = ends
    assert most is not None
    assert least is not None
    assert 0 <= least <= most <= 1
    assert found.value is None or least <= found.value <= most


def completions(bands: Bands, codes: frozenset[str]) -> Iterator[Bands]:
    """Fill in what is missing in every way."""
    missing = sorted(codes - bands.keys())
    for chosen in product(BANDS, repeat=len(missing)):
        yield {**bands, **dict(zip(missing, chosen, strict=True))}


@settings(max_examples=200, deadline=None)
@given(some_bands, some_fit, some_fit, st.integers(0, 99))
def test_what_is_said_to_be_sure_is_sure(
    bands: Bands, fit: dict[str, Any], other: dict[str, Any], seed: int
) -> None:
    """A type is out of reach exactly where no way to fill in what is missing brings it level."""
    leader, rival = made("a", **fit), made("b", **other)
    codes = leader.codes | rival.codes
    away = sorted(codes - bands.keys())
    Random(seed).shuffle(away)
    bands = {**bands, **dict.fromkeys(away[4:], "mid")}  # 3 ** 4 ways at most
    if codes <= bands.keys():
        assert not could_pass(rival, leader, bands)
        return
    level = [
        (score(rival, full).value or 0) >= (score(leader, full).value or 0)
        for full in completions(bands, codes)
    ]
    assert could_pass(rival, leader, bands) == any(level)


@settings(max_examples=50)
@given(some_bands, st.permutations([*TYPES.values()]))
def test_the_order_in_which_types_come_does_not_matter(bands: Bands, types: list[Type]) -> None:
    """The same community is assessed alike, however the profiles are installed."""
    assert assess(village(bands), types) == assess(village(bands), [*TYPES.values()])


def test_one_sign_of_scarcity_is_enough() -> None:
    """Little money, few staff or many who left: each alone makes a scarce village."""
    signs: tuple[Bands, ...] = ({"R1": "low"}, {"R2": "low"}, {"R4": "high"})
    for sign in signs:
        assert score(TYPES[RURAL], sign).value == 1
    assert score(TYPES[RURAL], {"R1": "mid", "R2": "mid"}).known == 0
    assert score(TYPES[RURAL], {"R1": "mid", "R2": "mid", "R4": "mid"}).value == 0


def test_a_type_of_the_other_setting_is_out_of_the_question() -> None:
    """A town is no scarce village, however little money it has; unknown, that is said."""
    bands: Bands = {"R1": "low", "R3": "high", "D1": "low"}
    town = assess(village(bands, "urban"), [*TYPES.values()])
    assert RURAL not in [one.type.id for one in town.best]
    unknown = assess(village(bands), [*TYPES.values()])
    assert unknown.best[0].type.id == RURAL
    assert "setting" in unknown.open


def test_a_type_of_which_little_is_known_comes_after() -> None:
    """One lucky indicator does not beat several of which most agree."""
    known = made("known", **{code: {"bands": ["high"]} for code in ("A1", "A2", "A3")})
    lucky = made("lucky", **{code: {"bands": ["high"]} for code in ("A1", "P1", "P2")})
    found = assess(village({"A1": "high", "A2": "high", "A3": "low"}), [known, lucky])
    assert [one.type.id for one in found.best] == ["known", "lucky"]
    assert [one.value for one in found.best] == [Fraction(2, 3), 1]
    assert found.open == ("P1", "P2")


def test_two_close_types_are_mixed_and_built_on_together() -> None:
    """The better one is named last, because what comes later in extends wins."""
    first, second = made("a", A1={"bands": ["high"]}), made("b", A1={"bands": ["mid", "high"]})
    found = assess(village({"A1": "high"}), [second, first])
    assert (found.verdict, found.extends) == ("mixed", ("b", "a"))
    far = made("b", A1={"bands": ["high"]}, A2={"bands": ["low"]})
    found = assess(village({"A1": "high", "A2": "high"}), [far, first])
    assert (found.verdict, found.extends) == ("clear", ("a",))


def test_verdicts_that_promise_nothing() -> None:
    """Where nothing fits, little is known or nothing at all, no profile is recommended."""
    kind = made("a", A1={"bands": ["high"]}, A2={"bands": ["high"]}, A3={"bands": ["high"]})
    cases: dict[str, Bands] = {
        "weak": {"A1": "high", "A2": "low", "A3": "low"},
        "thin": {"A1": "high"},
        "none": {},
    }
    for verdict, bands in cases.items():
        found = assess(village(bands), [kind])
        assert (found.verdict, found.extends) == (verdict, ())


def test_where_the_profile_does_not_match() -> None:
    """Each indicator that lies elsewhere is named, with its band and those expected."""
    found = assess(village({"O1": "low", "P2": "high", "A1": "mid"}, "rural"), [], TYPES[SELF])
    (one,) = found.mismatches
    assert (one.code, one.band, one.wanted) == ("O1", "low", ("high",))
    assert found.elsewhere
    either = assess(village({"R1": "mid", "R2": "low", "R4": "low"}), [], TYPES[RURAL])
    assert not either.mismatches
    assert not either.elsewhere


def test_people_who_can_come_before_tools_that_ask_it() -> None:
    """Paper may always begin; a step is blocked by its own needs and by the step before it."""

    def standings(**bands: Band) -> list[str]:
        return [step.standing for step in plan(bands)]

    assert standings() == ["ready", "unknown", "unknown"]
    assert standings(D1="high", D2="low", D3="high") == ["ready", "blocked", "blocked"]
    assert standings(D1="high", D2="mid", D3="high") == ["ready", "ready", "blocked"]
    assert standings(D2="high", D3="mid") == ["ready", "ready", "unknown"]
    assert standings(D1="mid", D2="high", D3="mid") == ["ready", "ready", "ready"]


def test_a_fifth_type_takes_part_by_itself(tmp_path: Path) -> None:
    """A stranger's profile needs its fit section and nothing else; children inherit one."""
    for name, more in (
        ("resettlement-estate", "fit:\n  R3: {bands: [low]}\n  P1: {bands: [low]}\n"),
        ("our-estate", "extends: [resettlement-estate]\nfit:\n  P1: {bands: [mid]}\n"),
    ):
        (tmp_path / name).mkdir()
        text = f"profile: {name}\ntitle: {{en: Estate, zh: 安置区}}\nlanguages: [en, zh]\n{more}"
        (tmp_path / name / "profile.yaml").write_text(text, "utf-8")
    fifth, child = (
        to_type(load(tmp_path / n).resolved()) for n in ("resettlement-estate", "our-estate")
    )
    assert fifth
    assert child
    assert child.wanted("R3") == ("low",)
    assert child.wanted("P1") == ("mid",)
    found = assess(village({"R3": "low", "P1": "low"}), [fifth, child, *TYPES.values()])
    assert found.best[0].type.id == "resettlement-estate"
    assert to_type(load(PACK / "base").resolved()) is None
