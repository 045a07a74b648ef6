"""From a folder to a profile: read, compose, check, build, with every value's origin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from xiangyue.errors import BadInput, Misuse, Place, XiangyueError
from xiangyue.profile.build import build, table
from xiangyue.profile.check import Steps, check, hint, in_order, listed, nearest, value_place
from xiangyue.profile.check import address as written
from xiangyue.profile.compose import Composed, locate, resolve
from xiangyue.profile.finding import Finding
from xiangyue.profile.model import Profile
from xiangyue.profile.node import Node
from xiangyue.profile.schema import is_profile_id
from xiangyue.profile.source import read
from xiangyue.spelling import shown
from xiangyue.time.worktime import build_calendar

PROFILE: Final = "profile.yaml"
SCENARIOS: Final = "scenarios.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A profile as it was found; ``profile`` is None where ``findings`` holds an error.

    ``root`` is the merged document and ``files`` the files it came from, the profile's own last;
    ``scenarios`` are the files of scenarios beside them, as far as there are any.
    """

    folder: Path
    root: Node
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    profile: Profile | None
    scenarios: tuple[Path, ...]

    def resolved(self) -> dict[str, Any]:
        """Return the merged document as plain data."""
        return cast("dict[str, Any]", self.root.plain())

    def origin(self, address: str) -> Place:
        """Return where the value at an address was written; Misuse where there is none."""
        steps = locate(self.root, address)
        node = self.root.get(*steps) if steps else None
        if node is None:
            raise Misuse("profile-no-address", address=shown(address))
        return node.place


def load(ref: str | Path, packs: Sequence[Path] = ()) -> Loaded:
    """Load a profile: a folder or its profile.yaml, or the name of a profile in one of the packs.

    A pack is a folder of profile folders; the first that has a name wins, and a name wins over a
    folder of the working directory. Parents are looked for beside the profile, then in the packs.
    Raises Misuse on an unknown name and BadInput where the file cannot be read; all else that is
    wrong becomes a finding. What was flawless is kept, and is loaded again once a file of it says
    anything else.
    """
    file = _file(ref, packs)
    beside = Path(os.path.normpath(file.parent / os.pardir))
    look, own = partial(find, packs=(beside, *packs)), read(file)
    key = file.absolute(), tuple(packs)
    kept = _kept.get(key)
    if kept is None or not _stands(kept, own, look):
        composed = resolve(own, look)
        kept = _Kept(own, composed.parents, _loaded(file.parent, composed))
        if not kept.loaded.findings:
            _kept[key] = kept
            for old in list(_kept)[:-_MOST_KEPT]:
                _kept.pop(old, None)
    scenarios = tuple(file.with_name(SCENARIOS) for file in kept.loaded.files)
    return replace(kept.loaded, scenarios=tuple(file for file in scenarios if _holds(file.is_file)))


class _Kept(NamedTuple):
    """What was loaded from which files: nodes are the same as long as a file says the same."""

    own: Node
    parents: Mapping[str, Node]
    loaded: Loaded


_MOST_KEPT: Final = 64
_kept: dict[tuple[Path, tuple[Path, ...]], _Kept] = {}


def _stands(kept: _Kept, own: Node, look: Callable[[str], Path]) -> bool:
    """Tell whether the files of a profile, and those of its parents, say what they said."""
    try:
        same = (read(look(name)) is node for name, node in kept.parents.items())
        return own is kept.own and all(same)
    except XiangyueError:
        return False


def _loaded(folder: Path, composed: Composed) -> Loaded:
    findings = _judge(composed)
    profile = None
    if not _has_errors(findings):
        try:
            profile = build(composed.root.plain())
        except BadInput as error:
            findings += _refused(composed.root) or [_refusal(error, composed.root, ())]
    return Loaded(
        folder=folder,
        root=composed.root,
        files=tuple(Path(layer.place.file) for layer in composed.layers),
        findings=tuple(in_order(findings)),
        profile=profile,
        scenarios=(),
    )


