"""YAML with places: what is read, what is refused, and where."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput, Place
from xiangyue.profile import source
from xiangyue.profile.source import Node, parse, read

VILLAGE = """\
profile: village   # 村
roles:
  cadre: {title: 村干部, level: 2}
steps:
  - open
  - {do: assign}
"""


def plain(text: str) -> Any:
    """Parse and drop the places."""
    return parse(text.encode(), "f.yaml").plain()


def refusal(text: str | bytes) -> BadInput:
    """Return why a text is refused, once it is said well in both languages."""
    with pytest.raises(BadInput) as caught:
        parse(text.encode() if isinstance(text, str) else text, "f.yaml")
    return said(caught.value)


def said(error: BadInput) -> BadInput:
    """Check that sentence and mend are there in both languages."""
    for lang, stop in (("en", "."), ("zh", "。")):
        assert error.text(lang).endswith(stop)
        assert error.mend(lang).endswith(stop)
    return error


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run with libyaml, and without it."""
    if not hasattr(yaml, request.param):
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(source, "_LOADER", getattr(yaml, request.param))
    yield


@pytest.mark.parametrize(
    ("line", "column", "character"),
    [
        ("start：called", 6, "："),
        ("title: {en: A，zh: 甲}", 14, "，"),
        ("title: ｛en: A, zh: 甲}", 8, "｛"),
        ("title: {en：A, zh: 甲}", 11, "："),
    ],
)
def test_full_width_marks_are_named(line: str, column: int, character: str) -> None:
    """A colon, comma or bracket of Chinese writing is said as what it is, where it stands."""
    with pytest.raises(BadInput) as caught:
        parse(f"profile: a\n{line}\nlanguages: [en]\n".encode(), "p.yaml")
    assert str(caught.value.place) == f"p.yaml:2:{column}"
    assert f"全角“{character}”" in caught.value.text("zh").replace("冒号", "")


def test_every_value_knows_its_place() -> None:
    """Values, names and items are found by path, with line and column."""
    node = parse(VILLAGE.encode(), "v.yaml")
    assert node.plain() == {
        "profile": "village",
        "roles": {"cadre": {"title": "村干部", "level": 2}},
        "steps": ["open", {"do": "assign"}],
    }
    level = node.get("roles", "cadre", "level")
    assert level == Node(2, Place("v.yaml", 3, 30))
    assert node.place_of("roles", "cadre", "level") == Place("v.yaml", 3, 23)
    assert node.place_of("steps", 1) == Place("v.yaml", 6, 5)
    assert node.place_of("steps", 1, "do") == Place("v.yaml", 6, 6)
    assert [name for name, _ in node.items()] == ["profile", "roles", "steps"]
    assert list(level.items()) == []


def test_a_missing_step_gives_none_and_the_nearest_place() -> None:
    """A wrong path is no error: linters ask for what may not be there."""
    node = parse(VILLAGE.encode(), "v.yaml")
    for path in (("rules",), ("steps", 2), ("steps", -1), ("steps", "do"), ("profile", "x"), (0,)):
        assert node.get(*path) is None
    assert node.get("nowhere", "at", "all") is None
    assert node.place_of() == Place("v.yaml", 1, 1)
    assert node.place_of("roles", "cadre", "titel", "en") == Place("v.yaml", 3, 3)


