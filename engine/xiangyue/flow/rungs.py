"""The rungs of a ladder, whoever climbs it: a deadline that has passed, or a call-out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.profile import Profile
from xiangyue.time.worktime import Duration, parse_duration


class Rung(NamedTuple):
    """One rung of a ladder: whom it asks, how, how long it waits for them, and how often."""

    address: str
    ask: tuple[str, ...]
    within: Duration
    tries: int
    detail: Mapping[str, Any]
    step: Mapping[str, Any]

    @property
    def then(self) -> bool:
        """Tell whether anything follows when nobody answers, beside the next rung."""
        return "then" in self.step and self.step["then"] != "next"

    @property
    def having(self) -> tuple[str, ...]:
        """Return the roles that whoever is called out must hold besides."""
        return many(self.step.get("having", ()))

    @property
    def offers(self) -> str | int | None:
        """Return the tier of the offers whose owners are asked, instead of roles."""
        return self.step.get("offers")


def rungs_of(profile: Profile, ladder: str | None) -> tuple[Rung, ...]:
    """Return the rungs of a ladder; none where there is no such ladder."""
    steps = profile.document.get("ladders", {}).get(ladder, {}).get("steps", ())
    return tuple(
        Rung(
            address=f"ladders.{ladder}.steps.{n}",
            ask=many(step.get("ask", ())),
            within=parse_duration(step["within"]),
            tries=step.get("tries", 1),
            detail={"by": many(step["by"]), **({"at": step["at"]} if "at" in step else {})},
            step=step,
        )
        for n, step in enumerate(steps)
    )


def many(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return a name, or a list of names, as a tuple of names."""
    return (value,) if isinstance(value, str) else tuple(value)
