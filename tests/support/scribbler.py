"""A visitor who writes nonsense into every form they are shown, and sees what becomes of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

from demo_house import UNHURRIED
from form_filling import TOKEN, WRITTEN, Field, Form, Forms
from naughty import MARKUP
from visitors import Visitor
from wandering import named, pages
from werkzeug.test import TestResponse

from xiangyue import Engine
from xiangyue_admin import create_app

TYPED_AGAIN = {
    (("residents", "slip"), "number"),
    (("start", "sheet"), "sheet"),
    (("journal", "run"), "head"),
    (("exports", "journal"), "after"),
}
"""Single numbers and names that are asked for again, empty; nothing that somebody has composed."""
_SHOWN_AGAIN = (400, 409, 413, 422)
_MOVED = (302, 303)
_BROKEN = 500


class Found(NamedTuple):
    """A form: the page it stands on, which of the page's it is, where it goes, what it asks."""

    url: str
    number: int
    where: tuple[str, str]
    names: tuple[str, ...]


class Scribbler:
    """One visitor; ``wrong`` is what should not have happened, ``met`` how often what did."""

    def __init__(self, store: Path, folder: Path, login: str | None) -> None:
        """Come in to a console around a copy of a store."""
        self._store, self._copy, self._login = store, folder / "scribbled.db", login
        self._engine: Engine | None = None
        self.wrong: list[str] = []
        self.met: Counter[str] = Counter()
        self._marks = self._came = 0
        self.anew()

    def anew(self) -> None:
        """Begin with nothing changed."""
        self.close()
        shutil.copy(self._store, self._copy)
        self._engine = Engine(f"sqlite:///{self._copy}")
        self.app = create_app(self._engine, UNHURRIED)
        self._enter()

    def _enter(self) -> None:
        self._visitor = Visitor(self.app)
        if self._login is not None:
            assert self._visitor.sign_in(self._login).status_code in _MOVED

    def close(self) -> None:
        """Leave."""
        if self._engine is not None:
            self._engine.close()

    def forms(self, rooms: set[str]) -> list[Found]:
        """Return every form that is sent to these rooms, once for each place and what it asks."""
        found: dict[tuple[tuple[str, str], tuple[str, ...]], Found] = {}
        for page in pages(self.app, self._login):
            for number, form in enumerate(Forms(self._visitor.get(page.url).text).found):
                action = urljoin(page.url, form.action or page.url)
                where = named(self.app, action, form.method.upper())
                assert where, f"{page.url} has a form that goes nowhere: {action}"
                if where[0] not in rooms:
                    continue
                one = Found(page.url, number, where, form.names)
                found.setdefault((where, form.names), one)
        return list(found.values())

    def write(self, found: Found, text: str, *, everywhere: bool = False) -> None:
        """Write a text into what people write in, or into every field but the token."""
        form = self._shown(found)
        if form is None:
            self.anew()
            form = self._shown(found)
        if form is None:
            self.wrong.append(f"{found.url} shows its form no more")
            return
        written: dict[str, str] = {}
        sent = []
        for name, value in form.held():
            kinds = {one.kind for one in form.fields if one.name == name}
            if name != TOKEN and (everywhere or kinds & set(WRITTEN)):
                written[name] = self._marked(text)
            sent.append((name, written.get(name, value)))
        if written:
            answer = self._send(form, urljoin(found.url, form.action or found.url), sent)
            where = f"{found.where[0]}.{found.where[1]} ({found.url})"
            self._judge(where, answer, {} if everywhere else written, found)

    def send_raw(self, found: Found, raw: bytes) -> None:
        """Send percent-encoded bytes in every field but the token, and in the address."""
        form = self._shown(found)
        if form is None:
            self.anew()
            form = self._shown(found)
        if form is not None and form.method == "post" and not form.multipart:
            pairs = [
                (name.encode(), value.encode() if name == TOKEN else raw)
                for name, value in form.held()
            ]
            body = b"&".join(quote(name).encode() + b"=" + value for name, value in pairs)
            answer = self._visitor.client.post(
                urljoin(found.url, form.action or found.url),
                data=body,
                headers=self._visitor.headers,
                content_type="application/x-www-form-urlencoded",
            )
            self.met[f"{answer.status_code}"] += 1
            self._read(f"{found.where}", answer)
        path = urlsplit(found.url).path
        for url in (f"{path}?next={raw.decode()}&after={raw.decode()}", f"{path}{raw.decode()}"):
            self._read(url, self._visitor.get(url))

    def _marked(self, text: str) -> str:
        self._marks += 1
        before = text[0] if text[:1] in "=+-@" else ""
        return f"{before}q{self._marks}({text}){self._marks}q"

    def _shown(self, found: Found) -> Form | None:
        # From another address each time: how often one may come is another test's.
        self._came += 1
        address = f"10.{self._came >> 16 & 255}.{self._came >> 8 & 255}.{self._came & 255}"
        self._visitor.client.environ_base["REMOTE_ADDR"] = address
        answer = self._visitor.get(found.url)
        if answer.status_code in _MOVED:
            self._enter()
            answer = self._visitor.get(found.url)
        forms = Forms(answer.text).found
        for form in (*forms[found.number : found.number + 1], *forms):
            action = urljoin(found.url, form.action or found.url)
            if (
                form.names == found.names
                and named(self.app, action, form.method.upper()) == found.where
            ):
                return form
        return None

    def _send(self, form: Form, url: str, sent: list[tuple[str, str]]) -> TestResponse:
        client, headers = self._visitor.client, self._visitor.headers
        if form.method != "post":
            return client.get(f"{url}?{urlencode(sent)}", headers=headers)
        if form.multipart:
            data: dict[str, list[str]] = {}
            for name, value in sent:
                data.setdefault(name, []).append(value)
            return client.post(url, data=data, headers=headers, content_type="multipart/form-data")
        return client.post(
            url,
            data=urlencode(sent),
            headers=headers,
            content_type="application/x-www-form-urlencoded",
        )

    def _judge(
        self, where: str, answer: TestResponse, written: dict[str, str], found: Found
    ) -> None:
        self.met[f"{answer.status_code}"] += 1
        self._read(where, answer)
        if answer.status_code in _MOVED:
            to = urlsplit(urljoin(found.url, answer.headers["Location"]))
            if to.netloc:
                self.wrong.append(f"{where} leads to another host: {to.geturl()}")
            self._read(f"after {where}", self._visitor.get(f"{to.path}?{to.query}"))
            self._kept(where, written)
        elif answer.status_code in _SHOWN_AGAIN:
            again = [one for one in Forms(answer.text).found if set(written) <= set(one.names)]
            held = {one.name: one for form in again for one in form.fields}
            for name, text in written.items():
                if (found.where, name) not in TYPED_AGAIN and name != "password":
                    self._shown_again(f"{where}, {name}", held.get(name), text)

    def _shown_again(self, where: str, field: Field | None, text: str) -> None:
        """See that a field holds what was written, as far as a browser lets anybody type there."""
        if field is None:
            self.wrong.append(f"{where}: refused, and what was written is lost")
        elif not _as_typed(_lines(field.value), _lines(text), field.longest):
            was = f"{field.value!r:.300} of {text!r:.300}"
            self.wrong.append(f"{where}: given back otherwise: {was}")

    def _read(self, where: str, answer: TestResponse) -> None:
        if answer.status_code >= _BROKEN:
            self.wrong.append(f"{where}: {answer.status_code}")
        if answer.mimetype == "text/html" and f"<{MARKUP}" in answer.text:
            self.wrong.append(f"{where} shows markup of somebody's")
        if "Set-Cookie: a=b" in str(answer.headers):
            self.wrong.append(f"{where} takes a header of somebody's")

    def _kept(self, where: str, written: dict[str, str]) -> None:
        """See that whatever part of a text is in the store, all of it is."""
        for name, text in written.items():
            mark = re.search(r"q(\d+)\(", text)
            assert mark
            for cell in cells(self._copy, mark[0]):
                if not any(whole in cell for whole in _ways(text)):
                    self.wrong.append(f"{where} cuts {name}: {cell!r:.400}")
                self.met["kept"] += 1


def cells(file: Path, mark: str) -> Iterator[str]:
    """Yield whatever stands in a store with a mark in it."""
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
                    if isinstance(text, str) and mark in text:
                        yield text


def _as_typed(held: str, text: str, longest: int | None) -> bool:
    """Return whether a field holds a text, or as much of it as fits; ends of lines count double."""
    fits = longest is not None and len(text) > longest
    return held == text or (fits and text.startswith(held) and len(held) >= (longest or 0) * 3 // 4)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _ways(text: str) -> Iterator[str]:
    """Yield how a text may stand in a store: as it is, and in JSON."""
    for one in {text, text.replace("\r\n", "\n"), _lines(text)}:
        yield one
        yield json.dumps(one, ensure_ascii=False)[1:-1]
        yield json.dumps(one, ensure_ascii=False)[1:-1].replace("\\u007f", "\x7f")
