"""Following a matter by its number: in the hand of whom it concerns, or of a helper for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import XiangyueError
from xiangyue_admin.held import Held
from xiangyue_admin.visiting import here, to

Page = str | Response | tuple[str, int]
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Following:
    """How matters are followed in one room, whose browser holds the number under a name."""

    room: str
    held: str

    def ask(self, community: str, looked_up: Callable[[], None] | None = None) -> Page:
        """Ask for the number, and lead to the matter; ``looked_up`` counts a try."""
        wrong, number = None, request.form.get("number", "")[:_LONGEST]
        if request.method == "POST":
            if looked_up is not None:
                looked_up()
            try:
                here().engine.follow(number, community=community)
            except XiangyueError as error:
                wrong = here().say(error)
            else:
                Held(self.held, community).keep(number)
                return redirect(to(f"{self.room}.show", community=community), 303)
        page = self.page("follow", community, number=number, wrong=wrong)
        return (page, 422) if wrong else page

    def show(self, community: str) -> Page:
        """Show how it stands, what comes next, and what may be answered."""
        number = self.number(community)
        if number is None:
            return self.lost(community)
        matter = here().engine.follow(number, community=community)
        return self.page("show", community, matter=matter)

    def number(self, community: str) -> str | None:
        """Return the number that is held; None where there is none, or no more."""
        held = Held(self.held, community).read()
        return held["number"] if held else None

    def lost(self, community: str) -> Response:
        """Lead to where the number is asked for."""
        return redirect(to(f"{self.room}.follow", community=community), 303)

    def page(self, name: str, community: str, **what: object) -> str:
        """Return a page of both rooms, as it is in this one."""
        return render_template(
            f"xiangyue/residents/{name}.html", community=community, room=self.room, **what
        )


def choice_of(matter: Any, action: str) -> Any:
    """Return an action that may be taken on a matter; whatever else is asked for is not there."""
    for one in matter.choices:
        if one.action == action:
            return one
    abort(404)
