"""Which profile suits a community, told from its figures, and letting it govern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import BadInput, XiangyueError
from xiangyue.office import (
    INDICATORS,
    Assessment,
    Community,
    catalogue,
    judged,
    read_communities,
    say,
)
from xiangyue_admin import uploads
from xiangyue_admin.forms import Asked, Sheet, sheet
from xiangyue_admin.rooms.start.room import blueprint, where
from xiangyue_admin.shelf import profiles_on_the_shelf
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to, told

_OWNERS = ("community", "village")


@dataclass(frozen=True, slots=True)
class Suits:
    """A profile that suits a community: how well, and how much is known of what tells so."""

    id: str
    title: str
    score: int
    known: int


@cache
def _types() -> Any:
    """Return what the installed profiles are for; reading them all takes seconds."""
    return catalogue([])


@blueprint.route("/fit", methods=["GET", "POST"])
def fit() -> str | tuple[str, int]:
    """Tell from figures, written here or in a sheet, which profile suits."""
    form = _form()
    problems: list[tuple[str | None, str]] = []
    found: list[tuple[Assessment, list[Suits]]] = []
    if request.method == "POST" and request.form.get("do") == "sheet":
        problems += _from_sheet(found)
    elif request.method == "POST":
        if form.validate():
            given = form.given
            setting = given.pop("setting", None)
            name = given.pop("community", "")
            if given:
                one = Community(name or "-", {k: float(v) for k, v in given.items()}, None, setting)
                found.append(_assessed(one))
            else:
                problems.append((form.of("A1").aim, _("Write at least one figure.")))
        problems += form.summary()
    page = render_template(
        "xiangyue/start/fit.html",
        path=where((None, _("What suits?"))),
        form=form,
        problems=problems,
        found=[(one, suits, _verdict(one)) for one, suits in found],
    )
    return (page, 422) if problems else page


def _form() -> Sheet:
    units = tuple((id, here().title(id)) for id in _owners())
    settings = (("urban", _("Town")), ("rural", _("Country")))
    asked = [
        Asked("community", _("Community"), {"type": "string", "maxLength": 64}, units),
        Asked(
            "setting",
            _("Town or country"),
            {"enum": ["urban", "rural"]},
            settings,
            values={"urban": "urban", "rural": "rural"},
        ),
    ]
    for one in INDICATORS.values():
        unit = one.unit.of(language())
        hint = _(
            "%(code)s; few below %(low)s, many above %(high)s",
            code=one.code,
            low=f"{one.lower:g}",
            high=f"{one.upper:g}",
        )
        schema = {"type": "number", "minimum": 0, "maximum": one.most}
        title = one.title.of(language())
        asked.append(Asked(one.code, title[:1].upper() + title[1:], schema, (), (hint,), unit))
    return sheet(asked, {"community": request.args.get("community")})


def _owners() -> list[str]:
    """Return the units that own tasks of their own: communities and villages."""
    units = here().engine.units()
    return [one.id for one in units.values() if one.unit_level in _OWNERS]


def _from_sheet(found: list[tuple[Assessment, list[Suits]]]) -> list[tuple[str | None, str]]:
    owner, token = here().actor, ""
    try:
        token = uploads.keep(request.files.get("file"), owner)
        path = uploads.found(token, owner)
        if path is not None:
            found += [_assessed(one) for one in read_communities(path, _types().known)]
    except ValueError as error:
        return [("file", str(error))]
    except BadInput as error:
        problems = getattr(error, "problems", (error,))
        return [("file", _placed(one)) for one in problems[:50]]
    finally:
        uploads.forget(token, owner)
    return []


def _placed(error: BadInput) -> str:
    said = f"{error.text(language())} {error.mend(language())}".strip()
    if error.place is None or not error.place.line:
        return said
    return _("Row %(row)s: %(said)s", row=error.place.line, said=said)


def _assessed(community: Community) -> tuple[Assessment, list[Suits]]:
    found, _ruling = judged(community, _types())
    suits = [
        Suits(
            one.type.id,
            one.type.title.of(language()),
            round(100 * float(one.value or 0)),
            round(100 * float(one.known_share)),
        )
        for one in found.best
    ]
    return found, suits


def _verdict(found: Assessment) -> str:
    """Say what the figures tell, and that people decide."""
    words = {
        "clear": _("One profile suits clearly."),
        "mixed": _("Two profiles suit nearly alike: people decide, or take one that mixes both."),
        "weak": _("No profile suits well. Begin with the nearest, and change what does not suit."),
        "thin": _("Too little is known: take it as a first guess, and add figures."),
    }
    said = words.get(found.verdict, say("fit-says-none", language(), {}))
    return _("%(said)s The figures propose; people decide.", said=said)


@blueprint.route("/install", methods=["GET", "POST"])
def install() -> str | Response | tuple[str, int]:
    """Let a profile govern a community for the first time."""
    visit = here()
    governed = set(visit.engine.communities())
    open_ones = [(one, visit.title(one)) for one in _owners() if one not in governed]
    profiles = profiles_on_the_shelf()
    community = request.values.get("community", "")
    chosen = request.values.get("profile", "")
    problems: list[tuple[str | None, str]] = []
    if request.method == "POST":
        if community not in dict(open_ones):
            problems.append(("community", _("Choose a community that has no profile yet.")))
        if chosen not in dict(profiles):
            problems.append(("profile", _("Choose a profile from the list.")))
        if not problems:
            try:
                found = visit.engine.install(chosen, community, by=visit.actor)
            except XiangyueError as error:
                problems.append((None, error.describe(language())))
            else:
                title = found.title.of(language())
                told(
                    _(
                        "%(community)s is now governed by “%(title)s”.",
                        community=visit.title(community),
                        title=title,
                    )
                )
                return redirect(to("start.index"), 303)
    page = render_template(
        "xiangyue/start/install.html",
        path=where((None, _("Choose a profile"))),
        open_ones=open_ones,
        profiles=profiles,
        community=community,
        chosen=chosen,
        problems=problems,
    )
    return (page, 422) if problems else page
