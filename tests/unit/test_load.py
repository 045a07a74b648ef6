"""From a folder to a profile: where it is found, what is wrong with it, where values come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyue.errors import BadInput, Misuse
from xiangyue.profile import BrokenProfile, Loaded, available, load, resolved_lines, shelf

HEAD = "title: {en: A, zh: 甲}\nlanguages: [en, zh]\n"
ROLE = "{aunt: {title: {en: Aunt, zh: 阿姨}, at: village}}"
TABLE = """tables:
  good:
    title: {en: G}
    inputs: {a: {type: integer, minimum: 1, maximum: 2}}
    outputs: {b: number}
    rows: [[1, 1], [2, 2]]
  bad:
    title: {en: B}
    inputs: {a: {type: integer, minimum: 1, maximum: 2}}
    outputs: {b: number}
    rows:
      - [1, 1]
      - [2, two]
  worse:
    title: {en: W}
    inputs: {a: {type: integer, minimum: 1, maximum: 2}}
    outputs: {b: number}
    rows:
      - [1, 1]
      - [2, 2, 3]
calendar: {timezone: Mars/Base}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a way to write a profile into a pack and get its folder."""

    def profile(name: str, text: str = "", pack: str = "pack", head: str = HEAD) -> Path:
        folder = tmp_path / pack / name
        folder.mkdir(parents=True)
        (folder / "profile.yaml").write_text(f"profile: {name}\n{head}{text}", encoding="utf-8")
        return folder

    return profile


def codes(loaded: Loaded) -> list[str]:
    """Return the codes of what was found."""
    return [finding.code for finding in loaded.findings]


def test_a_folder_becomes_a_profile(write: Write) -> None:
    """The folder, its file and its name in a pack mean the same."""
    folder = write("a", "roles: {r: {title: {en: R}}}\n")
    (folder / "scenarios.yaml").write_text("a: {}\n", encoding="utf-8")
    loaded = load(folder)
    assert loaded.findings == ()
    assert loaded.profile
    assert loaded.profile.id == "a"
    assert loaded.profile.document == loaded.resolved()
    assert loaded.files == (folder / "profile.yaml",)
    assert loaded.scenarios == (folder / "scenarios.yaml",)
    assert (
        load(str(folder)) == load(folder / "profile.yaml") == load("a", [folder.parent]) == loaded
    )


def test_what_was_loaded_is_kept_while_its_files_say_the_same(write: Write) -> None:
    """It is loaded anew where a parent changes, another stands in its place, or one is gone."""
    far = write("p", "roles: {r: {title: {en: Far}}}\n", pack="far")
    folder = write("a", head=f"extends: [p]\n{HEAD}")
    packs = [folder.parents[1] / "near", far.parent]

    def title() -> str:
        profile = load(folder, packs).profile
        return profile.roles["r"].title.of("en") if profile else "none"

    assert load(folder, packs).profile is load(folder, packs).profile
    assert title() == "Far"
    file = far / "profile.yaml"
    file.write_text(file.read_text("utf-8").replace("Far", "Farther"), encoding="utf-8")
    assert title() == "Farther"
    near = write("p", "roles: {r: {title: {en: Near}}}\n", pack="near")
    assert title() == "Near"
    (near / "profile.yaml").unlink()
    assert title() == "Farther"
    file.unlink()
    assert title() == "none"


def test_the_hash_is_of_what_it_says(write: Write) -> None:
    """A profile has the same hash however it is put together, and another when it changes."""
    write("base", "roles: {r: {title: {en: R}}}\n")
    whole = load(write("a", "roles: {r: {title: {en: R}}}\n", pack="other")).profile
    parts = load(write("a", "extends: [base]\n")).profile
    changed = load(write("a", "roles: {r: {title: {en: S}}}\n", pack="third")).profile
    assert whole and parts and changed
    assert whole.hash == parts.hash != changed.hash


def test_parents_are_found_beside_and_in_packs(write: Write, tmp_path: Path) -> None:
    """What lies beside the profile comes before the packs."""
    write("base", "help: {en: pack}\n")
    folder = write("a", "extends: [base]\n", pack="mine", head="")
    assert load(folder, [tmp_path / "pack"]).resolved()["help"] == {"en": "pack"}
    write("base", "help: {en: mine}\n", pack="mine")
    loaded = load(folder, [tmp_path / "pack"])
    assert loaded.resolved()["help"] == {"en": "mine"}
    assert loaded.profile
    assert loaded.files == (folder.parent / "base" / "profile.yaml", folder / "profile.yaml")


def test_the_working_directory_may_be_the_profile(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parents and the folder's name are found from a dot too."""
    write("base")
    monkeypatch.chdir(write("a", "extends: [base]\n", head=""))
    assert load(".").findings == load("profile.yaml").findings == ()
    assert load(Path()).files[0] == Path("../base/profile.yaml")


