"""Files that are sent here: what kind they are, whatever they are called, and kept for an hour."""

from __future__ import annotations

import atexit
import hashlib
import io
import re
import secrets
import shutil
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import Final

from werkzeug.datastructures import FileStorage

from xiangyue_admin.speaking import _

_KEPT: Final = 3600  # seconds between looking at a sheet and taking it in
_UNPACKED: Final = 128 << 20  # bytes that a workbook may hold when it is unpacked
_PARTS: Final = 2_000
_TOKEN: Final = re.compile(r"[0-9a-f]{32}\.(xlsx|csv|json|file)")


def kind_of(content: bytes) -> str:
    """Return ``xlsx`` or ``csv``, told by the content; ValueError with a sentence for all else."""
    if not content.strip():
        raise ValueError(_("The file is empty."))
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(_("This is an old or a locked workbook. Save it as .xlsx, unlocked."))
    if content.lstrip().startswith((b"<", b"%PDF", b"{", b"\x89PNG", b"\xff\xd8")):
        raise ValueError(_("This is neither a workbook (.xlsx) nor a table in text (.csv)."))
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        if (encoding == "utf-16") != marked:
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return "csv"
    raise ValueError(_("This is neither a workbook (.xlsx) nor a table in text (.csv)."))


def _workbook(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        infos = []
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {info.filename for info in infos}:
        raise ValueError(_("This is neither a workbook (.xlsx) nor a table in text (.csv)."))
    if len(infos) > _PARTS or sum(info.file_size for info in infos) > _UNPACKED:
        raise ValueError(_("This workbook is too large. Split it into smaller ones."))
    return "xlsx"


def keep(file: FileStorage | None, owner: str) -> str:
    """Keep a file for an hour for whoever sent it; returns the token by which it is found again.

    Raises ValueError, with a sentence, for what is none or no sheet.
    """
    if file is None or not file.filename:
        raise ValueError(_("Choose a file."))
    content = file.read()
    return keep_content(content, kind_of(content), owner)


def keep_any(file: FileStorage | None, owner: str) -> str:
    """Keep a file of any kind, as ``keep`` does one of a sheet."""
    if file is None or not file.filename:
        raise ValueError(_("Choose a file."))
    content = file.read()
    if not content:
        raise ValueError(_("The file is empty."))
    return keep_content(content, "file", owner)


def keep_content(content: bytes, kind: str, owner: str) -> str:
    """Keep what was sent and looked at, for an hour; returns its token."""
    token = f"{secrets.token_hex(16)}.{kind}"
    _sweep()
    _path(token, owner).write_bytes(content)
    return token


def found(token: str, owner: str) -> Path | None:
    """Return a kept file; None where it is gone, or somebody else's."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _path(token, owner)
    return path if path.is_file() else None


def forget(token: str, owner: str) -> None:
    """Remove a kept file."""
    if _TOKEN.fullmatch(token):
        _path(token, owner).unlink(missing_ok=True)


def _path(token: str, owner: str) -> Path:
    name = hashlib.sha256(f"{owner}\0{token}".encode()).hexdigest()
    return _folder() / f"{name}.{token.rpartition('.')[2]}"


@cache
def _folder() -> Path:
    """Return a folder of this process alone, gone when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyue-"))  # readable by nobody else
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _sweep() -> None:
    """Remove what nobody came back for."""
    for file in _folder().iterdir():
        try:
            if time.time() - file.stat().st_mtime > _KEPT:
                file.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
