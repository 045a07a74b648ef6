"""Profiles that extend others: what wins, where it came from, and what cannot be resolved."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import Misuse
from xiangyue.profile import Composed, parse, read, resolve
from xiangyue.profile.compose import DEPTH

Resolve = Callable[..., Composed]


@pytest.fixture
def composed(tmp_path: Path) -> Resolve:
    """Return a way to resolve the last of several profiles, given as texts by name."""

    def find(name: str) -> Path:
        file = tmp_path / name
        if not file.exists():
            raise Misuse("profile-unknown", name=name, known="-", hint={"en": "", "zh": ""})
        return file

    def compose(**texts: str) -> Composed:
        for name, text in texts.items():
            (tmp_path / name).write_text(f"profile: {name}\n{text}\n", encoding="utf-8")
        return resolve(read(tmp_path / list(texts)[-1]), find)

    return compose


def plain(result: Composed) -> Any:
    """Return the merged document of a profile in which nothing is wrong."""
    assert result.findings == ()
    return result.root.plain()


def codes(result: Composed) -> list[str]:
    """Return the codes of what is wrong."""
    return [finding.code for finding in result.findings]


def file_of(result: Composed, *path: str | int) -> str:
    """Return the name of the file in which a value was written."""
    node = result.root.get(*path)
    assert node
    return Path(node.place.file).name


def test_mappings_merge_and_the_later_value_wins(composed: Resolve) -> None:
    """Scalars and lists are replaced, keys are added after those there are."""
    result = composed(
        a="languages: [en, zh]\nroles: {x: {at: village, literacy: 1}, y: {at: grid}}",
        b="extends: [a]\nlanguages: [en]\nroles: {z: {at: grid}, x: {literacy: 2}}",
    )
    assert plain(result) == {
        "profile": "b",
        "languages": ["en"],
        "roles": {"x": {"at": "village", "literacy": 2}, "y": {"at": "grid"}, "z": {"at": "grid"}},
    }
    assert list(result.root.plain()["roles"]) == ["x", "y", "z"]


def test_every_value_keeps_its_file(composed: Resolve) -> None:
    """What was inherited points to the parent, what was written here points here."""
    result = composed(
        a="roles: {x: {at: village, literacy: 1}}", b="extends: [a]\nroles: {x: {literacy: 2}}"
    )
    assert file_of(result, "roles", "x", "at") == "a"
    assert file_of(result, "roles", "x", "literacy") == "b"
    assert Path(result.root.place_of("roles", "x", "at").file).name == "a"
    assert [Path(layer.place.file).name for layer in result.layers] == ["a", "b"]


def test_a_text_may_gain_a_language(composed: Resolve) -> None:
    """A profile of nothing but translations is possible."""
    result = composed(
        a="roles: {x: {title: {en: X}}}", b="extends: [a]\nroles: {x: {title: {zh: 某}}}"
    )
    assert plain(result)["roles"]["x"]["title"] == {"en": "X", "zh": "某"}


def test_the_title_is_inherited_whole_or_not_at_all(composed: Resolve) -> None:
    """Two profiles' names never mix."""
    parent = "title: {en: A, zh: 甲}"
    assert plain(composed(a=parent, b="extends: [a]"))["title"] == {"en": "A", "zh": "甲"}
    child = "extends: [a]\ntitle: {en: B}"
    assert plain(composed(a=parent, b=child))["title"] == {"en": "B"}


@pytest.mark.parametrize(
    ("address", "parent", "child"),
    [
        ("due", "{field: day, basis: '[D]'}", "{after: 2d, basis: project default}"),
        ("due", "2d", "{after: 3d, basis: project default}"),
        ("open.when", "{rule: 'true', otherwise: {en: No}}", "{rule: 'false'}"),
    ],
)
def test_one_value_is_taken_whole(composed: Resolve, address: str, parent: str, child: str) -> None:
    """Half of one deadline or guard and half of another make no sense."""
    before, after = ("{" + address.replace(".", ": {") + f": {v}" for v in (parent, child))
    close = "}" * (address.count(".") + 1)
    result = composed(
        a=f"flows: {{f: {before}{close}}}", b=f"extends: [a]\nflows: {{f: {after}{close}}}"
    )
    expected = parse(f"v: {child}".encode(), "v").plain()["v"]
    found = result.root.get("flows", "f", *address.split("."))
    assert found
    assert found.plain() == expected


