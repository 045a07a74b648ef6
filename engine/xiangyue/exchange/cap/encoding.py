"""The text of an XML file, whichever encoding it is in and says it is in."""

from __future__ import annotations

import codecs
import re

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.names import shown

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_KNOWN = re.compile(
    "ascii|utf-8|gb2312|gbk|gb18030|hz|big5(hkscs)?|cp\\d{3,4}|iso8859-\\d+|koi8-[rtu]"
    "|euc_(jp|kr)|shift_jis(x0213)?|iso2022_(jp|kr)|johab|mac-[a-z]+|tis-620"
)
# What is called GB2312 or GBK is often a character or two more.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "ascii": "utf-8", "iso8859-1": "cp1252"}


def decode(data: bytes, name: str) -> str:
    """Return the text, without a byte order mark; ``name`` is the file's, for the place.

    What the bytes themselves show goes before what the XML declaration says. Raises BadInput for
    an encoding that is not known, and for bytes that are not in the one that it should be.
    """
    chosen, rest = _chosen(data, name)
    try:
        return rest.decode(chosen)
    except UnicodeDecodeError as error:
        before = rest[: error.start].decode(chosen, "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        place = Place(name, line, column)
        raise BadInput("cap-encoding", place=place, encoding=chosen) from error


def _chosen(data: bytes, name: str) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    for mark, encoding in _BARE:
        if data.startswith(mark):
            return encoding, data
    found = _DECLARED.match(data[:300].lstrip())
    declared = found[1].decode() if found else "utf-8"
    if declared.lower().startswith(("utf-16", "utf16", "utf-32", "ucs")):
        # Whoever could read the declaration has bytes before him that are no UTF-16.
        return "utf-8", data
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        encoding = ""
    if not _KNOWN.fullmatch(encoding):
        place = Place(name, 1)
        raise BadInput("cap-encoding-unknown", place=place, encoding=shown(declared))
    return _WIDER.get(encoding, encoding), data
