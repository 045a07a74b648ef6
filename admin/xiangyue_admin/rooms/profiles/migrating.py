"""Open tasks of older versions: who would stay and why; they go on, and go back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue.office import MigrationPlan
from xiangyue_admin.rooms.profiles import moving
from xiangyue_admin.rooms.profiles.room import acts, blueprint, engine, rules_of, where
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Stand:
    """Where open tasks stand: how many, where they go on, and where they could."""

    name: str
    flow: str
    state: str
    tasks: int
    to: str | None
    chosen: str
    choices: tuple[tuple[str, str], ...]


@blueprint.route("/<community>/migration", methods=["GET", "POST"])
def migration(community: str) -> str | Response | tuple[str, int]:
    """Show what would become of open tasks under the version in force, and let them go on."""
    problems: list[tuple[str | None, str]] = []
    if request.method == "POST":
        problems = list(_begin(community))
        if not problems:
            return redirect(to("profiles.migration", community=community), 303)
    profile, newest = rules_of(community)
    work = moving.of(engine(), community)
    # Read once: it may end while this page is written, which must then show the one or the other.
    running = work is not None and work.running
    done = work.done if work and not running else None
    page = render_template(
        "xiangyue/profiles/migration.html",
        community=community,
        path=where(community, (None, _("Open tasks of older versions"))),
        profile=profile,
        newest=newest,
        work=work,
        running=running,
        done=done,
        failure=work.failure.describe(language())
        if work and work.failure and not running
        else None,
        stands=list(_stands(community, work.plan)) if work and work.plan else [],
        left=[(one, _title(community, one.task.flow)) for one in done.left[:_SHOWN]]
        if done
        else [],
        more=max(0, len(done.left) - _SHOWN) if done else 0,
        last=engine().last_migration(community),
        acts=acts(),
        problems=problems,
        why=request.form.get("why", ""),
    )
    return (page, 422) if problems else page


def _begin(community: str) -> Iterator[tuple[str | None, str]]:
    """Begin what a button asked for; yield what stands in the way."""
    asked, why = request.form.get("do", ""), request.form.get("why", "").strip()
    if not acts():
        yield None, _("Your account acts as no member, so it cannot decide this.")
    elif asked not in ("look", "go", "back"):
        yield None, _("Choose one of the buttons.")
    elif asked != "look" and not why:
        yield f"why-{asked}", _("Say why.")
    else:
        work = moving.Work(
            cast("moving.What", asked),
            _states(),
            "keep" if request.form.get("overdue") == "keep" else "leave",
            str(here().member),
            why or _("A look at what would happen"),
        )
        moving.begin(engine(), community, work)


def _states() -> dict[str, dict[str, str]]:
    """Return which states the form calls otherwise; ids hold no dot."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.form.items():
        prefix, _dot, rest = name.partition(".")
        if prefix == "state" and value:
            flow, _dot, state = rest.partition(".")
            found.setdefault(flow, {})[state] = value
    return found


def _stands(community: str, plan: MigrationPlan) -> Iterator[Stand]:
    """Yield where open tasks stand, those of several versions together."""
    profile, _newest = rules_of(community)
    counts: dict[tuple[str, str], int] = {}
    for one in plan.stands:
        counts[one.flow, one.state] = counts.get((one.flow, one.state), 0) + one.tasks
    for one in plan.stands:
        count = counts.pop((one.flow, one.state), 0)
        if not count:
            continue
        flow = profile.flows.get(one.flow)
        states = flow.states.values() if flow else ()
        chosen = plan.states.get(one.flow, {}).get(one.state, "")
        asked = flow is not None and (one.to is None or chosen)
        yield Stand(
            f"state.{one.flow}.{one.state}",
            one.flow_title.of(language()),
            one.title.of(language()),
            count,
            one.to_title.of(language()) if one.to_title else None,
            chosen,
            tuple((s.id, s.title.of(language())) for s in states if not s.final) if asked else (),
        )


def _title(community: str, flow: str) -> str:
    profile, _newest = rules_of(community)
    known = profile.flows.get(flow)
    return known.title.of(language()) if known else flow
