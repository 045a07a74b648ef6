"""The forms of a page as a browser without scripts reads them, and what it would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TOKEN = "csrf_token"
WRITTEN = ("text", "search", "textarea", "email", "tel", "url", "password")


@dataclass(slots=True)
class Field:
    """One field: its kind, its name, what it holds, what may be chosen, how much may be typed."""

    kind: str
    name: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    chosen: bool = True
    longest: int | None = None


@dataclass(slots=True)
class Form:
    """One form: where it is sent and how, and its fields."""

    action: str
    method: str
    multipart: bool = False
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, each once, in order."""
        return tuple(dict.fromkeys(one.name for one in self.fields))

    def held(self, pressed: str | None = None) -> list[tuple[str, str]]:
        """Return what is sent where nothing is changed; of its buttons the first, or one named."""
        sent = [(one.name, one.value) for one in self.fields if one.kind != "submit" and one.chosen]
        buttons = [one for one in self.fields if one.kind == "submit" and one.name]
        for one in buttons:
            if pressed in (None, one.value):
                return [*sent, (one.name, one.value)]
        return sent


class Forms(HTMLParser):
    """All forms of a page."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self._form: Form | None = None
        self._open: Field | None = None
        self._option = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            kind = given.get("enctype") == "multipart/form-data"
            method = given.get("method", "get").lower()
            self._form = Form(given.get("action", ""), method, kind)
            self.found.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "button"):
            self._add(self._form, tag, given)
        elif tag == "option" and self._open is not None:
            value = given.get("value", "")
            self._open.choices.append(value)
            if len(self._open.choices) == 1 or "selected" in given:
                self._open.value = value

    def _add(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = {"textarea": "textarea", "select": "select", "button": "submit"}.get(
            tag, given.get("type", "text")
        )
        if "disabled" in given or not given.get("name"):
            return
        one = Field(kind, given["name"], given.get("value", ""))
        one.longest = int(given["maxlength"]) if given.get("maxlength") else None
        if kind in ("checkbox", "radio"):
            one.value, one.chosen = given.get("value", "on"), "checked" in given
        form.fields.append(one)
        if tag in ("textarea", "select"):
            self._open = one

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select"):
            if tag == "textarea" and self._open is not None:
                self._open.value = self._open.value.removeprefix("\r").removeprefix("\n")
            self._open = None

    def handle_data(self, data: str) -> None:
        """Take what stands in a text area."""
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data
