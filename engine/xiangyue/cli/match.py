"""``xiangyue match``: who can be given what, and who waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, Db, Json, acting, existing
from xiangyue.cli.output import Line, emit, joined, language, words

if TYPE_CHECKING:
    from xiangyue import Decision, Reason
    from xiangyue.errors import XiangyueError
    from xiangyue.work.matching import Matches

EXAMPLES: Final = """\b
Examples:
  xiangyue match xinqi --db sqlite:///village.db
  xiangyue match xinqi --propose --by li --json
"""


def match(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    db: Db = DEFAULT_DB,
    propose: Annotated[
        bool, typer.Option("--propose", help="Open a task for each match, for people to decide.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="MEMBER", help="Who proposes them.")
    ] = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Offer what must be verified again, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Match all open needs with all resources that are free, and say why."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        if by is not None:
            acting(engine, by)
        found = engine.match(community, by=by, propose=propose, stale=stale)
    emit(as_json, _document(found), lambda: _lines(found))
    if not all(found.proposed):
        raise typer.Exit(FOUND)


def _document(found: Matches) -> dict[str, Any]:
    plan = found.plan
    return {
        "matches": [
            {"need": m.need.id, "resource": m.offer.id, "quantity": m.quantity, "why": _told(m.why)}
            for m in plan.matches
        ],
        "waiting": [
            {"need": one.need.id, "quantity": one.quantity, "why": _told(one.why)}
            for one in plan.waiting
        ],
        "outdated": [offer.id for offer in found.outdated],
        "gap": plan.gap,
        "proposed": [_outcome(one) for one in found.proposed],
    }


def _told(why: Sequence[Reason]) -> list[dict[str, Any]]:
    return [{"code": one.code, "en": one.text("en"), "zh": one.text("zh")} for one in why]


def _outcome(one: Decision | XiangyueError) -> dict[str, Any]:
    from xiangyue import XiangyueError

    if isinstance(one, XiangyueError):
        return {"task": None, "outcome": "rejected", "why": [one.text(language())]}
    return {
        "task": one.ref if one else None,
        "outcome": one.outcome,
        "why": [reason.text(language()) for reason in one.reasons],
    }


def _lines(found: Matches) -> Iterator[Line]:
    plan = found.plan
    for one in plan.matches:
        yield words("match-pair", need=one.need.id, offer=one.offer.id, quantity=one.quantity)
        yield from _reasons(one.why)
    if plan.waiting:
        yield words("match-waiting-list")
    for place, missing in enumerate(plan.waiting, 1):
        yield words("match-waits", place=place, need=missing.need.id, quantity=missing.quantity)
        yield from _reasons(missing.why)
    if found.outdated:
        names = ", ".join(offer.id for offer in found.outdated)
        yield words("match-to-verify", names=names)
    for result in map(_outcome, found.proposed):
        why = " ".join(result["why"])
        yield words(f"match-{result['outcome']}", task=result["task"] or "", why=why)
    served, missing_units = plan.served, sum(one.quantity for one in plan.waiting)
    yield words("match-sum", matches=len(plan.matches), served=served, missing=missing_units)


def _reasons(why: Sequence[Reason]) -> Iterator[Line]:
    for reason in why:
        yield f"    {joined(reason.text(language()), reason.mend(language()))}"
