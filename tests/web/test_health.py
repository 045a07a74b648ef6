"""The health check, on a real Flask application and a real store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from xiangyue import Engine
from xiangyue_admin import console_blueprint, create_app


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a file, with one governed community."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        engine.install("resource-scarce-rural", community="xinqi")
        yield engine


def test_health_counts_the_communities(engine: Engine) -> None:
    """A store that can be read answers 200 and how many communities it governs."""
    answer = create_app(engine).test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "communities": 1})


def test_health_mounts_under_a_prefix_of_another_application(engine: Engine) -> None:
    """The blueprint lives in a stranger's application."""
    app = Flask("stranger")
    app.secret_key = "of the stranger"
    app.register_blueprint(console_blueprint(engine), url_prefix="/governance")
    assert app.test_client().get("/governance/health").status_code == 200


def test_health_says_so_when_the_store_cannot_be_read(engine: Engine, tmp_path: Path) -> None:
    """A store that lost a table answers 503 with one sentence."""
    with sqlite3.connect(tmp_path / "village.db") as connection:
        connection.execute("DROP TABLE head")
    connection.close()
    answer = create_app(engine).test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "no such table" in answer.json["detail"]
