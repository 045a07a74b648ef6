"""The inputs that forms are made of: each reads what was written and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import wtforms
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput, TextArea, TextInput

from xiangyue_admin.forms import reading
from xiangyue_admin.forms.asked import Asked
from xiangyue_admin.speaking import _

_FEW = 6  # choices that stand open, one below the other; more are a list to be opened
_MANY = 60  # choices of a list to be opened; among more one is found by writing

_READ: Mapping[str, Callable[[str], Any]] = {
    "integer": reading.integer,
    "number": reading.number,
    "date": reading.day,
    "date-time": reading.moment,
}
_LOOKS: Mapping[str, Mapping[str, str]] = {
    "integer": {"inputmode": "numeric", "autocomplete": "off"},
    "number": {"inputmode": "decimal", "autocomplete": "off"},
    "date": {"type": "date"},
    "date-time": {"type": "datetime-local"},
}


class Input(wtforms.Field):
    """One thing asked; ``given`` is its value when it could be read, None where none was given."""

    control = "line"
    given: Any = None

    def __init__(self, asked: Asked, label: str | None = None, **more: Any) -> None:
        """Ask for one thing; the profile's own words stand at it."""
        super().__init__(label or asked.title, **more)
        self.asked = asked

    @property
    def aim(self) -> str:
        """The id that a link to this field leads to."""
        return str(self.id)

    @property
    def described(self) -> str | None:
        """The ids of what describes it, for ``aria-describedby``."""
        ids = [f"{self.id}-hint"] if self.asked.hints else []
        ids += [f"{self.id}-error"] if self.errors else []
        return " ".join(ids) or None

    @property
    def looks(self) -> Mapping[str, Any]:
        """The attributes of its element."""
        described = {"aria-describedby": self.described} if self.described else {}
        wrong = {"aria-invalid": "true"} if self.errors else {}
        return {**_LOOKS.get(self.asked.kind, {}), **described, **wrong}

    def put(self, sentence: str) -> None:
        """Say one more thing that is wrong with it."""
        self.errors = [*self.errors, sentence]

    def process_data(self, value: Any) -> None:
        """Begin with what is held already."""
        self.data = self.given = value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was written."""
        self.given = self.read([str(one) for one in valuelist])

    def pre_validate(self, form: Any) -> None:
        """Leave it to ``post_validate``, which knows whether it could be read."""
        del form

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Hold what was read against what is asked."""
        del form, validation_stopped
        if self.errors or self.process_errors:
            return
        if self.given is None:
            if self.asked.required:
                raise wtforms.ValidationError(_("This is still needed."))
        elif said := self.asked.complaint(self.given):
            raise wtforms.ValidationError(said)

    def read(self, written: Sequence[str]) -> Any:
        """Return the value of what was written, None if nothing was; ValueError if unreadable."""
        text = written[0] if written else ""
        if not text.strip():
            return None
        return _READ.get(self.asked.kind, str.strip)(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return reading.shown(self.given, self.asked.kind)


class Line(Input):
    """A line of text, a number, a day or a moment."""

    widget = TextInput()


class Area(Input):
    """Several lines of text."""

    control = "area"
    widget = TextArea()  # type: ignore[assignment]  # asks for no more than a field


class Lines(Area):
    """A list of texts, one a line."""

    def read(self, written: Sequence[str]) -> Any:
        """Return the items; None where there are none."""
        return reading.lines(written[0]) or None if written else None


class Found(Line):
    """Somebody or something among many, found by writing the name or id."""

    control = "found"

    def read(self, written: Sequence[str]) -> Any:
        """Return the id of what was named."""
        text = reading.plain(written[0]) if written else ""
        if not text:
            return None
        ids = [id for id, title in self.asked.choices if text in (id, title, f"{title} ({id})")]
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise ValueError(
                _("Several have this name. Write the id: %(ids)s.", ids=", ".join(ids))
            )
        raise ValueError(_("Nobody and nothing of this name is known here. Choose from the list."))


class _Choosing(Input):
    """What offers choices: an iterable of options for the page."""

    def options(self) -> Iterator[tuple[str, str, str, bool]]:
        """Yield id, value, words and whether it is chosen, of every choice."""
        chosen = self.chosen()
        for number, (value, title) in enumerate(self.pairs()):
            yield f"{self.id}-{number}", value, title, value in chosen

    def pairs(self) -> Sequence[tuple[str, str]]:
        """Return the values and their words."""
        if self.asked.schema.get("type") == "boolean":
            return (("true", _("Yes")), ("false", _("No")))
        return self.asked.choices

    def chosen(self) -> set[str]:
        """Return what is chosen, as it stands in the page."""
        if self.raw_data is not None:
            return {str(one) for one in self.raw_data}
        given = self.given if isinstance(self.given, (list, tuple)) else [self.given]
        return {reading.shown(one, "") for one in given if one is not None}

    def value_of(self, text: str) -> Any:
        """Return what stands behind a choice; ValueError where it was not offered."""
        if text not in {value for value, _title in self.pairs()}:
            raise ValueError(_("Choose one of those that are offered."))
        if self.asked.schema.get("type") == "boolean":
            return text == "true"
        return self.asked.values.get(text, text)


class Radios(_Choosing):
    """A few choices that stand open; the last is none, where nothing need be chosen."""

    control = "radios"
    widget = RadioInput()  # the page draws each option itself

    @property
    def aim(self) -> str:
        """The first option: the group itself takes no focus."""
        return f"{self.id}-0"

    def read(self, written: Sequence[str]) -> Any:
        """Return the choice."""
        return self.value_of(written[0]) if written and written[0] else None

    def pairs(self) -> Sequence[tuple[str, str]]:
        """Return the choices, and none where that may be."""
        pairs = super().pairs()
        return pairs if self.asked.required else (*pairs, ("", _("No answer")))

    def chosen(self) -> set[str]:
        """Return what is chosen; none is chosen where that may be and nothing else is."""
        return super().chosen() or (set() if self.asked.required else {""})


class Ticks(_Choosing):
    """Several of a few choices."""

    control = "ticks"
    widget = CheckboxInput()  # the page draws each option itself

    @property
    def aim(self) -> str:
        """The first option."""
        return f"{self.id}-0"

    def read(self, written: Sequence[str]) -> Any:
        """Return all that are chosen; None where none is."""
        return [self.value_of(one) for one in written if one] or None


class Opened(_Choosing):
    """One of a list that is opened."""

    control = "opened"
    widget = ListWidget()  # the page draws the list itself

    def read(self, written: Sequence[str]) -> Any:
        """Return the choice."""
        return self.value_of(written[0]) if written and written[0] else None


def input_of(asked: Asked) -> type[Input]:
    """Return the kind of input that suits what is asked."""
    count = len(asked.choices)
    match asked.kind:
        case "boolean":
            return Radios
        case "array":
            return Ticks if 0 < count <= _MANY else Lines
        case "choice":
            return Radios if count <= _FEW else Opened if count <= _MANY else Found
        case "long":
            return Area
        case _:
            return Line


def as_input(field: Any) -> Input:
    """Return a field of a form as what it is here."""
    return cast("Input", field)
