"""Which profiles are installed and can govern a community."""

from __future__ import annotations

from xiangyue.office import packs, shelf
from xiangyue_admin.speaking import language


def profiles_on_the_shelf() -> list[tuple[str, str]]:
    """Return the installed profiles that govern a community by themselves, with their titles."""
    found = shelf(packs())
    return [(name, one.title.of(language()) or name) for name, one in found.items() if one.flows]
