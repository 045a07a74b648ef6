"""Whose signature under an alert is trusted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from xiangyue.office import read_certificates
from xiangyue_admin.settings import ApiSettings


def trusted(settings: ApiSettings) -> tuple[Any, ...]:
    """Return the certificates that the settings name; each file is read once.

    Raises BadInput for a file that cannot be read or holds none, and Misuse where the extra
    ``alerts`` is not installed.
    """
    return _read(tuple(settings.alert_certificates))


@cache
def _read(files: tuple[str, ...]) -> tuple[Any, ...]:
    return read_certificates(map(Path, files)) if files else ()
