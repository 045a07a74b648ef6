"""A short guide, in a page of its own for each language."""

from __future__ import annotations

from flask import Blueprint, render_template

from xiangyue_admin.visiting import here

blueprint = Blueprint("guide", __name__, url_prefix="/guide")


@blueprint.get("/")
def index() -> str:
    """Show how a day's work goes here, and what to do when something does not go."""
    return render_template(f"xiangyue/guide/{here().language}.html")
