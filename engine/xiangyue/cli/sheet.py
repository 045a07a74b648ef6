"""``xiangyue sheet``: the offline equivalent of a form, printed and entered later."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, acting, existing
from xiangyue.cli.output import emit, listed, words
from xiangyue.cli.output import language as spoken
from xiangyue.errors import Misuse
from xiangyue.spelling import shown

if TYPE_CHECKING:
    from xiangyue.exchange.paper.paper_form import PaperForm

EXAMPLES: Final = """\b
Examples:
  xiangyue sheet complaint --profile base --language zh -o complaint.html
  xiangyue sheet household_visit --community xinqi --db sqlite:///village.db --copies 30 -o v.html
  xiangyue sheet household_visit meet --community xinqi --task 17 --as wang -o meet.html
"""
_MOST: Final = 500

Printed = tuple[Sequence[str], "list[PaperForm]"]
"""The languages of a profile, and forms of it."""

Where = Annotated[
    str | None, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
]


def sheet(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="The flow whose form it is.")],
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="An action of it; the opening if left out.")
    ] = "open",
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")
    ] = Path("sheet.html"),
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="PROFILE", help="A profile's folder or name."),
    ] = None,
    community: Where = None,
    task: Annotated[
        str | None,
        typer.Option("--task", metavar="TASK", help="The task that the action is taken on."),
    ] = None,
    viewer: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="MEMBER", help="Who may take it, and so sees what is personal."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="LANG", help="The sheet's language.")
    ] = None,
    copies: Annotated[
        int, typer.Option(min=1, max=_MOST, help="So many sheets, each with its own number.")
    ] = 1,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Print a form in large type for work without a device, to be entered later."""
    from xiangyue.exchange.paper.paper_page import paper_page

    if (profile is None) == (community is None) or (task is not None and community is None):
        raise Misuse("paper-which")
    if os.path.lexists(output) and not force:
        raise Misuse("paper-there", file=str(output))
    if output.suffix.lower() not in (".html", ".htm"):
        raise Misuse("paper-ending", file=str(output))
    if profile is not None:
        known, forms = _of_profile(profile, flow, action, copies)
    else:
        known, forms = _of_community(db, str(community), flow, action, task, viewer, copies)
    if language is not None and language not in known:
        raise Misuse("paper-language", language=shown(language), known=listed(known))
    output.write_text(paper_page(forms, language or spoken()), encoding="utf-8")
    numbers = [form.number for form in forms]
    document = {"file": str(output), "flow": flow, "action": action, "numbers": numbers}
    said = ", ".join(numbers[:3]) + (" …" if len(numbers) > 3 else "")
    emit(as_json, document, lambda: [words("paper-written", file=output, numbers=said)])


def _of_profile(ref: str, flow: str, action: str, copies: int) -> Printed:
    from xiangyue import plugs
    from xiangyue.exchange.paper.paper_form import paper_form
    from xiangyue.lint import require
    from xiangyue.profile import load

    found = require(load(ref, plugs.packs()), plugs.limits())
    return found.languages, [paper_form(found, flow, action) for _ in range(copies)]


def _of_community(
    db: str,
    community: str,
    flow: str,
    action: str,
    task: str | None,
    viewer: str | None,
    copies: int,
) -> Printed:
    from xiangyue import Engine
    from xiangyue.exchange.paper.paper_form import paper_form, paper_form_of

    with Engine(existing(db)) as engine:
        profile = engine.profile(community)
        if task is None:
            many = range(copies)
            forms = [paper_form(profile, flow, action, community=community) for _ in many]
            return profile.languages, forms
        if viewer is not None:
            acting(engine, viewer)
        ref = task if "/" in task else f"{community}/{task}"
        form = paper_form_of(engine, ref, action, viewer=viewer)
    if form.flow.id != flow or form.community != community:
        raise Misuse("paper-task-elsewhere", task=ref, community=community, flow=flow)
    return profile.languages, [form]
