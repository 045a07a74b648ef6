"""Profiles as the command line names them: a folder, or a name in an installed pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangyue.profile import Loaded, Profile


def look_up(ref: str) -> Loaded:
    """Return the profile as it was found; raises Misuse or BadInput where it cannot be read."""
    from xiangyue.plugs import packs
    from xiangyue.profile import load

    return load(ref, packs())


def sound(ref: str) -> Profile:
    """Return a profile that lints without an error; raises BrokenProfile for any other."""
    from xiangyue.lint import require
    from xiangyue.plugs import limits

    return require(look_up(ref), limits())
