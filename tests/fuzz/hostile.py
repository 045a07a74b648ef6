"""Files that are made to do harm, to whatever reads them."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

MEGA = 1 << 20

Maker = Callable[[Path], object]


def _holding(make: Callable[[], bytes]) -> Maker:
    return lambda path: path.write_bytes(make())


def _entities() -> bytes:
    names = [f"e{n}" for n in range(30)]
    nested = "".join(f'<!ENTITY {name} "{f"&{other};" * 10}">' for other, name in pairwise(names))
    return (
        f'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY e0 "lol">{nested}]>'
        '<log><trace><string key="concept:name" value="&e29;"/>&e29;</trace></log>'
    ).encode()


def _outside(kind: str) -> bytes:
    return (
        f'<!DOCTYPE log [<!ENTITY {kind}x SYSTEM "file:///etc/hostname">]><log>&x;</log>'.encode()
    )


def _zipped(*parts: tuple[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts:
            packed.writestr(name, part)
    return file.getvalue()


def _workbook(sheet: bytes) -> bytes:
    """Return a workbook that has nothing but a sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    offices = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return _zipped(
        (
            "[Content_Types].xml",
            f'<Types xmlns="{packages}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
            "</Types>",
        ),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{offices}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1"'
            f' Type="{offices}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    )


def _far_cell() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in (1, 1048575, 1048576))
    return _workbook(
        f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


def _billion_rows() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    return _workbook(f'<worksheet xmlns="{main}"><sheetData>{row}</sheetData></worksheet>'.encode())


def _rows() -> bytes:
    rows = b'<row><c t="e"><v>#N/A</v></c></row>' * 500_000
    return _workbook(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


def _aliases() -> bytes:
    lines = ["profile: a", "a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    return "\n".join(lines).encode()


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 << 30)


FILES: Mapping[str, Maker] = {
    "nothing": _holding(lambda: b""),
    "a mark and nothing": _holding(lambda: b"\xef\xbb\xbf"),
    "zeros": _holding(lambda: bytes(3 * MEGA)),
    "three gigabytes of zeros": _sparse,
    "entities": _holding(_entities),
    "an entity from a file": _holding(lambda: _outside("")),
    "a parameter from a file": _holding(lambda: _outside("% ")),
    "tags within tags": _holding(lambda: b"<log>" + b"<trace>" * 400_000),
    "an endless attribute": _holding(lambda: b'<log a="' + b"x" * 3 * MEGA),
    "endless text": _holding(lambda: b"<log>" + b"x" * 3 * MEGA + b"</log>"),
    "many attributes": _holding(
        lambda: b"<log " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>"
    ),
    "lists within lists": _holding(lambda: b"[" * 2 * MEGA),
    "objects within objects": _holding(lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000),
    "a number without end": _holding(lambda: b'{"a": ' + b"9" * 2 * MEGA + b"}"),
    "a text without end": _holding(lambda: b'{"a": "' + b"\\u0041" * MEGA),
    "a line without end": _holding(lambda: b"a,b," * MEGA),
    "quotes": _holding(lambda: b"a,b,c\n" + b'"' * 2 * MEGA),
    "columns": _holding(lambda: b",".join(b"c%d" % n for n in range(300_000)) + b"\n1,2\n"),
    "aliases": _holding(_aliases),
    "flows within flows": _holding(lambda: b"a: " + b"[" * 100_000),
    "indents": _holding(lambda: b"".join(b" " * n + b"a:\n" for n in range(2_000))),
    "a bomb": _holding(lambda: gzip.compress(bytes(64 * MEGA), mtime=0) * 30),
    "a bomb in a bomb": _holding(lambda: gzip.compress(gzip.compress(bytes(64 * MEGA)), mtime=0)),
    "a workbook that is a bomb": _holding(lambda: _workbook(bytes(128 * MEGA))),
    "a workbook of tags": _holding(
        lambda: _workbook(b"<worksheet><sheetData>" + b"<row>" * 20_000)
    ),
    "a workbook with entities": _holding(lambda: _workbook(_entities())),
    "a workbook with far cells": _holding(_far_cell),
    "a workbook of many parts": _holding(
        lambda: _zipped(
            *((f"xl/{n}", b"") for n in range(6_000)),
            ("xl/workbook.xml", b""),
            ("[Content_Types].xml", b""),
        )
    ),
    "an old workbook": _holding(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)),
    "a picture": _holding(lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 16),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a loop": lambda path: path.symlink_to(path.name),
    "not there": lambda path: None,
}
"""Makers of files by what they are; each is given a path where nothing is."""

SLOW: Mapping[str, Maker] = {
    "a workbook with a far row": _holding(_billion_rows),
    "a workbook of rows": _holding(_rows),
}
"""Others, that take some seconds each."""

EVERY = {**FILES, **SLOW}
