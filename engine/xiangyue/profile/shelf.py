"""The profiles that are installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xiangyue.profile.load import available, load
from xiangyue.profile.model import Profile


def shelf(packs: Sequence[Path]) -> Mapping[str, Profile]:
    """Return the sound profiles in the packs by their names; those with a mistake are left out.

    ``load`` keeps what it has loaded, so that this is quick while the files say the same.
    """
    loaded = {name: load(name, packs).profile for name in sorted(available(packs))}
    return {name: profile for name, profile in loaded.items() if profile is not None}