def test_a_tree_goes_between_processes() -> None:
    """Nodes survive pickling with their places."""
    node = parse(VILLAGE.encode(), "v.yaml")
    again = pickle.loads(pickle.dumps(node))
    assert again == node
    assert again.keys == node.keys


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(word, None) for word in ("", "~", "null", "Null", "NULL")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[("0", 0), ("-0", 0), ("+12", 12), ("-19", -19), ("010", 10), ("0o17", 15)],
        *[("0x1F", 31), ("9" * 18, 10**18 - 1), ("-" + "9" * 18, 1 - 10**18)],
        *[("1.", 1.0), (".5", 0.5), ("-2.50", -2.5), ("1e3", 1000.0), ("+12e-3", 0.012)],
        *[("1.e+2", 100.0), ("6.02E23", 6.02e23), ("1e-999", 0.0)],
        *[
            (word, word)
            for word in (
                *("no", "on", "yes", "off", "y", "nULL", "tRUE", "22:00", "1:30:00", "2026-09-28"),
                *("2026-09-28T09:00+08:00", "2wd", "1_000", "0b1", "0o8", "0x", "0xG", "-0x1"),
                *("+0o7", ".", "-.", "..5", "1e", "e3", "1.2.3", "-.nan", "+.NaN", ".Nan", ".iNF"),
                *("+", "--1", "١٢", "1²", "<<", "a#b", "a:b", "x y"),
            )
        ],
        *[(quoted, quoted[1:-1]) for quoted in ('"1"', "'true'", '""', "'~'", '".inf"', "'<<'")],
        ("|\n  10", "10"),
        (">\n  null", "null"),
        ('"\\t\\n\\x41\\u4e2d\\U0001F600"', "\t\nA中😀"),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    """Only what looks like JSON's values is anything but text."""
    found = plain(f"a: {text}")["a"]
    assert found == value
    assert type(found) is type(value)


def test_names_are_text_as_written() -> None:
    """What YAML 1.1 took for truth values and dates are names like others."""
    text = "no: 1\non: 2\n2026-09-28: 3\n'1': 4\n\"<<\": 5\n村: 6\n22:00: 7\n"
    assert list(plain(text)) == ["no", "on", "2026-09-28", "1", "<<", "村", "22:00"]


@pytest.mark.parametrize(
    "text",
    ["\ufeffa: 1", "%YAML 1.2\n---\na: 1\n...\n", "a: 1\r\n", "# c\n\n---\na: 1 # d", "{a: 1}"],
)
def test_harmless_forms_are_read(text: str) -> None:
    """A byte order mark, a version line, Windows line ends and comments change nothing."""
    assert plain(text) == {"a": 1}


def test_an_alias_shares_the_anchored_node() -> None:
    """Values, lists and mappings can be repeated, and keep the place where they were written."""
    node = parse(b"a: &x {b: [1]}\nc: *x\nd: &y 2\ne: [*y, *x]\n", "f.yaml")
    assert node.plain() == {"a": {"b": [1]}, "c": {"b": [1]}, "d": 2, "e": [2, {"b": [1]}]}
    assert node.get("c") is node.get("a")
    assert node.place_of("c") == Place("f.yaml", 2, 1)


