"""Printed sheets as one page of HTML: large, black on white, nothing from outside, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from xiangyue.exchange.paper.paper_form import Blank, PaperForm
from xiangyue.messages import catalogue, say
from xiangyue.time.worktime import Duration
from xiangyue.values import REACH

STYLE: Final = """
@page { size: A4; margin: 10mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 178mm; color: #000; background: #fff; font-size: 14pt;
  line-height: 1.25; font-family: "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
  "Microsoft YaHei", "PingFang SC", sans-serif; overflow-wrap: anywhere; }
html:not(:lang(zh)) body { font-family: "Noto Sans", "DejaVu Sans", "Liberation Sans", Arial,
  "Noto Sans CJK SC", sans-serif; }
section.sheet + section.sheet { break-before: page; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 1mm; }
p { margin: 0.5mm 0; }
.top { float: right; margin: 0 0 0 4mm; }
.blank { break-inside: avoid; margin: 2mm 0 0; }
.name, h2 { font-size: 14pt; font-weight: bold; margin: 0; }
.line { border-bottom: 0.4mm solid #000; min-height: 8.5mm; padding-top: 2mm; }
.fill { padding-top: 2mm; }
.row { display: flex; align-items: flex-end; gap: 2mm; }
.row > .line { flex: 1; }
.tick { display: inline-block; margin: 1mm 6mm 0 0; }
.box { display: inline-block; width: 5.5mm; height: 5.5mm; border: 0.5mm solid #000;
  margin-right: 2mm; vertical-align: -1mm; text-align: center; line-height: 4.5mm; }
.pair { display: flex; gap: 8mm; break-inside: avoid; }
.pair > div { flex: 1; }
.entry { border: 0.6mm solid #000; padding: 1mm 3mm; margin-top: 3mm; break-inside: avoid; }
.number { font-weight: bold; white-space: nowrap; }
"""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_LETTERS_A_LINE: Final = 150
"""What is allowed is seldom used up: a line for so many."""
_MOST_LINES: Final = 5
_PLENTY: Final = 500
"""Letters of a text whose length nobody has bounded."""


def paper_page(forms: Sequence[PaperForm], language: str) -> str:
    """Return the sheets as one HTML document in a language, each beginning on a page of its own.

    What the profile says comes in that language as far as it has it; the sheet's own words are
    there in English and Chinese.
    """
    root = Element("html", {"lang": language})
    head = SubElement(root, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    _put(head, "title", forms[0].title.of(language) if forms else "")
    SubElement(head, "style").text = STYLE
    body = SubElement(root, "body")
    for form in forms:
        _Sheet(SubElement(body, "section", {"class": "sheet"}), form, language).write()
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


class _Sheet:
    """One sheet, written from its head to the box for whoever enters it."""

    def __init__(self, at: Element, form: PaperForm, language: str) -> None:
        self.at = at
        self.form = form
        self.language = language

    def write(self) -> None:
        self._head()
        if self.form.opens:
            self._lines(self._say("paper-title"), "", 1)
        for blank in self.form.of:
            self._blank(blank)
        if not (self.form.opens or self.form.of or self.form.heading):
            self._lines(self._say("paper-matter"), "", 1)
        for blank in self.form.blanks:
            self._blank(blank)
        note = "paper-note" if self.form.action.note else "paper-note-optional"
        self._lines(self._say(note), "", 3 if self.form.action.note else 1)
        asked = any(blank.id == REACH for blank in self.form.blanks)
        if self.form.opens and self.form.flow.service is not None and not asked:
            self._lines(self._say("paper-reach"), self._say("paper-reach-why"), 1)
        self._reasons()
        self._signed()
        self._entry()

    def _head(self) -> None:
        form, lang = self.form, self.language
        _put(self.at, "p", form.number, "top")
        _put(self.at, "h1", form.title.of(lang))
        if not form.opens:
            _put(self.at, "p", form.flow.title.of(lang))
        if form.help.of(lang):
            _put(self.at, "p", form.help.of(lang))
        if form.opens and form.flow.offline:
            _put(self.at, "p", form.flow.offline.of(lang))
        who = ("、" if lang.startswith("zh") else ", ").join(one.of(lang) for one in form.who)
        _put(self.at, "p", self._say("paper-who-opens" if form.opens else "paper-who", who=who))
        if form.task is not None and form.heading:
            _put(self.at, "p", self._say("paper-about", title=form.heading))

    def _blank(self, blank: Blank) -> None:
        lang = self.language
        name = blank.title.of(lang) + ("" if blank.needed else self._say("paper-if-any"))
        if blank.choices or blank.kind == "yes_no":
            self._ticks(blank, name)
            return
        hint = " ".join(filter(None, (blank.help.of(lang), self._bounds(blank))))
        lines = 1 if blank.kind != "text" else _lines_for(blank.schema)
        shown = None if blank.value is None else _spoken(blank.value, lang)
        if shown is None and blank.kind in ("date", "date-time"):
            shown = self._say(f"paper-blank-{blank.kind}")
        self._lines(name, hint, 4 if blank.kind == "list" else lines, shown)

    def _ticks(self, blank: Blank, name: str) -> None:
        several = "paper-tick-several" if blank.kind == "choices" else "paper-tick-one"
        part = self._part(name + self._say(several), blank.help.of(self.language))
        if blank.kind == "yes_no":
            pairs = [(yes, self._say(f"paper-{word}")) for yes, word in _YES_NO]
        else:
            pairs = [(value, said.of(self.language)) for value, said in blank.choices]
        held = blank.value if isinstance(blank.value, list) else [blank.value]
        for value, said in pairs:
            tick = SubElement(part, "span", {"class": "tick"})
            known = blank.value is not None and value in held
            box = SubElement(tick, "span", {"class": "box"})
            box.text = "×" if known else ""
            box.tail = _safe(said)

    def _reasons(self) -> None:
        """Say what each is asked for and how long it is kept, before anybody signs."""
        if not self.form.blanks:
            return
        part, told = self._part(self._say("paper-why"), ""), []
        for blank in self.form.blanks:
            title, purpose = (text.of(self.language) for text in (blank.title, blank.purpose))
            keep = self._span(blank.keep)
            told.append(self._say("paper-purpose", title=title, purpose=purpose, keep=keep))
        _put(part, "p", ("" if self.language.startswith("zh") else " ").join(told))

    def _span(self, span: Duration) -> str:
        one = "-one" if span.amount == 1 else ""
        return self._say(f"paper-span-{span.unit.value}{one}", amount=span.amount)

    def _bounds(self, blank: Blank) -> str:
        low, high = blank.schema.get("minimum"), blank.schema.get("maximum")
        if low is not None and high is not None:
            return self._say("paper-between", low=low, high=high)
        code = f"paper-kind-{blank.kind}"
        return self._say(code) if code in catalogue() else ""

    def _signed(self) -> None:
        opens = "-opens" if self.form.opens else ""
        at = self._say("paper-blank-date-time")
        for pair in (
            ((f"paper-done-on{opens}", at),),
            ((f"paper-signed-by{opens}", ""), ("paper-signature", "")),
            (("paper-behalf", ""), ("paper-helper", "")),
        ):
            row = SubElement(self.at, "div", {"class": "pair"})
            for code, value in pair:
                part = SubElement(row, "div", {"class": "blank row"})
                _put(part, "div", self._say(code), "name")
                _put(part, "div", value, "fill" if value else "line")

    def _entry(self) -> None:
        form = self.form
        box = SubElement(self.at, "div", {"class": "entry"})
        _put(box, "h2", self._say("paper-entry"))
        _put(box, "p", self._say("paper-number", number=form.number), "number")
        where = form.community or "______________"
        step = form.flow.id if form.opens else f"{form.flow.id}.{form.action.id}"
        _put(box, "p", self._say("paper-where", community=where, step=step))
        if not form.opens:
            task = form.task.ref if form.task is not None else "____________________"
            _put(box, "p", self._say("paper-task", task=task))
        _put(box, "p", self._say("paper-window", span=self._span(form.backdate)))
        _put(box, "p", self._say("paper-once"))

    def _lines(self, name: str, hint: str, count: int, value: str | None = None) -> None:
        part = self._part(name, hint)
        if value is not None:
            _put(part, "div", value, "fill" if "__" in value else "line")
            return
        for _ in range(count):
            SubElement(part, "div", {"class": "line"})

    def _part(self, name: str, hint: str) -> Element:
        part = SubElement(self.at, "div", {"class": "blank"})
        _put(part, "div", name, "name")
        if hint:
            _put(part, "div", hint)
        return part

    def _say(self, code: str, **values: object) -> str:
        return say(code, self.language, values)


_YES_NO: Final = ((True, "yes"), (False, "no"))


def _lines_for(schema: Mapping[str, Any]) -> int:
    longest = schema.get("maxLength", _PLENTY)
    return int(max(1, min(_MOST_LINES, -(-longest // _LETTERS_A_LINE))))


def _spoken(value: Any, language: str) -> str:
    if isinstance(value, list):
        return ("、" if language.startswith("zh") else ", ").join(map(str, value))
    return str(value)


def _put(at: Element, tag: str, text: str, kind: str = "") -> None:
    SubElement(at, tag, {"class": kind} if kind else {}).text = _safe(text)


def _safe(text: str) -> str:
    """Return text without what moves, hides or turns other text; markup is escaped when written."""
    return "".join(c if c.isprintable() else " " for c in text)
