"""How service held up in a time, as pages show it: the curve, its measures, what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from xiangyue import BadInput
from xiangyue.office import (
    MEASURES,
    AfterAction,
    Expectation,
    charts,
    parse_expectation,
    say,
)
from xiangyue_admin import pictures, speaking, uploads
from xiangyue_admin.speaking import _, number
from xiangyue_admin.visiting import here

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a simulation expects, as it was sent here; ``wrong`` says why it is none."""

    found: Expectation | None = None
    wrong: str = ""


def take_expectation() -> Response | Expected:
    """Take the file that was sent, and lead back to the page with it; else say what is wrong."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return Expected(wrong=_("Choose a file."))
    content = file.read()
    try:
        parse_expectation(content, file.filename)
    except BadInput as error:
        return Expected(wrong=here().say(error))
    token = uploads.keep_content(content, "json", here().actor)
    args = {**request.args.to_dict(), **(request.view_args or {}), "expected": token}
    return redirect(url_for(str(request.endpoint), **args), 303)


def expectation() -> Expected:
    """Return what was sent before, while it is kept."""
    path = uploads.found(request.args.get("expected", ""), here().actor)
    if path is None:
        if "expected" not in request.args:
            return Expected()
        return Expected(wrong=_("The file is no longer kept here. Choose it again."))
    return Expected(parse_expectation(path.read_bytes(), path.name))


def shown(found: AfterAction, expected: Expectation | None) -> Mapping[str, Any]:
    """Return what a page shows of it."""
    lang, real = speaking.language(), found.resilience
    axis = charts.time_axis(real.since, real.until, here().house.settings.zone, lang)
    chart = pictures.lines(_("Level of service"), found.series(expected, lang), axis, unit="%")
    verdicts = found.as_expected(expected) if expected else {}
    measures = [
        {
            "title": say(f"resilience-{name}", lang),
            "real": _said(name, getattr(real, name)),
            **(_expected(expected, name) if expected else {}),
            "verdict": verdicts.get(name),
        }
        for name in MEASURES
    ]
    parts = [
        (say(f"level-{name}", lang), found.level.weights[name], *_of_curve(curve))
        for name, curve in found.level.components.items()
    ]
    left_out = [say(f"level-{name}", lang) for name in found.level.left_out]
    return {
        "found": found,
        "expected": expected,
        "chart": chart,
        "measures": measures,
        "parts_of": parts,
        "left_out": left_out,
    }


def _of_curve(curve: Any) -> tuple[float, float]:
    """Return the mean and the lowest of a part, from 0 to 1."""
    length = curve.until - curve.since
    whole = sum((end - at) / length * value for at, end, value in curve.stretches())
    return whole / 100, min(curve.values) / 100


def _expected(expected: Expectation, name: str) -> Mapping[str, str]:
    told = expected.measures.get(name)
    if told is None:
        return {"mean": _NONE, "single": _NONE}
    low, high = expected.single(name) or (0.0, 0.0)
    within = f"{_said(name, told.low)} – {_said(name, told.high)}"
    single = f"{_said(name, low)} – {_said(name, high)}" if told.count > 1 else _NONE
    return {"mean": f"{_said(name, told.mean)} ({within})", "single": single}


def _said(name: str, value: float | None) -> str:
    if value is None:
        return _NONE
    return number(round(100 * value if name == "normalised" else value, 1))