REFUSED = [
    # Characters and encodings
    ("a: 1\nb: x\x00", "yaml-control", 2, 5),
    ("村: \x07", "yaml-control", 1, 4),
    ("a: 1\r\nb: \x7f", "yaml-control", 2, 4),
    ("a: b\u2028c", "yaml-control", 1, 5),
    ("a: safe\u202eefas", "yaml-control", 1, 8),
    ("a: b\ufeff", "yaml-control", 1, 5),
    ('a: ["\\0"]', "yaml-control", 1, 5),
    ('a: "\\x85"', "yaml-control", 1, 4),
    ('a: "x\\r"', "yaml-control", 1, 4),
    ('"a\\e": 1', "yaml-control", 1, 1),
    ('a: {"b\\tc": 1}', "yaml-control-name", 1, 5),
    ("? |\n  a\n  b\n: 1", "yaml-control-name", 1, 3),
    ("a: 1\nb: {'c\td': 1}", "yaml-control-name", 2, 5),
    ('a: "\\d+"', "yaml-escape", 1, 5),
    ('a: "x\\xZZ"', "yaml-escape", 1, 6),
    (b"a: 1\nb: \xd6\xd0", "yaml-encoding", 2, 4),
    (b"\xef\xbb\xbfa: \xff", "yaml-encoding", 1, 4),
    (b"a: \xed\xa0\x80", "yaml-encoding", 1, 4),
    ("a: 村".encode("utf-16"), "yaml-utf16", 1, 1),
    (b"\xfe\xff\x00a", "yaml-utf16", 1, 1),
    ("a: 1".encode("utf-32"), "yaml-utf16", 1, 1),
    # Layout
    ("a:\n\tb: 1", "yaml-tab", 2, 1),
    ("a: 1\n  \tb: 2", "yaml-tab", 2, 3),
    ("a:\n  - b\n\t- c", "yaml-tab", 3, 1),
    ("a:\n-\tb: 1", "yaml-tab", 2, 2),
    ("a: |\n\tb", "yaml-tab", 2, 1),
    ("a:\n   b: 1\n  c: 2", "yaml-indent", 3, 3),
    (" a: 1\nb: 2", "yaml-indent", 2, 1),
    ('a: "x" y', "yaml-indent", 1, 8),
    ("a: b: c", "yaml-colon", 1, 5),
    ("a: 1\nb\nc: 2", "yaml-no-colon", 2, 1),
    ("a: 1\nb: 'c", "yaml-quote", 2, 4),
    ("a: [1,\n  2\nb: 3", "yaml-bracket", 3, 2),
    ("a: @b", "yaml-start", 1, 4),
    ("a: & b", "yaml-start", 1, 4),
    ("a: *", "yaml-start", 1, 4),
    ("a: > 5", "yaml-start", 1, 4),
    ("a: || b", "yaml-start", 1, 4),
    ("a: - b", "yaml-syntax", 1, 4),
    ("%TAG ! tag:x,2026:\n---\na: 1", "yaml-directive", 1, 1),
    ("a: 1\n...\n%YAML 1.1\n---\n", "yaml-directive", 3, 1),
    (f"a: 'b{' ' * 4000}c'", "yaml-blanks", 1, 6),
    # Documents
    ("", "yaml-empty", 1, 1),
    ("# nothing\n", "yaml-empty", 1, 1),
    ("a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
    ("- a\n", "yaml-top", 1, 1),
    ("\n text", "yaml-top", 2, 2),
    # Names
    ("a: 1\nb: 2\na: 3", "yaml-duplicate", 3, 1),
    ("a: {b: 1, 'b': 2}", "yaml-duplicate", 1, 11),
    ("1: a", "yaml-key-quotes", 1, 1),
    ("a: {true: 1}", "yaml-key-quotes", 1, 5),
    ("a: 1\n~: 2", "yaml-key-quotes", 2, 1),
    (".inf: 1", "yaml-key-quotes", 1, 1),
    (f"{'9' * 99}: 1", "yaml-key-quotes", 1, 1),
    ("a: 1\n: 2", "yaml-key-missing", 2, 1),
    ("a: {: 2}", "yaml-key-missing", 1, 5),
    ("a:\n  ? # c\n  : 2", "yaml-key-missing", 2, 4),
    ("a: !%z b", "yaml-tag", 1, 4),
    ("[a]: 1", "yaml-key-shape", 1, 1),
    ("a: {{b}}", "yaml-key-shape", 1, 5),
    ("a: &x b\n*x : 1", "yaml-key-shape", 2, 1),
    ("a: &x {b: 1}\nc:\n  <<: *x", "yaml-merge", 3, 3),
    # Values
    ("a: .inf", "yaml-endless", 1, 4),
    ("a: [1, -.INF]", "yaml-endless", 1, 8),
    ("a: .NaN", "yaml-endless", 1, 4),
    ("a: 1e400", "yaml-endless", 1, 4),
    (f"a: {10**18}", "yaml-digits", 1, 4),
    (f"a: -{'9' * 9999}", "yaml-digits", 1, 4),
    ("a: 0xFFFFFFFFFFFFFFFF", "yaml-digits", 1, 4),
    ("a: !!python/object/apply:os.system [ls]", "yaml-tag", 1, 4),
    ("a: !foo\n  b: 1", "yaml-tag", 1, 4),
    ("a: !!str 1", "yaml-tag", 1, 4),
    ("a: !", "yaml-tag", 1, 4),
    ("!x a: 1", "yaml-tag", 1, 1),
    ("a: !undeclared!x y", "yaml-tag", 1, 4),
    # Bounds and aliases
    ("a: " + "[" * 64, "yaml-deep", 1, 67),
    ("a: " + "{a: " * 64, "yaml-deep", 1, 256),
    ("a: *x", "yaml-alias-unknown", 1, 4),
    ("a: *x\nb: &x 1", "yaml-alias-unknown", 1, 4),
    ("a: &x\n  b: [*x]", "yaml-alias-self", 2, 7),
    ("&x a: &y {b: *y}", "yaml-alias-self", 1, 14),
    ("a: &x 1\nb: &x 2", "yaml-anchor-twice", 2, 4),
]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_refusals_name_their_place(text: str | bytes, code: str, line: int, column: int) -> None:
    """Each refusal says what is wrong, exactly where, and how to mend it."""
    error = refusal(text)
    assert (error.code, error.place) == (code, Place("f.yaml", line, column))
    assert str(error).startswith(f"f.yaml:{line}:{column}: ")


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("a:\n  b: 1\n  b: 2", "yaml-duplicate", {"name": "b", "line": 2, "column": 3}),
        (b"a: 1\nb: \xd6\xd0", "yaml-encoding", {"byte": "0xD6", "offset": 8}),
        (b"\xef\xbb\xbfa: \xff", "yaml-encoding", {"byte": "0xFF", "offset": 6}),
        ("a: 1".encode("utf-16"), "yaml-utf16", {"encoding": "UTF-16"}),
        ("a: 1".encode("utf-32"), "yaml-utf16", {"encoding": "UTF-32"}),
        ('a: "\\ud800"', "yaml-escape", {"escape": "\\ud800"}),
        ("a: !!str 1", "yaml-tag", {"tag": "!!str"}),
        ("a:\n  [1\nb: 3", "yaml-bracket", {"line": 2}),
        ("a: `b`", "yaml-start", {"character": "`"}),
        ("a: > 5", "yaml-start", {"character": ">"}),
        ('a: "\\0"', "yaml-control", {"character": "U+0000"}),
    ],
)
def test_refusals_name_what_they_met(
    text: str | bytes, code: str, values: dict[str, object]
) -> None:
    """The sentence can be filled in without looking into the file."""
    error = refusal(text)
    assert error.code == code
    assert values.items() <= error.values.items()


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("escape", ["\\ud800", "\\uDFFF", "\\ud83d\\ude00", "\\U0000D800"])
def test_halves_of_characters_are_refused(escape: str) -> None:
    """A surrogate could never be written to UTF-8 again."""
    assert refusal(f'a: "{escape}"').code == "yaml-escape"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF"])
