"""What a number or rule stands on, in words: a law by its name, a published source, a default.

A profile writes it once, in English, with marks such as ``[L:VCL 26]``. In another language what
the marks say is told, and the remark beside them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xiangyue_admin.speaking import _, language, lazy

LAWS: Final[Mapping[str, object]] = {
    "BFE": lazy("Barrier-free Environment Law"),
    "BJ-JSJB": lazy("Beijing Swift-Response Ordinance"),
    "BJ-SUB": lazy("Beijing Sub-district Office Ordinance"),
    "BZ": lazy("Binzhou Grid Service Ordinance"),
    "ERL": lazy("Emergency Response Law"),
    "JN": lazy("Jinan 12345 Ordinance"),
    "LAB": lazy("Labour Law"),
    "MED": lazy("People's Mediation Law"),
    "NOISE": lazy("Noise Pollution Law"),
    "PET": lazy("Petition Work Regulations"),
    "PIPL": lazy("Personal Information Protection Law"),
    "QD": lazy("Qingdao Emergency Ordinance"),
    "SH-RC": lazy("Shanghai Residents' Committee Ordinance"),
    "URC": lazy("Urban Residents' Committees Organic Law"),
    "VCL": lazy("Villagers' Committees Organic Law"),
    "VOL": lazy("Volunteer Service Regulations"),
    "WF": lazy("Weifang 12345 Ordinance"),
}
_DEFAULT = "project default"
_LAW = re.compile(r"\[L:([A-Z-]+) ([^\]]+)\]")
_SOURCE = re.compile(r"\[S:([^\]]+)\]")
_MARK = re.compile(r"\s*\[(?:[SL]:[^\]]*|[DM])\]")
_MARKED = {" [D]": " (project default)", " [M]": " (not verified)"}
_JOINED = re.compile(r"^(?:[\s;,:.]|and\b|or\b)*|[\s;,:]*$")


def basis(said: str) -> str:
    """Say where a number or rule comes from, in the visitor's language.

    What stands first is what it stands on; laws and sources beside a default are only compared.
    """
    if said == _DEFAULT:
        return _("Project default; the community may decide otherwise.")
    numbers = ", ".join(_SOURCE.findall(said))
    seen = [_article(*one) for one in _LAW.findall(said)]
    if numbers:
        sources = _("published sources no. %(numbers)s", numbers=numbers)
        seen.insert(0 if said.startswith("[S:") else len(seen), sources)
    named = _("; ").join(seen)
    own = "[D]" in said or "[M]" in said
    if said.startswith("[L:"):
        found = _("By law: %(law)s", law=named)
    elif said.startswith("[S:"):
        found = named[0].upper() + named[1:]
    elif seen:
        found = _("Project default (compare %(what)s)", what=named)
    elif own:
        found = _("Project default")
    else:
        return said
    if language() != "en":
        return found + (_("; in part a project default") if own and said[1] in "LS" else "")
    for mark, words in _MARKED.items():
        said = said.replace(mark, words)
    remark = _JOINED.sub("", _MARK.sub("", said))
    return found + (f": {remark}" if remark else "")


def _article(short: str, articles: str) -> str:
    return _("%(law)s, art. %(articles)s", law=LAWS.get(short, short), articles=articles)
