"""What every list that leaves shares: its page, its note, and how it is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from xiangyue_admin.visiting import here, to

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

_CHUNK = 64 * 1024
Answer = Response | tuple[str, int]


@blueprint.get("/")
def index() -> str | BaseResponse:
    """Show the communities of the visitor; lead on where it is one."""
    communities = here().communities("admin")
    if len(communities) == 1:
        return redirect(to("exports.community", community=communities[0]), 303)
    return render_template("xiangyue/exports/index.html", communities=communities)


@blueprint.get("/<community>", endpoint="community")
def of_community(community: str) -> str:
    """Show what can be taken along."""
    return page(community)


def page(community: str, wrong: Sequence[tuple[str, str]] = ()) -> str:
    """Write the page of a community; ``wrong`` are fields and what is wrong with them."""
    lang, profile = here().language, here().engine.intake(community)
    return render_template(
        "xiangyue/exports/community.html",
        community=community,
        accounts={one.id: one.title.of(lang) for one in profile.accounts.values()},
        flows={one.id: one.title.of(lang) for one in profile.flows.values()},
        library=profile.matching is not None,
        wrong=wrong,
        unfit={field for field, _sentence in wrong},
    )


def note(community: str, what: str, facts: Mapping[str, str | int | bool]) -> None:
    """Note that a list leaves the house, and who takes it."""
    said = {"community": community, "list": what, **facts}
    here().engine.remark("exported", by=here().actor, now=None, **said)


def attached(body: Iterator[bytes], what: str, ending: str, kind: str) -> Response:
    """Return an answer that is saved as a file of today."""
    answer = Response(body, content_type=kind)
    day = datetime.now(UTC).date().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}-{day}.{ending}"'
    return answer


def poured(folder: tempfile.TemporaryDirectory[str], file: Path) -> Iterator[bytes]:
    """Yield a file in parts; the folder is gone afterwards."""
    with folder, file.open("rb") as stream:
        while part := stream.read(_CHUNK):
            yield part
