"""The Flask application; embeddable in another one by its blueprint."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify

from xiangyue import Engine, XiangyueError


def health_blueprint(engine: Engine) -> Blueprint:
    """Return a blueprint whose ``/health`` tells whether the store can be read.

    It answers 200 with the number of governed communities, or 503 with one clear sentence. It
    names no community and no member, so that it needs no sign-in.
    """
    blueprint = Blueprint("xiangyue", __name__)

    @blueprint.get("/health")
    def health() -> tuple[Response, int]:
        try:
            return jsonify(status="ok", communities=len(engine.communities())), 200
        except XiangyueError as error:
            return jsonify(status="failing", detail=error.describe()), 503

    return blueprint


def create_app(engine: Engine) -> Flask:
    """Return a Flask application around an engine; the caller closes the engine."""
    app = Flask(__name__)
    app.register_blueprint(health_blueprint(engine))
    return app
