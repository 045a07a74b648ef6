"""What a number or rule stands on, in words: a law by its name, a published source, a default.

A profile writes it with marks such as ``[L:VCL 26]``, and remarks beside them in each language. Of
one that is written in English alone, the marks alone are told to who reads another.
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


def basis(given: str | Mapping[str, str]) -> str:
    """Say where a number or rule comes from, in the visitor's language."""
    words = {"en": given} if isinstance(given, str) else given
    tongue = language()
    said = words.get(tongue) or words.get("en", "")
    if said == _DEFAULT:
        return _("Project default; the community may decide otherwise.")
    laws, sources = _LAW.findall(said), _SOURCE.findall(said)
    remark = _MARK.sub("", said).strip(" ;,") if tongue in words else ""
    found = []
    if laws:
        found.append(_("By law: %(law)s", law=_("; ").join(map(_article, laws))))
    if sources:
        numbers = ", ".join(sources)
        found.append(_("From published sources (no. %(numbers)s)", numbers=numbers))
    if not found:
        if "[D]" not in said and "[M]" not in said:
            return said
        found.append(_("Project default"))
    return _(". ").join(found) + (_(": ") + remark if remark else "")


def _article(law: tuple[str, str]) -> str:
    short, articles = law
    return _("%(law)s, art. %(articles)s", law=LAWS.get(short, short), articles=articles)
