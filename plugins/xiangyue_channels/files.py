"""Files for paper: named by ids alone, and whole or not there."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from xiangyue.plugs import NotDelivered

_LONGEST = 150


def stem(*ids: str) -> str:
    """Return a file name's stem that stands for these ids, and for no others."""
    name = "+".join(quote(one, safe="@") for one in ids)
    return name if len(name) <= _LONGEST else sha256(name.encode()).hexdigest()


def write(channel: str, file: Path, text: str) -> Path:
    """Put a file in its place at once, instead of what was there.

    Raises NotDelivered, to be tried again, where the folder takes none.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as part:
                part.write(text)
                part.flush()
                os.fsync(part.fileno())
            Path(name).chmod(0o640)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise NotDelivered("channel-folder", again=True, channel=channel, detail=detail) from error
    return file
