"""Forms for residents: the question alone; what it is for stands once, below, for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from xiangyue import Decision, Profile
from xiangyue_admin.forms import Sheet, of_field, sheet
from xiangyue_admin.reasons import RULES, sentence
from xiangyue_admin.speaking import n_
from xiangyue_admin.visiting import here


@dataclass(frozen=True, slots=True)
class Use:
    """What a field is for, and how long its value is kept after the matter has ended."""

    title: str
    purpose: str
    kept: str


def plain_sheet(profile: Profile, names: Iterable[str], *, needed: Iterable[str] = ()) -> Sheet:
    """Return a form of a profile's fields with the help of each and nothing besides."""
    must = set(needed)
    asked = (of_field(profile, name, required=name in must) for name in names)
    return sheet(replace(one, hints=_help(profile, one.name)) for one in asked)


def blame(form: Sheet, decision: Decision) -> None:
    """Put reasons at the inputs that they are about; of a rule only its sentence is said."""
    rules = [one for one in decision.reasons if one.code in RULES]
    form.blame([one for one in decision.reasons if one not in rules])
    form.rest = [*getattr(form, "rest", []), *map(sentence, rules)]


def uses(profile: Profile, names: Iterable[str]) -> tuple[Use, ...]:
    """Return what each field is for and how long it is kept: what people are told beforehand."""
    language = here().language
    return tuple(
        Use(
            profile.fields[name].title.of(language),
            profile.fields[name].purpose.of(language),
            _kept(profile.fields[name].keep.amount, profile.fields[name].keep.unit.value),
        )
        for name in names
    )


def _help(profile: Profile, name: str) -> tuple[str, ...]:
    # Of yes and no the help speaks to whoever asks, and the person is the one who answers.
    field = profile.fields[name]
    said = field.help.of(here().language)
    return (said,) if said and field.schema.get("type") != "boolean" else ()


def _kept(amount: int, unit: str) -> str:
    match unit:
        case "y":
            return n_("kept for a year", "kept for %(count)s years", amount)
        case "m":
            return n_("kept for a month", "kept for %(count)s months", amount)
        case _:
            return n_("kept for a day", "kept for %(count)s days", amount)
