"""Installed limits, which rules they carry, and whether they keep what they promise."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, render_template

from xiangyue.office import Brought, brought, examine_limit
from xiangyue_admin.rooms.system.door import blueprint
from xiangyue_admin.visiting import here


@blueprint.get("/plugins")
def plugins() -> str:
    """Show the installed limits, and plugins that cannot be loaded."""
    found = brought()
    return render_template(
        "xiangyue/system/plugins.html",
        rows=[row for one in found for row in _rows(one)],
        broken=[(one.plugin, here().say(one.broken)) for one in found if one.broken],
    )


@blueprint.get("/plugins/<limit>")
def plugin(limit: str) -> str:
    """Try one limit on some hundred cases, and show what came of it."""
    known = ((one, row) for one in brought() for row in zip(one.limits, _rows(one), strict=True))
    for _one, (what, row) in known:
        if row["name"] == limit:
            report = examine_limit(what)
            return render_template("xiangyue/system/plugin.html", row=row, report=report)
    abort(404)


def _rows(one: Brought) -> Iterator[dict[str, object]]:
    """Yield what is said of each limit; of one that is none only what it calls itself."""
    for limit in one.limits:
        title, rules = getattr(limit, "title", None), getattr(limit, "rules", ())
        said = title if isinstance(title, dict) else {}
        yield {
            "name": str(getattr(limit, "name", limit)),
            "title": str(said.get(here().language) or said.get("en") or ""),
            "rules": list(rules) if isinstance(rules, tuple) else [],
            "kinds": list(getattr(limit, "kinds", ()) or ()),
            "basis": str(getattr(limit, "basis", "")),
            "from": one.distribution or one.plugin,
        }