def test_escapes_beyond_unicode_are_refused(escape: str) -> None:
    """Numbers above the last character are no characters."""
    assert refusal(f'a: "{escape}"').code in ("yaml-escape", "yaml-syntax")


def test_libyaml_keeps_its_own_words() -> None:
    """Whoever searches for the parser's English finds it among the values."""
    error = refusal("a: b: c")
    assert error.values["problem"] == "mapping values are not allowed in this context"


def test_long_text_is_cut_in_sentences() -> None:
    """A name of a megabyte does not fill the screen."""
    name = "a" * 500_000
    assert len(str(refusal(f"? {name}\n: 1\n? {name}\n: 2"))) < 300


def test_depth_counts_what_aliases_stand_for() -> None:
    """A chain of shallow aliases is as deep as what it stands for."""
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 80))
    error = refusal(chain)
    assert (error.code, error.place) == ("yaml-deep", Place("f.yaml", 64, 12))
    assert plain("a: " + "[" * 63 + "]" * 63)


def test_a_bomb_of_aliases_is_refused_at_the_alias() -> None:
    """Nine to the thirtieth laughs cost no more than the first hundred thousand are allowed."""
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    error = refusal(laughs)
    assert error.code == "yaml-alias-many"
    assert error.place is not None
    assert error.place.line == 6


