"""The profiles that are installed, read anew only where one of their files has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xiangyue.profile.load import available, load
from xiangyue.profile.model import Profile

_MOST = 8  # ways to choose packs that are remembered


class _Shelf(NamedTuple):
    folders: Mapping[str, Path]
    files: Mapping[Path, bytes]
    profiles: Mapping[str, Profile]


_read: dict[tuple[Path, ...], _Shelf] = {}


def shelf(packs: Sequence[Path]) -> Mapping[str, Profile]:
    """Return the sound profiles in the packs by their names; those with a mistake are left out."""
    key, folders = tuple(packs), available(packs)
    known = _read.get(key)
    if known is None or known.folders != folders or known.files != _contents(known.files):
        loaded = {name: load(name, packs) for name in sorted(folders)}
        files = _contents(file for one in loaded.values() for file in one.files)
        found = {name: one.profile for name, one in loaded.items() if one.profile is not None}
        if len(_read) >= _MOST:
            _read.clear()
        known = _read[key] = _Shelf(folders, files, found)
    return known.profiles


def _contents(files: Iterable[Path]) -> dict[Path, bytes]:
    """Return what files hold, in short; of one that has gone, nothing."""
    return {file: _content(file) for file in files}


def _content(file: Path) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:
        return b""