def find(name: str, packs: Sequence[Path]) -> Path:
    """Return the profile.yaml of a profile in the packs; Misuse with the nearest name if none."""
    if file := _in_packs(name, packs):
        return file
    known = available(packs)
    guess = hint(nearest(name, known))
    raise Misuse("profile-unknown", name=shown(name), known=listed(sorted(known)), hint=guess)


def available(packs: Sequence[Path]) -> Mapping[str, Path]:
    """Return the folder of each profile in the packs by its name; an unreadable pack has none."""
    found: dict[str, Path] = {}
    for pack in packs:
        try:
            folders = sorted(pack.iterdir())
        except OSError:
            continue
        for folder in folders:
            if _in_packs(folder.name, [pack]):
                found.setdefault(folder.name, folder)
    return found


def resolved_lines(loaded: Loaded) -> Iterator[tuple[str, Any, Place]]:
    """Yield address, value and place of all that is written, in the order of the document.

    Values are scalars; of mappings and lists only the empty ones are yielded.
    """
    return _lines(loaded.root, ())


def _lines(node: Node, path: Steps) -> Iterator[tuple[str, Any, Place]]:
    if not isinstance(node.value, (tuple, dict)) or not node.value:
        yield written(path), node.plain(), node.place
    below: Iterable[tuple[str | int, Node]]
    below = enumerate(node.value) if isinstance(node.value, tuple) else node.items()
    for step, child in below:
        yield from _lines(child, (*path, step))


# --- finding the files ----------------------------------------------------------------------------


def _file(ref: str | Path, packs: Sequence[Path]) -> Path:
    path = Path(ref)
    word = isinstance(ref, str) and path.name == ref
    if word and (file := _in_packs(str(ref), packs)):
        return file
    if _holds(path.is_dir):
        return path / PROFILE
    if path.suffix in (".yaml", ".yml"):
        return path
    return find(str(ref), packs) if word else path / PROFILE


def _in_packs(name: str, packs: Sequence[Path]) -> Path | None:
    # Only what can be a profile's name may become a part of a path.
    files = [pack / name / PROFILE for pack in packs] if is_profile_id(name) else []
    return next((file for file in files if _holds(file.is_file)), None)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):
        return False


# --- judging what they hold -----------------------------------------------------------------------


def _judge(composed: Composed) -> list[Finding]:
    findings = [*composed.findings]
    for layer in composed.layers:
        findings += (*check(layer, "file"), *_check_folder(layer))
    # Where a part is wrong or missing, the whole lacks what it brings: no need to say so again.
    if len(composed.layers) > 1 and not _has_errors(findings):
        findings += check(composed.root, "resolved")
    return findings


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _check_folder(layer: Node) -> Iterator[Finding]:
    own = layer.get("profile")
    name = Path(os.path.normpath(Path(layer.place.file).absolute().parent)).name
    # A folder that cannot be a profile's name is nobody's way to find one.
    if own and isinstance(own.value, str) and own.value != name and is_profile_id(name):
        values = {"profile": shown(own.value), "folder": shown(name)}
        yield Finding("profile-folder-name", "warning", own.place, "profile", values)


def _refused(root: Node) -> list[Finding]:
    """Return what is wrong with each table and the calendar, which `build` refuses one by one."""
    document = root.plain()
    findings = []
    for name, data in document.get("tables", {}).items():
        try:
            table(name, data, document)
        except BadInput as error:
            path = _cell(name, data, error.values.get("row"), error.values.get("column"))
            findings.append(_refusal(error, root, path))
    try:
        build_calendar(document.get("calendar", {"timezone": "UTC"}))
    except BadInput as error:
        findings.append(_refusal(error, root, ("calendar", *error.values.get("path", ()))))
    return findings


def _cell(name: str, data: Mapping[str, Any], row: int | None, column: int | None) -> Steps:
    if row is not None:
        return ("tables", name, "rows", row, *(() if column is None else (column,)))
    columns = [(part, key) for part in ("inputs", "outputs") for key in data[part]]
    return ("tables", name, *(() if column is None else columns[column]))


def _refusal(error: BadInput, root: Node, path: Steps) -> Finding:
    return Finding(error.code, "error", value_place(root, path), written(path), error.values)