def test_values_are_bounded() -> None:
    """A hundred thousand values are read, one more is not."""
    most = "a: [" + "1," * (source.NODE_LIMIT - 2) + "]"
    assert len(plain(most)["a"]) == source.NODE_LIMIT - 2
    error = refusal(most[:-1] + "1]")
    assert (error.code, error.place) == ("yaml-many", Place("f.yaml", 1, len(most)))


def test_size_is_bounded() -> None:
    """Two megabytes are read, one byte more is not."""
    most = b"a: 1 #" + b"x" * (source.SIZE_LIMIT - 6)
    assert parse(most, "f.yaml").plain() == {"a": 1}
    error = refusal(most + b"x")
    assert (error.code, error.place) == ("yaml-large", Place("f.yaml"))


@pytest.mark.parametrize(
    "text",
    [
        "a: '" + " " * 900_000 + "b " * 500_000 + "'",
        "a: 'x" + "\n" * 900_000 + "b\n" * 500_000 + "'",
        "".join(f"%TAG !{n}! x\n" for n in range(110_000)) + "---\na: 1\n",
        "a: " + "[" * 1_900_000,
        "- " * 900_000,
        "a: {" + "'bbbbbbbbb':" * 150_000,
        "a: 0x" + "9" * 1_900_000,
        "'a\n" * 600_000,
        "\n" * 1_900_000 + "a: \x01",
    ],
    ids=["blanks", "lines", "directives", "flow", "dashes", "names", "digits", "quotes", "control"],
)
def test_what_would_keep_the_parser_busy_is_refused(text: str) -> None:
    """Each of these is near the size limit; most would take a naive reader half a minute."""
    refusal(text)


def test_files_are_read(tmp_path: Path) -> None:
    """The path, as given, is the file of every place."""
    path = tmp_path / "村.yaml"
    path.write_text(VILLAGE, encoding="utf-8")
    assert read(path) == parse(VILLAGE.encode(), str(path))


def unreadable(path: Path) -> str:
    """Return the code with which a path is refused."""
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.place == Place(str(path))
    return said(caught.value).code


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Folders, pipes, devices and nothing at all have a clear answer each."""
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    assert unreadable(tmp_path) == "yaml-directory"
    assert unreadable(tmp_path / "pipe") == "yaml-not-file"
    assert unreadable(Path("/dev/zero")) == "yaml-not-file"
    assert unreadable(tmp_path / "none") == "yaml-missing"
    assert unreadable(tmp_path / "file" / "x") == "yaml-missing"
    assert unreadable(tmp_path / "loop") == "yaml-unreadable"
    assert unreadable(tmp_path / ("x" * 999)) == "yaml-unreadable"
    assert unreadable(tmp_path / "a\0b") == "yaml-unreadable"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """The size is asked for first."""
    path = tmp_path / "large.yaml"
    path.touch()
    os.truncate(path, 10**12)
    assert unreadable(path) == "yaml-large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    """A lack of permission is named as such."""
    path = tmp_path / "secret.yaml"
    path.touch(mode=0)
    assert unreadable(path) == "yaml-permission"


SAFE = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp"],
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
    ),
    max_size=20,
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 10**18, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | SAFE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAFE, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(SAFE, VALUES, max_size=4), st.sampled_from([None, 2]))
def test_json_reads_back_equal(data: dict[str, Any], indent: int | None) -> None:
    """Whatever JSON says, this YAML says too."""
    found = plain(json.dumps(data, ensure_ascii=False, indent=indent))
    assert found == data
    assert json.dumps(found) == json.dumps(data)


@given(st.binary(max_size=60) | st.text("ab1 \t\n\r:-?,[]{}&*!|>'\"%@#\\~<.é\x00").map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes raise anything but BadInput, and that with a place and a mend."""
    try:
        node = parse(data, "f.yaml")
    except BadInput as error:
        assert error.place is not None
        said(error)
    else:
        assert isinstance(node.plain(), dict)
