"""An assessment as plain data for programs."""

from __future__ import annotations

from typing import Any

from xiangyue.study.fit.assessment import Assessment
from xiangyue.study.fit.decided import Ruling
from xiangyue.study.fit.scoring import Score


def as_dict(found: Assessment, ruling: Ruling | None, lang: str = "en") -> dict[str, Any]:
    """Return an assessment, and what people have decided, as plain data.

    ``type`` is what holds: what people decided, else the best type, or both of a mixed one.
    """
    values = found.community.values
    decided = ruling.decided if ruling else None
    return {
        "community": found.community.id,
        "setting": found.community.setting,
        "type": decided or "+".join(found.extends) or None,
        "verdict": found.verdict,
        "best": [score_dict(one) for one in found.best],
        "extends": list(found.extends),
        "mix": found.mix,
        "missing": list(found.missing),
        "could_change": list(found.open),
        "settled": bool(found.best) and not found.open,
        "profile": found.community.profile,
        "current": score_dict(found.current) if found.current else None,
        "other_setting": found.elsewhere,
        "mismatches": [
            {"indicator": one.code, "value": one.value, "band": one.band, "wanted": [*one.wanted]}
            for one in found.mismatches
        ],
        "flags": list(found.flags),
        "bands": found.community.bands,
        "plan": [step.as_dict(values, lang) for step in found.plan],
        "decided": ruling.as_dict() if ruling else None,
    }


def score_dict(one: Score) -> dict[str, Any]:
    """Return a score as plain data, its shares as numbers from 0 to 1."""
    return {
        "type": one.type.id,
        "title": dict(one.type.title),
        "score": None if one.value is None else round(float(one.value), 4),
        "known": round(float(one.known_share), 4),
        "weights": {"agreed": one.agreed, "known": one.known, "all": one.total},
    }
