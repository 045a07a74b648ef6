"""What stands before the content of a workbook's parts: no declarations of any entity.

Which parser reads the content depends on what else is installed, and some would follow entities.
"""

from __future__ import annotations

import zipfile
from typing import Any, Final
from xml.parsers import expat

from xiangyue.errors import BadInput, Place

_CHUNK: Final = 1 << 16
_MOST: Final = 1 << 20  # bytes before the first element


class _BegunError(Exception):
    """The first element was met."""


def check_prologs(parts: zipfile.ZipFile, name: str) -> None:
    """Raise BadInput where a part of a workbook declares a document type, or is no XML."""
    for part in parts.namelist():
        if part.endswith((".xml", ".rels")):
            _check(parts, part, name)


def _check(parts: zipfile.ZipFile, part: str, name: str) -> None:
    parser = expat.ParserCreate()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        raise _BegunError

    def declare(*_: Any) -> None:
        raise BadInput("sheet-doctype", place=Place(name), part=part)

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = declare
    read = 0
    with parts.open(part) as content:
        try:
            while chunk := content.read(_CHUNK):
                read += len(chunk)
                parser.Parse(chunk, False)
                if read > _MOST:
                    break
            parser.Parse(b"", True)
        except _BegunError:
            return
        except expat.ExpatError as error:
            reason = f"{part}: {error}"
            raise BadInput("sheet-broken", place=Place(name), reason=reason) from error