def test_a_state_may_be_called_due(composed: Resolve) -> None:
    """What is one value follows from the language and not from its key."""
    result = composed(
        a="flows: {f: {states: {due: {final: true}}}}",
        b="extends: [a]\nflows: {f: {states: {due: {pause: true}}}}",
    )
    assert plain(result)["flows"]["f"]["states"]["due"] == {"final": True, "pause": True}


def test_without_and_replace(composed: Resolve) -> None:
    """What is inherited can be left out, added anew, or stood in for as a whole."""
    result = composed(
        a="roles: {x: {at: grid}, y: {at: grid, literacy: 1}, z: {at: grid, literacy: 1}}",
        b="extends: [{profile: a, without: [roles.x, roles.y], replace: [roles.z]}]\n"
        "roles: {y: {literacy: 2}, z: {literacy: 2}}",
    )
    assert plain(result)["roles"] == {"z": {"literacy": 2}, "y": {"literacy": 2}}


def test_an_address_may_hold_dots(composed: Resolve) -> None:
    """What a mode sets is itself known by an address."""
    result = composed(
        a="modes: {e: {set: {flows.f.paused: true, flows.g.paused: true}}}",
        b="extends: [{profile: a, without: [modes.e.set.flows.f.paused]}]",
    )
    assert plain(result)["modes"]["e"]["set"] == {"flows.g.paused": True}


def test_a_diamond_applies_each_profile_once(composed: Resolve) -> None:
    """What one parent changed is not undone by the grandparent it shares with another."""
    result = composed(
        a="params: {p: {default: 1, unit: u}}",
        b="extends: [a]\nparams: {p: {default: 2}}",
        c="extends: [a]\nparams: {p: {unit: v}}",
        d="extends: [b, c]",
    )
    assert plain(result)["params"]["p"] == {"default": 2, "unit": "v"}
    assert [Path(layer.place.file).name for layer in result.layers] == ["a", "b", "c", "d"]


BASE = "roles: {x: {at: grid}, y: {at: grid}, z: {at: grid}}"


def test_what_one_parent_leaves_out_and_another_takes_is_there(composed: Resolve) -> None:
    """Each speaks for itself: what the two leave out both is out, in either order."""
    texts = {
        "a": BASE,
        "b": "extends: [{profile: a, without: [roles.x, roles.y]}]",
        "c": "extends: [{profile: a, without: [roles.y, roles.z]}]",
    }
    for parents in ("[b, c]", "[c, b]"):
        assert plain(composed(**texts, d=f"extends: {parents}"))["roles"] == {
            "x": {"at": "grid"},
            "z": {"at": "grid"},
        }


def test_a_whole_and_a_part_left_out_leave_the_part_out(composed: Resolve) -> None:
    """Of what one leaves out whole and the other in part, the rest is there."""
    result = composed(
        a=BASE,
        b="extends: [{profile: a, without: [roles]}]",
        c="extends: [{profile: a, without: [roles.y]}]",
        d="extends: [b, c]",
    )
    assert {*plain(result)["roles"]} == {"x", "z"}


def test_what_a_parent_leaves_out_is_not_taken_from_its_neighbour(composed: Resolve) -> None:
    """Somebody who does not know the other cannot leave out what is the other's own."""
    result = composed(
        a=BASE,
        b="extends: [a]\nroles: {own: {at: village}}",
        c="extends: [{profile: a, without: [roles]}]",
        d="extends: [b, c]",
    )
    assert {*plain(result)["roles"]} == {"x", "y", "z", "own"}


def test_a_profile_leaves_out_what_several_parents_bring(composed: Resolve) -> None:
    """Said with one parent, it holds for what a later one builds on too."""
    result = composed(
        a=BASE,
        b="extends: [a]",
        c="extends: [a]",
        d="extends: [{profile: b, without: [roles.x]}, c]",
    )
    assert {*plain(result)["roles"]} == {"y", "z"}


def test_what_stands_instead_stands_beside_a_neighbour_too(composed: Resolve) -> None:
    """A part that one parent has replaced does not come back by the other."""
    result = composed(
        a="roles: {x: {at: grid, literacy: 1}}",
        b="extends: [{profile: a, replace: [roles.x]}]\nroles: {x: {literacy: 2}}",
        c="extends: [a]",
        d="extends: [b, c]",
    )
    assert plain(result)["roles"] == {"x": {"literacy": 2}}


