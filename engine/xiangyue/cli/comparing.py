"""``xiangyue profile diff`` and ``graph``: what a change allows, and how a flow looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.lookup import sound
from xiangyue.cli.options import Json, Ref
from xiangyue.cli.output import Line, Styled, emit, language, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.diff import Change, Effect
    from xiangyue.profile import Flow, Profile

DIFF_EXAMPLES: Final = """\b
Examples:
  xiangyue profile diff base/profile draft/profile
  xiangyue profile diff resource-scarce-rural my/profile --json
"""
GRAPH_EXAMPLES: Final = """\b
Examples:
  xiangyue profile graph resource-scarce-rural --flow village_task
  xiangyue profile graph my/profile --flow errand --svg errand.svg
"""


MARKS: Final[Mapping[Effect, Styled]] = {
    "allows": ("+ ", "green"),
    "forbids": ("- ", "red"),
    "changes": ("~ ", "yellow"),
}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A profile's folder, or its name.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it is compared with.")],
    as_json: Json = False,
) -> None:
    """Say what may happen now that could not before, and the reverse."""
    from xiangyue.diff import diff_profiles

    changes = diff_profiles(sound(old), sound(new))
    lang = language()
    document = {
        "changes": [
            {
                "code": change.code,
                "effect": change.effect,
                "address": change.address,
                "text": change.text(lang),
            }
            for change in changes
        ]
    }
    emit(as_json, document, lambda: _changes(changes))


def _changes(changes: Sequence[Change]) -> Iterator[Line]:
    lang = language()
    for change in changes:
        yield [MARKS[change.effect], (f"{change.address}: ", "bold"), (change.text(lang), "")]
    counts = Counter(change.effect for change in changes)
    yield words("cli-diff-total", **{effect: counts[effect] for effect in MARKS})


def graph(
    ref: Ref,
    flow: Annotated[
        str | None, typer.Option(help="One flow; all of them, one by one, if left out.")
    ] = None,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an SVG of one flow to this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Draw flows as Mermaid, or one of them as SVG."""
    from xiangyue.graph import mermaid
    from xiangyue.graph import svg as draw

    flows = _chosen(sound(ref), flow)
    if svg is None:
        texts = {one.id: mermaid(one, language()) for one in flows}

        def lines() -> Iterator[Line]:
            for text in texts.values():
                yield from text.splitlines()

        emit(as_json, texts, lines)
        return
    if len(flows) > 1:
        raise Misuse("cli-one-flow", known=", ".join(one.id for one in flows))
    svg.write_text(draw(flows[0], language()), "utf-8")
    document = {"flow": flows[0].id, "file": str(svg)}
    emit(as_json, document, lambda: [words("cli-svg-written", file=svg)])


def _chosen(profile: Profile, flow: str | None) -> list[Flow]:
    if flow is None:
        return list(profile.flows.values())
    if flow not in profile.flows:
        raise Misuse("cli-no-flow", flow=flow, known=", ".join(profile.flows) or "-")
    return [profile.flows[flow]]
