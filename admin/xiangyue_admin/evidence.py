"""Photos that show what was done: bounded, without what a camera writes into them, and kept apart.

The engine keeps a reference by content in the task's field; whoever may not know the field may not
see the photo, and when the field's value has been destroyed the photo goes too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from xiangyue import Engine, Misuse
from xiangyue_admin.accounts.tables import photo
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.speaking import _

LARGEST: Final = 5 * 1024 * 1024  # bytes
_A_DAY: Final = 24 * 3_600_000_000  # microseconds
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_TYPES: Final = {_JPEG: "image/jpeg", _PNG: "image/png"}
_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs"}
)
_AT_ONCE: Final = 50


class Photos:
    """The photos of one store, in a table beside the engine's."""

    def __init__(self, engine: Engine) -> None:
        """Keep photos beside the rows of this engine."""
        self._engine = engine
        self._looked_at = ("", "", "")

    def keep(self, community: str, task: str, content: bytes, by: str) -> str:
        """Keep a photo; returns the reference for the task's field.

        Raises ValueError with one sentence for what is too large or no photo.
        """
        kind, plain = clean(content)
        ref = f"photo:{hashlib.sha256(plain).hexdigest()}"
        row = {"community": community, "task": task, "ref": ref}
        self.sweep()
        with self._engine.sql.begin() as connection:
            again = photo.update().filter_by(**row).values(at=micros())
            if not connection.execute(again).rowcount:
                more = {"type": kind, "content": plain, "by": by, "at": micros()}
                connection.execute(photo.insert().values(**row, **more))
        return ref

    def get(self, community: str, task: str, ref: object) -> tuple[bytes, str] | None:
        """Return a photo and its type; None where there is none."""
        with self._engine.sql.connect() as connection:
            row = connection.execute(
                sa.select(photo.c.content, photo.c.type).filter_by(
                    community=community, task=task, ref=str(ref)
                )
            ).one_or_none()
        return (bytes(row[0]), str(row[1])) if row else None

    def sweep(self) -> None:
        """Look at the next few photos, and drop those that no field names a day after they came.

        Each call goes on where the last one ended, so that all are looked at in turn.
        """
        keys = photo.c.community, photo.c.task, photo.c.ref
        after = sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, self._looked_at))
        following = sa.select(*keys).where(after).order_by(*keys).limit(_AT_ONCE)
        with self._engine.sql.connect() as connection:
            found = [(row[0], row[1], row[2]) for row in connection.execute(following)]
        self._looked_at = found[-1] if len(found) == _AT_ONCE else ("", "", "")
        unnamed = [one for one in found if not self._named(*one)]
        if not unnamed:
            return
        one = sa.and_(*(key == sa.bindparam(f"its_{key.name}") for key in keys))
        old = photo.delete().where(one, photo.c.at < micros() - _A_DAY)
        with self._engine.sql.begin() as connection:
            names = [f"its_{key.name}" for key in keys]
            connection.execute(old, [dict(zip(names, key, strict=True)) for key in unnamed])

    def _named(self, community: str, task: str, ref: str) -> bool:
        try:
            return ref in self._engine.task(f"{community}/{task}").data.values()
        except Misuse:
            return False


def clean(content: bytes) -> tuple[str, bytes]:
    """Return a photo's type, and the photo without place, time and device.

    Raises ValueError with one sentence for what is too large or no photo.
    """
    if len(content) > LARGEST:
        raise ValueError(_("The photo is too large: at most 5 MB."))
    for mark, kind in _TYPES.items():
        if content.startswith(mark):
            try:
                parts = _of_jpeg(content) if mark == _JPEG else _of_png(content)
                return kind, b"".join(parts)
            except IndexError:
                break
    raise ValueError(_("Only a photo in JPEG or PNG can be taken."))


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    """Yield a JPEG's parts; of what cameras write into it, only which side is up."""
    yield content[:2]
    at = 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        mark, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big") + 2
        part = content[at : at + size]
        if len(part) != size or size < 4:
            raise IndexError
        if mark == 0xE1:
            yield _upright(part)
        elif not (0xE2 <= mark <= 0xEF or mark == 0xFE) or mark == 0xEE or part[4:8] == b"ICC_":
            yield part
        at += size
    if content[at] != 0xFF:
        raise IndexError
    yield content[at:]


def _upright(part: bytes) -> bytes:
    """Return an Exif part with nothing in it but the orientation; empty where that is not said."""
    tiff = part[10:]
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if part[4:10] != b"Exif\0\0" or order is None:
        return b""

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for n in range(min(number(first, 2), 100)):
        entry = first + 2 + 12 * n
        if number(entry, 2) == 0x0112 and 1 <= number(entry + 8, 2) <= 8:
            turned = number(entry + 8, 2).to_bytes(2, "big")
            ifd = b"\0\1\1\x12\0\3\0\0\0\1" + turned + b"\0\0\0\0\0\0"
            body = b"Exif\0\0MM\0*\0\0\0\x08" + ifd
            return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    return b""


def _of_png(content: bytes) -> Iterator[bytes]:
    """Yield a PNG's parts that make up the picture."""
    yield content[:8]
    at = 8
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big") + 12
        name, part = content[at + 4 : at + 8], content[at : at + size]
        if len(part) != size:
            raise IndexError
        if name in _KEPT_CHUNKS:
            yield part
        if name == b"IEND":
            return
        at += size
    raise IndexError
