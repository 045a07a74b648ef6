"""A form of inputs: made for a request, read, and told what the engine said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from flask_wtf import FlaskForm

from xiangyue import Decision, Profile, XiangyueError
from xiangyue_admin import reasons, speaking
from xiangyue_admin.forms.asked import Asked, of_field, of_param
from xiangyue_admin.forms.inputs import Input, as_input, input_of
from xiangyue_admin.forms.people import People
from xiangyue_admin.reasons import sentence
from xiangyue_admin.speaking import _


class Saying(reasons.Saying, Protocol):
    """A reason, a finding or an error: what is wrong and how to mend it, in a language."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What it is about."""


class Sheet(FlaskForm):  # type: ignore[misc]  # it ships no types
    """A form whose inputs are named ``f_NAME``, as a profile's names may be any word of ours.

    In a request that sends a form it holds what was sent, else what is held already. The console
    checks the token of every form, so this has none of its own.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """No token of its own."""

        csrf = False

    rest: list[str]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Every input, in the order in which it is asked."""
        return tuple(as_input(field) for field in self)

    def of(self, name: str) -> Input:
        """Return the input of a name of the profile."""
        return as_input(self[f"f_{name}"])

    @property
    def given(self) -> dict[str, Any]:
        """What was given, by name, as ``engine.act`` takes it; what is empty is left out."""
        found = {one.asked.name: one.given for one in self.inputs if not one.process_errors}
        return {name: value for name, value in found.items() if value is not None}

    def blame(self, said: Decision | XiangyueError | Iterable[Saying]) -> None:
        """Put what the engine said at the inputs that it is about; else it stands above them."""
        if isinstance(said, Decision):
            said = said.reasons
        for one in [said] if isinstance(said, XiangyueError) else said:
            self._put(one)

    def _put(self, said: Saying) -> None:
        language = speaking.language()
        if isinstance(said.values.get("fields"), (list, tuple)) and said.values["fields"]:
            for name in said.values["fields"]:
                if f"f_{name}" in self:
                    self.of(name).put(_("This is still needed."))
                else:
                    self._rest(said.text(language))
            return
        text = sentence(said)
        for one in self.inputs:
            if _is_about(said, one.asked):
                one.put(text)
                return
        self._rest(text)

    def _rest(self, text: str) -> None:
        self.rest = [*getattr(self, "rest", []), text]

    def summary(self) -> list[tuple[str | None, str]]:
        """Return all that is wrong, each with the id of the input that it is about."""
        found: list[tuple[str | None, str]] = [(None, text) for text in getattr(self, "rest", [])]
        for one in self.inputs:
            for said in one.errors:
                found.append((one.aim, _("%(what)s: %(said)s", what=one.asked.title, said=said)))
        return found


def sheet(
    asked: Iterable[Asked], held: Mapping[str, Any] | None = None, *, prefix: str = ""
) -> Sheet:
    """Return a form for this request; ``held`` are the values with which it is filled in.

    ``prefix`` stands before the names of its inputs, where a page has several forms in one.
    """
    many = tuple(asked)
    made = type("Made", (Sheet,), {f"f_{one.name}": input_of(one)(one) for one in many})
    data = {f"f_{name}": value for name, value in (held or {}).items()}
    begun: Sheet = made(data=data, prefix=prefix)
    return begun


def field_sheet(
    profile: Profile,
    names: Iterable[str],
    *,
    needed: Iterable[str] = (),
    held: Mapping[str, Any] | None = None,
    people: People | None = None,
) -> Sheet:
    """Return a form of a profile's fields: what a task's action or its opening asks.

    ``needed`` must be given; ``held`` is known already, and filled in.
    """
    must, known = set(needed), held or {}
    asked = (
        of_field(profile, name, required=name in must, held=name in known, people=people)
        for name in names
    )
    return sheet(asked, known)


def param_sheet(profile: Profile, names: Iterable[str], values: Mapping[str, Any]) -> Sheet:
    """Return a form of a profile's params, filled in with the values that are in force."""
    return sheet((of_param(profile, name) for name in names), values)


def _is_about(said: Saying, asked: Asked) -> bool:
    address = str(getattr(said, "address", "") or "")
    if address and address.split(".")[:2] in (["params", asked.name], ["fields", asked.name]):
        return True
    if said.values.get("name") == asked.name:
        return True
    title = said.values.get("field")
    return isinstance(title, Mapping) and asked.title in title.values()
