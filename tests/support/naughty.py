"""What people and programs write into fields that nobody thought of."""

from __future__ import annotations

from typing import Final

MARKUP: Final = "naughty-tag"
"""Stands in whatever would be markup; nowhere may it be one."""

STRINGS: Final[dict[str, str]] = {
    "html": f"<{MARKUP} onmouseover=alert(1)>bold</{MARKUP}>",
    "script": f"</textarea></title><script {MARKUP}>alert('x')</script>",
    "attribute": f"\" autofocus onfocus='alert(1)' data-x=\"<{MARKUP}>'",
    "entity": "&lt;b&gt; &#x3C;b&#x3E; &amp;amp; &notanentity;",
    "javascript": "javascript:alert(1)//${alert(2)}`${3}`",
    "sql": "'; DROP TABLE task; -- \" OR 1=1 /* \\' UNION SELECT NULL",
    "like": "100% _any_ \\% [a-z] * ?",
    "cel": "task.value + 1 > 0 || has(member.id) ? [1][0] : {'a': b'x'}",
    "template": "{{ 7*7 }} {% include 'x' %} ${7*7} #{7*7} <%= 7*7 %> {{config}}",
    "format": "%s %n %(name)s {0} {name!r} {0.__class__} %x%x%x",
    "formula": '=HYPERLINK("http://evil.invalid","x")\t+1-1@SUM(A1)|calc',
    "path": "../../../../etc/passwd\\..\\..\\boot.ini file:///dev/null",
    "url": "//evil.invalid/%2e%2e/?a=b&c=d#e http://127.0.0.1:1/",
    "header": "line\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "mail": "x@example.invalid\nBcc: y@example.invalid",
    "yaml": "!!python/object:os.system ['x'] # - : | > &a *a <<: {a: no}",
    "json": '{"a": [1, null, "\\u0000"], "__proto__": {}}',
    "arabic": "هل تحتاج مساعدة؟ 123 \u200f\u200e",
    "turned": "\u202etxt.exe\u202c \u2066left\u2069 \u200f",
    "unseen": "a\u200bb\u200cc\u200dd\ufeffe\u00adf\u2060g\u180eh",
    "combined": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "emoji": "👩‍👩‍👧‍👦 🇨🇳 🏳️‍🌈 👍🏿 🀄",
    "rare": "𠮷野家 𠀀 𪚥 㐂 ﷽ Ａ ﬁ ㊙ İı ß Σς",
    "chinese": "乡约：“三定一督”——𡈼村，第１组；王（女）·买买提",
    "spaces": "\u3000\u2003a\u00a0\u2028b\u2029c\td ",
    "number": "1e309 -0 NaN Infinity 0x10 ١٢٣ 1_000 00012",
    "word": "None null undefined true NIL __class__ constructor",
    "long": "长" * 3_000 + "x" * 3_000,
    "lines": "a\n" * 400 + "b",
    "control": "\x01\x07\x08\x1b[31mred\x1b[0m\x7f\x85",
    "nul": "before\x00after",
}
"""Strings by what they are meant to break."""

BYTES: Final[dict[str, bytes]] = {
    "lone surrogate": b"%ED%A0%80%ED%B0%80",
    "overlong": b"%C0%AF%E0%80%AF",
    "half": b"%E4%B8",
    "gbk": b"%B4%E5%CE%AF%BB%E1",
    "high": b"%FF%FE%00%41",
    "percent": b"%zz%%%u4e61",
}
"""Percent-encoded bytes that are no text."""

_TOGETHER: Final = (
    ("html", "script", "attribute", "entity", "javascript"),
    ("sql", "like", "cel", "template", "format", "path", "url", "yaml", "json", "word"),
    ("arabic", "turned", "unseen", "combined", "emoji", "rare", "chinese"),
    ("spaces", "number"),
    ("formula",),
    ("header", "mail", "lines"),
    ("long",),
    ("control",),
    ("nul",),
)
"""Which of them are written at once: what is refused for one hides nothing of the others."""


def mouthfuls() -> dict[str, str]:
    """Return what is written into a field at once, each with the name of its first part."""
    assert {name for group in _TOGETHER for name in group} == set(STRINGS)
    return {group[0]: " ".join(STRINGS[name] for name in group) for group in _TOGETHER}
