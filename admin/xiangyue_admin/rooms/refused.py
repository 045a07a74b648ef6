"""What was refused or put off in a community, and why: so that rules can be mended."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import Profile
from xiangyue.office import Refusal, limits
from xiangyue_admin.recording.kinds import REASONS
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.history import deed
from xiangyue_admin.tasking.words import Names, came
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("refused", __name__, url_prefix="/refused")

_A_PAGE = 30
_LIMIT = "limit:"


@blueprint.get("/")
def index() -> str | BaseResponse:
    """Show the communities of the visitor; lead on where it is one."""
    communities = here().communities("admin")
    if len(communities) == 1:
        return redirect(to("refused.community", community=communities[0]), 303)
    return render_template("xiangyue/refused/index.html", communities=communities)


@blueprint.get("/<community>", endpoint="community")
def of_community(community: str) -> str:
    """Show what was refused or put off there, the newest first."""
    visit = here()
    profile = visit.engine.intake(community)
    flows = {flow.id: flow.title.of(visit.language) for flow in profile.flows.values()}
    reasons = _reasons(profile)
    chosen = {
        "flow": _known(request.args.get("flow"), flows),
        "reason": _known(request.args.get("reason"), reasons),
        "outcome": _known(request.args.get("outcome"), ("refused", "deferred")),
    }
    found = visit.engine.refused(
        community,
        flow=chosen["flow"],
        reason=(chosen["reason"] or "").removeprefix(_LIMIT) or None,
        outcome=chosen["outcome"],  # type: ignore[arg-type]  # one of both, as was just asked
        before=whole(request.args.get("before")),
        limit=_A_PAGE,
    )
    names = Names(named=True)
    names.learn(who for one in found.items for who in _hands(one))
    rules = {
        one.decision.release: one.decision for one in found.items if one.decision.before is not None
    }
    known = {release: visit.engine.rules_of(one) for release, one in rules.items()}
    return render_template(
        "xiangyue/refused/community.html",
        community=community,
        rows=[_row(one, names, known.get(one.decision.release, profile)) for one in found.items],
        older=found.older,
        looked=found.looked,
        flows=flows,
        reasons=reasons,
        chosen=chosen,
        begun="before" in request.args,
    )


def _hands(one: Refusal) -> tuple[str, ...]:
    return one.decision.command.principal, one.decision.command.actor


def _known(name: str | None, known: object) -> str | None:
    return name if name and name in known else None  # type: ignore[operator]  # a collection


def _reasons(profile: Profile) -> dict[str, str]:
    """Return what one may ask for: kinds of reasons, and then each limit of the profile."""
    titles = {name: one.title for name, one in limits().items()}
    found = {code: str(words) for code, words in REASONS.items()}
    for name in profile.limits:
        title = titles.get(name, {})
        said = title.get(here().language) or title.get("en") or name
        found[f"{_LIMIT}{name}"] = _("Limit: %(name)s", name=said)
    return found


def _row(one: Refusal, names: Names, profile: Profile) -> dict[str, object]:
    visit, decision = here(), one.decision
    opening = decision.before is None
    flow = profile.flows.get(decision.flow)
    return {
        "seq": decision.seq,
        "at": decision.now,
        "put_off": one.outcome == "deferred",
        "runs_at": one.runs_at,
        "dead": one.dead,
        "flow": flow.title.of(visit.language) if flow else decision.flow,
        "deed": deed(profile, decision) if not opening else "",
        "task": None if opening else decision.task,
        "who": names.of(decision.command.principal),
        "by": names.of(decision.command.actor) if decision.command.on_behalf_of else "",
        "came": came(decision.command.source),
        "reasons": decision.reasons,
    }
