"""Photos as evidence: taken where the profile asks for one, cleaned, and seen by the parties."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from shifts import assigned, entered, forms, staff

from xiangyue import Engine
from xiangyue_admin import evidence
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.accounts.tables import photo
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.evidence import LARGEST, Photos, clean

PHOTO = """
fields:
  site_photo:
    title: {en: Photo of the works, zh: 现场照片}
    schema: {type: string, maxLength: 200}
    purpose: {en: Shows the result, zh: 证明结果}
    keep: 6m
    evidence: photo
flows:
  village_task:
    actions:
      finish: {asks: site_photo}
"""
PLACE = b"31.2304 N, 121.4737 E"


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> bytes:
    """Return a picture of one point that says where it was taken."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"tEXt", b"Place\0" + PLACE), (b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts) + chunk(b"IEND", b"")


def segment(mark: int, body: bytes) -> bytes:
    """Return a part of a JPEG."""
    return bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body


def jpeg() -> bytes:
    """Return the frame of a picture that lies on its side and says where it was taken."""
    turned = b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + turned + b"\0\0\0\0" + PLACE
    parts = segment(0xE0, b"JFIF\0"), segment(0xE1, exif), segment(0xFE, PLACE)
    return b"\xff\xd8" + b"".join(parts) + segment(0xDA, b"\0") + b"picture\xff\xd9"


@pytest.mark.parametrize("content", [png(), jpeg()], ids=["png", "jpeg"])
def test_nothing_is_kept_but_the_picture(content: bytes) -> None:
    """Where it was taken is gone, and what is clean stays as it is."""
    kind, plain = clean(content)
    assert PLACE in content
    assert PLACE not in plain
    assert clean(plain) == (kind, plain)


def test_a_picture_stays_upright() -> None:
    """Of what a camera has written, which side is up is kept."""
    _, plain = clean(jpeg())
    assert b"\x01\x12\0\x03\0\0\0\x01\0\x06" in plain
    assert plain.endswith(b"picture\xff\xd9")


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"\xff\xd8\xff", png()[:40], b"\xff\xd8\xff" + bytes(LARGEST)]
)
def test_what_is_no_photo_is_not_taken(content: bytes) -> None:
    """Another format, half a picture, and one that is too large."""
    with pytest.raises(ValueError, match="photo"):
        clean(content)


def test_a_photo_is_kept_with_its_task(
    app: Flask, engine: Engine, accounts: Accounts, tmp_path: Path
) -> None:
    """The task names it by its content, its parties see it, and nobody else does."""
    staff(engine, accounts, tmp_path, PHOTO)
    task = assigned(engine, sort="key")
    sun, url = entered(app, "sun"), f"/tasks/{task.ref}"

    def send(content: bytes) -> str:
        fields: dict[str, object] = {**forms(sun.get(url))[f"{url}/finish"], "f_result": "Dry"}
        fields["photo_site_photo"] = (BytesIO(content), "ditch.png")
        answer = sun.post(f"{url}/finish", **fields)
        return answer.headers.get("Location", "") or answer.text

    assert "Only a photo in JPEG or PNG can be taken." in send(b"no picture")
    assert engine.task(task).state == "assigned"
    assert "/done/" in send(png())
    assert str(engine.task(task).data["site_photo"]).startswith("photo:")
    seen = sun.get(f"{url}/photo/site_photo")
    assert (seen.mimetype, seen.data) == clean(png())
    assert f'src="{url}/photo/site_photo"' in entered(app, "he").get(url).text
    for other in ("zhao", "wang", "yi"):
        assert entered(app, other).get(f"{url}/photo/site_photo").status_code == 404
    assert sun.get(f"{url}/photo/result").status_code == 404
    engine.destroy(task, by="li", why="asked for")
    assert entered(app, "he").get(f"{url}/photo/site_photo").status_code == 404


def test_photos_that_nothing_names_are_swept_when_somebody_signs_in(
    app: Flask, engine: Engine, accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day after they came, a few each time, whatever lies before them; what is named stays."""
    staff(engine, accounts, tmp_path, PHOTO)
    monkeypatch.setattr(evidence, "_AT_ONCE", 2)
    old, photos = micros() - 25 * 3_600_000_000, Photos(engine)
    named = [assigned(engine, sort=sort).task for sort in ("key", "routine", "periodic")]
    for task in named:
        ref = photos.keep("xinqi", task, png(), "sun")
        engine.act(f"xinqi/{task}", "finish", by="sun", result="Dry", site_photo=ref)
    for task in (named[2], "~gone"):
        photos.keep("xinqi", task, jpeg(), "sun")

    def kept() -> set[tuple[str, str]]:
        with engine.sql.connect() as connection:
            return {(row.task, row.type) for row in connection.execute(sa.select(photo))}

    entered(app, "sun")
    entered(app, "sun")
    entered(app, "sun")
    assert len(kept()) == 5
    with engine.sql.begin() as connection:
        connection.execute(photo.update().values(at=old))
    for _ in range(3):
        entered(app, "sun")
    assert kept() == {(task, "image/png") for task in named}
    assert photos.keep("xinqi", named[0], png(), "sun")
    with engine.sql.connect() as connection:
        assert connection.scalar(sa.select(sa.func.max(photo.c.at))) > old