def test_a_circle_is_named(composed: Resolve) -> None:
    """The finding says how the circle runs and stands where it closes."""
    result = composed(a="extends: [c]", b="extends: [a]", c="extends: [b]")
    (finding,) = result.findings
    assert finding.code == "extends-circle"
    assert finding.values["circle"] == "c → b → a → c"
    assert (Path(finding.place.file).name, finding.place.line) == ("a", 2)
    assert codes(composed(a="extends: [a]")) == ["extends-circle"]


def test_depth_is_bounded(composed: Resolve) -> None:
    """A tower of profiles may be sixteen levels high."""
    tower = {f"p{n}": f"extends: [p{n - 1}]" for n in range(1, DEPTH + 2)}
    assert codes(composed(p0="languages: [en]", **tower)) == ["extends-deep"]
    tower.popitem()
    assert plain(composed(p0="languages: [en]", **tower))["languages"] == ["en"]


def test_what_is_wrong_in_a_parent_is_found_there(composed: Resolve) -> None:
    """A parent that is unknown is shown in the child, one that cannot be read in its own file."""
    (finding,) = composed(b="extends: [base]").findings
    assert (finding.code, finding.place.column) == ("profile-unknown", 11)
    (finding,) = composed(a="roles: [", b="extends: [a]").findings
    assert Path(finding.place.file).name == "a"


@pytest.mark.parametrize(
    ("item", "code", "mend"),
    [
        ("without: [roles.cader]", "extends-no-address", "Did you mean “roles.cadre”?"),
        ("replace: [rolls.cadre.kind]", "extends-no-address", "Did you mean “roles.cadre.kinds”?"),
        (
            "without: [roles.cadre.kinds.0]",
            "extends-no-address",
            "Did you mean “roles.cadre.kinds”?",
        ),
        ("without: [zzz]", "extends-no-address", "Name an address"),
        ("without: [" + "a." * 2000 + "a]", "extends-no-address", "Name an address"),
        ("replace: [roles.cadre]", "extends-no-replacement", "Write it out"),
    ],
)
def test_an_address_must_exist(composed: Resolve, item: str, code: str, mend: str) -> None:
    """An address that leads nowhere is a mistake, and the nearest one is named."""
    result = composed(a="roles: {cadre: {kinds: [person]}}", b=f"extends: [{{profile: a, {item}}}]")
    (finding,) = result.findings
    assert finding.code == code
    assert finding.mend().startswith(mend)
    assert finding.place.line == 2


def test_names_that_are_no_names_are_left_to_the_schema(composed: Resolve) -> None:
    """Nothing but a profile's name is ever looked for in the file system."""
    for text in ("5", "[5, ../../etc, [a], {profile: ../b}]", "{a: b}"):
        assert composed(b=f"extends: {text}").findings == ()


trees = st.dictionaries(
    st.sampled_from("abcd"),
    st.recursive(
        st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2),
        lambda below: st.dictionaries(st.sampled_from("abcd"), below, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return everything in a tree that is no mapping, or an empty one."""
    if not isinstance(value, dict) or not value:
        return {path: value}
    return {p: v for key, below in value.items() for p, v in leaves(below, (*path, key)).items()}


@given(parent=trees, child=trees)
def test_nothing_is_lost_or_made_up(
    tmp_path_factory: pytest.TempPathFactory, parent: Any, child: Any
) -> None:
    """All the child says holds, all else the parent said, and each value keeps its file."""
    folder = tmp_path_factory.mktemp("pack")
    for name, tree in ("a", parent), ("b", child):
        extends = "extends: [a]\n" if name == "b" else ""
        text = f"profile: {name}\n{extends}limits: {{x: {{config: {json.dumps(tree)}}}}}\n"
        (folder / name).write_text(text, encoding="utf-8")
    config = resolve(read(folder / "b"), folder.joinpath).root.get("limits", "x", "config")
    assert config
    merged, said = leaves(config.plain()), {"a": leaves(parent), "b": leaves(child)}
    for path, value in said["b"].items():
        assert value == {} or merged[path] == value
    for path, value in merged.items():
        node = config.get(*path)
        assert node
        assert value == {} or said[Path(node.place.file).name][path] == value