def test_a_name_wins_over_a_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a name means does not depend on where one happens to stand."""
    packed = write("a")
    monkeypatch.chdir(write("a", pack="mine").parent)
    assert load("a", [packed.parent]).folder == packed
    assert load("./a", [packed.parent]).folder == load("a").folder == Path("a")


def test_available_profiles(write: Write, tmp_path: Path) -> None:
    """The first pack that has a name wins; what is no profile is passed over."""
    first, second = write("a", pack="one"), write("a", pack="two")
    third = write("b", pack="two")
    (second.parent / "notes").mkdir()
    packs = [tmp_path / "one", tmp_path / "two", tmp_path / "none", first / "profile.yaml"]
    assert available(packs) == {"a": first, "b": third}


def test_a_shelf_is_read_anew_where_something_has_changed(write: Write, tmp_path: Path) -> None:
    """Be it in a parent; else it is the very same, and whatever has a mistake is not on it."""
    packs = [tmp_path / "pack", tmp_path / "other"]
    write("base")
    write("own", "extends: [base]\n", pack="other")
    first = shelf(packs)
    assert [*first] == ["base", "own"]
    assert all(shelf(packs)[name] is profile for name, profile in first.items())
    (packs[0] / "base" / "profile.yaml").write_text(f"profile: base\n{HEAD}roles: {ROLE}\n")
    second = shelf(packs)
    assert [len(one.roles) for one in second.values()] == [1, 1]
    assert all(shelf(packs)[name] is profile for name, profile in second.items())
    write("more")
    write("broken", "nonsense: 1\n")
    assert [*shelf(packs)] == ["base", "more", "own"]


@pytest.mark.parametrize("name", ["resource-scarce-rurl", "Resource-Scarce-Rural"])
def test_an_unknown_name_is_misuse(write: Write, name: str) -> None:
    """The nearest profile is named."""
    folder = write("resource-scarce-rural")
    with pytest.raises(Misuse, match="Did you mean “resource-scarce-rural”") as caught:
        load(name, [folder.parent])
    assert "是否想写" in caught.value.mend("zh")


def test_what_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    """A missing folder, an empty one, a loop of links and a broken file are each said plainly."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "empty").mkdir()
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", encoding="utf-8")
    for ref in (
        tmp_path / "none",
        tmp_path / "empty",
        loop,
        broken,
        "a\0b/c",
        tmp_path / ("x" * 999),
    ):
        with pytest.raises(BadInput) as caught:
            load(ref)
        assert caught.value.place
        assert caught.value.describe("zh")


def test_errors_of_all_files_are_found_at_once(write: Write) -> None:
    """A broken profile is no profile, and every error has its own file."""
    base = write("base", "rolls: {}\n")
    loaded = load(write("a", "extends: [base]\nintake: {backdate: soon}\n"))
    assert loaded.profile is None
    assert codes(loaded) == ["schema-pattern", "schema-unknown-key"]
    assert loaded.findings[1].place.file == str(base / "profile.yaml")
    error = BrokenProfile("a", loaded.findings)
    assert "has 2 errors; the first: “soon”" in str(error)
    assert "有 2 处错误" in error.text("zh")


def test_what_nobody_brought_is_missing_from_the_whole(write: Write) -> None:
    """A partial value without a parent's other half is found where it is written."""
    write("base")
    loaded = load(write("a", "extends: [base]\nroles:\n  r: {at: grid}\n", head=""))
    (finding,) = loaded.findings
    assert (finding.code, finding.address) == ("schema-missing-key", "roles.r.title")
    assert finding.place.line == 4


def test_a_missing_parent_is_the_only_finding(write: Write) -> None:
    """What the parent would have brought is not asked for."""
    write("base")
    loaded = load(write("a", "extends: [bose]\nroles: {r: {at: grid}}\n", head=""))
    (finding,) = loaded.findings
    assert finding.code == "profile-unknown"
    assert finding.mend().startswith("Did you mean “base”?")


def test_tables_and_calendars_are_refused_at_their_place(write: Write) -> None:
    """All that cannot be built is found at once, each with its line."""
    loaded = load(write("a", TABLE))
    assert loaded.profile is None
    places = {finding.address: finding.place.line for finding in loaded.findings}
    assert places == {
        "tables.bad.rows.1.1": 16,
        "tables.worse.rows.1": 23,
        "calendar.timezone": 24,
    }


def test_a_folder_of_another_name_is_a_warning(write: Write) -> None:
    """The profile is loaded all the same."""
    folder = write("a")
    loaded = load(folder.rename(folder.with_name("b")))
    assert loaded.profile
    assert codes(loaded) == ["profile-folder-name"]
    assert "called “b”" in str(loaded.findings[0])


def test_every_value_tells_its_origin(write: Write) -> None:
    """Each line of the resolved profile has an address, a value and a file with its line."""
    base = write("base", "roles: {r: {title: {en: R}, kinds: [person, household]}}\nflows: {}\n")
    text = (
        "extends: [base]\nroles: {r: {literacy: 3}}\nmodes: {m: {title: {en: M}, set: {a.b: 1}}}\n"
    )
    folder = write("a", text, head="")
    loaded = load(folder)
    lines = {address: (value, place) for address, value, place in resolved_lines(loaded)}
    assert lines["roles.r.kinds.1"][0] == "household"
    assert lines["flows"][0] == {}
    assert str(lines["roles.r.literacy"][1]) == f"{folder / 'profile.yaml'}:3:23"
    assert lines["languages.0"][1].file == str(base / "profile.yaml")
    assert all(loaded.origin(address) == place for address, (_, place) in lines.items())
    assert loaded.origin("modes.m.set.a.b").line == 4
    with pytest.raises(Misuse, match="Nothing stands at roles"):
        loaded.origin("roles.x")
