"""The house: which room stands on which floor, and who may import what."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]

# Top-level folder: the packages it holds.
HOUSE = {
    "engine": {"xiangyue", "xiangyue_start"},
    "plugins": {"xiangyue_channels", "xiangyue_limits"},
    "profiles": {"xiangyue_profiles"},
    "admin": {"xiangyue_admin"},
}
PACKAGES = set().union(*HOUSE.values())

# The engine's rooms, from the ground up. A room may import those of its own floor and below;
# `face` is `xiangyue/__init__.py`. A part of a room may be named apart, as `room.part`.
FLOORS = (
    (
        "errors",
        "messages",
        "text",
        "spelling",
        "time",
        "canonical",
        "frozen",
        "tables",
        "errands",
    ),
    ("values", "words", "asks", "present", "watch"),
    (
        "rules",
        "time.known_days",
        "time.public_holidays",
        "time.working_calendar",
        "time.worktime",
    ),
    ("limit", "channel", "importer", "hooks"),
    ("profile",),
    ("time.notices",),
    ("flow", "roles", "scoring", "gate", "matching"),
    ("lint", "diff", "graph", "charts", "conformance"),
    ("plugs", "journal"),
    ("storage",),
    ("audit",),
    ("decide",),
    ("work", "reach", "watch.metrics", "watch.queues", "watch.serving"),
    ("engine",),
    ("study",),
    ("exchange",),
    ("sending", "worker", "upkeep"),
    ("face",),
    ("cli", "__main__"),
    ("office",),
)

# The doors through which plugins and the console come in; `lint` of the face has a room's name.
DOORS = {"xiangyue", "xiangyue.plugs", "xiangyue.lint"}
OFFICE = {"xiangyue.office"}  # for the console, which shows what the command line prints

# What `import xiangyue` must not cost.
HEAVY = {
    "alembic",
    "apprise",
    "flask",
    "highspy",
    "holidays",
    "lxml",
    "numpy",
    "opentelemetry",
    "procrastinate",
    "prometheus_client",
    "rich",
    "shapely",
    "signxml",
    "typer",
}

LONGEST = 300

LOCAL_PATH = re.compile(r"(?<![\w.~-])/(?:work|tmp|root|farm|home/\w+|Users/\w+)/")

# The console has pages of this name.
MY_WORK = re.compile(r"[/]work/(?=[\"'?]|new\b|waiting\b)")

Imports = Mapping[str, set[str]]


@pytest.fixture(scope="module")
def imports() -> Imports:
    """Return what each module of the house imports, wherever in its text."""
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    return {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if package(module) in PACKAGES
    }


def package(module: str) -> str:
    """Return the package that holds a module."""
    return module.partition(".")[0]


def floor(module: str) -> int | None:
    """Return the floor of an engine module, counted from the ground, or None where it has none."""
    room = module.partition(".")[2] or "face"
    while room:
        for number, rooms in enumerate(FLOORS):
            if room in rooms:
                return number
        room = room.rpartition(".")[0]
    return None


def test_each_folder_holds_its_packages() -> None:
    """A stray module beside a package would be importable under a stranger's name."""
    for folder, names in HOUSE.items():
        held = {entry.name for entry in (ROOT / folder).iterdir() if entry.name != "__pycache__"}
        assert held - {"FORMATS.md", "LIMITS.md", "console.png"} == {*names, "README.md"}, folder


def test_every_room_stands_on_a_floor(imports: Imports) -> None:
    """A new room is given its floor before anything is built on it."""
    assert not [name for name in imports if package(name) == "xiangyue" and floor(name) is None]


def test_imports_only_go_down(imports: Imports) -> None:
    """No room leans on one above it."""
    upward = [
        f"{name} -> {other}"
        for name, others in imports.items()
        for other in others
        if package(name) == package(other) == "xiangyue"
        and (floor(name) or 0) < (floor(other) or 0)
    ]
    assert not sorted(upward)


def test_no_circles(imports: Imports) -> None:
    """Every module can be read after those it imports."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


def test_the_engine_knows_nobody_above_it(imports: Imports) -> None:
    """Plugins, profiles and the console are met through entry points, and Flask not at all."""
    unknown = {"flask", *PACKAGES} - {"xiangyue"}
    for name, others in imports.items():
        if package(name) == "xiangyue":
            assert not unknown & {package(other) for other in others}, name


@pytest.mark.parametrize("guest", ["xiangyue_channels", "xiangyue_limits", "xiangyue_admin"])
def test_guests_come_through_the_doors(imports: Imports, guest: str) -> None:
    """Built-ins use what strangers use: the face and `xiangyue.plugs`."""
    for name, others in imports.items():
        if package(name) == guest:
            inside = {other for other in others if package(other) in PACKAGES}
            doors = DOORS | OFFICE if guest == "xiangyue_admin" else DOORS
            assert {other for other in inside if package(other) != guest} <= doors, name


def test_profiles_import_nothing(imports: Imports) -> None:
    """The shipped profiles are data."""
    assert not [name for name in imports if package(name) == "xiangyue_profiles" and imports[name]]


def test_the_face_is_lean() -> None:
    """Importing the engine loads neither a plugin nor a part that only some calls need."""
    code = "import sys, xiangyue; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert not (HEAVY | PACKAGES - {"xiangyue"}) & set(run.stdout.split())


def test_the_face_is_short_sorted_and_typed() -> None:
    """One glance shows what the engine offers, and a type checker trusts it."""
    import xiangyue

    face = ROOT / "engine" / "xiangyue" / "__init__.py"
    assert len(face.read_text(encoding="utf-8").splitlines()) <= 40
    assert list(xiangyue.__all__) == sorted(xiangyue.__all__)
    assert all(hasattr(xiangyue, name) for name in xiangyue.__all__)
    assert face.with_name("py.typed").exists()


def test_no_module_is_too_long() -> None:
    """A longer one has parts, and each of them its name."""
    long = [
        file.relative_to(ROOT).as_posix()
        for folder in HOUSE
        for file in (ROOT / folder).rglob("*.py")
        if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST
    ]
    assert not long


def test_no_path_of_one_machine() -> None:
    """Whatever is kept here works from wherever it is cloned to."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: which files are kept is unknown")
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    kept = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [
        f"{name}:{number}: {line.strip()}"
        for name in kept.split("\0")
        if (file := ROOT / name).is_file()
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if LOCAL_PATH.search(MY_WORK.sub("", line))
    ]
    assert not found
