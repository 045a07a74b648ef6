"""What works without a device: a loudspeaker, the notice board, a list, a knock at the door.

Each writes one file a message into a folder of the installation. What is written is sent; that it
was heard, a person confirms.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from xiangyue.plugs import Channel, Outgoing, Receipt, Words
from xiangyue_channels.files import stem, write
from xiangyue_channels.wording import day, texts, word

_SCHEMA = {
    "type": "object",
    "properties": {
        "folder": {"type": "string", "minLength": 1},
        "languages": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
            "minItems": 1,
            "uniqueItems": True,
        },
    },
    "required": ["folder"],
    "additionalProperties": False,
}

_STYLE = """@page { margin: 2cm }
body { font: 20pt/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }
h1 { font-size: 30pt } p { white-space: pre-wrap }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid; padding: .3em; text-align: left; vertical-align: top }
.tick { font-size: 28pt }"""


def page(language: str, title: str, body: str) -> str:
    """Return a page to print, in big letters; ``body`` is HTML already."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


class Loudspeaker(Channel):
    """Writes what somebody reads aloud over the village's loudspeaker."""

    name = "loudspeaker"
    title: ClassVar[Words] = {"en": "Loudspeaker", "zh": "广播喇叭"}
    kinds = ("loudspeaker",)
    config_schema = _SCHEMA

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Write the script."""
        parts = []
        for language, text in texts(message, config.get("languages")).items():
            where = f"{message.place}  {day(message, message.at, language)}".strip()
            aloud, twice = word("aloud", language), word("twice", language)
            read, end = word("read", language), word("end", language)
            top, foot = f"【{aloud}】\n{where}\n{twice}", f"{end}\n\n{read} ________\n"
            parts.append(f"{top}\n\n\n{text}\n\n\n{foot}")
        file = Path(config["folder"]) / f"{stem(message.id)}.txt"
        return Receipt("sent", str(write(self.name, file, "\n\n\n".join(parts))))


class Board(Channel):
    """Writes a notice for the notice board."""

    name = "board"
    title: ClassVar[Words] = {"en": "Notice board", "zh": "公示栏"}
    kinds = ("board",)
    config_schema = _SCHEMA

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Write the notice."""
        parts = [
            f'<section lang="{escape(language)}"><h1>{word("notice", language)}</h1>'
            f"<p>{escape(text)}</p>"
            f"<p>{escape(message.place)}<br>{day(message, message.at, language)}</p></section>"
            for language, text in texts(message, config.get("languages")).items()
        ]
        title = word("notice", message.language)
        file = Path(config["folder"]) / f"{stem(message.id)}.html"
        text = page(message.language, title, "\n".join(parts))
        return Receipt("sent", str(write(self.name, file, text)))


class Sheet(Channel):
    """Writes a list to print, one row a person, with a box to tick."""

    name = "sheet"
    title: ClassVar[Words] = {"en": "Printed list", "zh": "打印名单"}
    kinds = ("paper", "phone")
    config_schema = _SCHEMA

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Write the person's row, and the list anew with all rows of the message."""
        language = message.language
        folder, name = Path(config["folder"]), stem(message.id)
        said = "<hr>".join(map(escape, texts(message, config.get("languages")).values()))
        who = " ".join(filter(None, (_name(message), message.address)))
        row = (
            f"<tr><td>{escape(who)}</td><td>{said}</td>"
            f'<td>{day(message, message.due, language)}</td><td class="tick">☐</td></tr>'
        )
        rows = folder / f"{name}.rows"
        write(self.name, rows / f"{stem(message.recipient or '-')}.html", row)
        found = [part.read_text("utf-8") for part in sorted(rows.glob("[!.]*.html"))]
        heads = "".join(f"<th>{word(n, language)}</th>" for n in ("name", "what", "when", "done"))
        title = word("list", language)
        body = (
            f"<h1>{title}</h1><p>{escape(message.place)} {day(message, message.at, language)}</p>\n"
            f"<table><tr>{heads}</tr>\n" + "\n".join(found) + "\n</table>"
        )
        file = write(self.name, folder / f"{name}.html", page(language, title, body))
        return Receipt("sent", str(file))


class Door(Channel):
    """Writes a sheet for somebody who knocks at the door, one for each household."""

    name = "door"
    title: ClassVar[Words] = {"en": "Door knock", "zh": "上门"}
    kinds = ("door",)
    config_schema = _SCHEMA

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Write the sheet."""
        language = message.language
        title = word("visit", language)
        facts = {"household": _name(message), "where": message.address or message.place}
        if message.due is not None:
            facts["when"] = day(message, message.due, language)
        lines = "".join(f"<p>{word(n, language)}: {escape(v)}</p>" for n, v in facts.items())
        said = "".join(
            f'<p lang="{escape(tag)}"><strong>{escape(text)}</strong></p>'
            for tag, text in texts(message, config.get("languages")).items()
        )
        boxes = "".join(
            f'<p><span class="tick">☐</span> {word(n, language)}</p>'
            for n in ("told", "nobody", "left")
        )
        body = f"<h1>{title}</h1>{lines}{said}{boxes}<p>{word('by', language)} ________</p>"
        name = stem(message.id, message.recipient or "-")
        file = Path(config["folder"]) / f"{name}.html"
        return Receipt("sent", str(write(self.name, file, page(language, title, body))))


def _name(message: Outgoing) -> str:
    return message.name or message.recipient or ""
