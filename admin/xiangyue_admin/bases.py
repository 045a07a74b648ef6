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
_OWN = re.compile(r"(?<=\S)\s*\[D\]")
_UNSURE = re.compile(r"(?<=\S)\s*\[M\]")
_JOINED = re.compile(r"^(?:[\s;,:.；，：。、]|and\b|or\b|和|与)*|[\s;,:；，：、]*$")


def basis(given: str | Mapping[str, str]) -> str:
    """Say where a number or rule comes from, in the visitor's language.

    What stands first is what it stands on; laws and sources beside a default are only compared.
    """
    words = {"en": given} if isinstance(given, str) else given
    said = words.get(language()) or words.get("en", "")
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
    if language() not in words:
        return found + (_("; in part a project default") if own and said[1] in "LS" else "")
    said = _UNSURE.sub(_(" (not verified)"), _OWN.sub(_(" (project default)"), said))
    remark = _JOINED.sub("", _MARK.sub("", said))
    return found + (_(": ") + remark if remark else "")


def _article(short: str, articles: str) -> str:
    return _("%(law)s, art. %(articles)s", law=LAWS.get(short, short), articles=articles)
