"""A village with people who may sign in, and a console around it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from demo_house import Served, demo_store, served
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts, Grant, secrets


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords are sealed as always, but with less work: hundreds are opened in these tests."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_hasher", lambda: quick)
        yield


class _Compiled(BytecodeCache):
    """Templates that were compiled, for all applications of a test run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Each test has an application of its own; their templates are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with two villages and who may sign in there, made once and copied for each test."""
    file = tmp_path_factory.mktemp("village") / "village.db"
    with Engine(f"sqlite:///{file}") as engine:
        engine.add_unit("county", "county")
        engine.add_unit("xinqi", "village", parent="county", title={"en": "Xinqi", "zh": "新期村"})
        engine.add_unit("other", "village", parent="county")
        engine.install("resource-scarce-rural", community="xinqi")
        engine.install("resource-scarce-rural", community="other")
        engine.register("li", roles={"village_secretary": "xinqi"}, name="李书记")
        engine.register("chen", roles={"duty_person": "xinqi"})
        engine.register("wang", roles={"resident": "xinqi"})
        engine.register("zhao", roles={"village_secretary": "other"})
        accounts = Accounts(engine)
        for login, member, grants in (
            ("li", "li", [Grant("admin", "xinqi")]),
            ("chen", "chen", [Grant("desk", "xinqi")]),
            ("wang", "wang", []),
            ("zhao", "zhao", [Grant("admin", "other"), Grant("desk", "other")]),
            ("county", None, [Grant("admin", "county")]),
            ("root", None, [Grant("system", "*")]),
        ):
            accounts.add(login, by="setup", member=member, password=PASSWORD, grants=grants)
    return file


@pytest.fixture
def engine(built: Path, tmp_path: Path) -> Iterator[Engine]:
    """A cadre (li), a helper (chen), a resident (wang), admins of village and county, root."""
    shutil.copy(built, tmp_path / "village.db")
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        yield engine


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    """Who may sign in."""
    return Accounts(engine)


@pytest.fixture
def app(engine: Engine) -> Flask:
    """The console's own application."""
    return create_app(engine, ConsoleSettings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who can sign in, read forms and send them."""
    return Visitor(app)


@pytest.fixture(scope="session")
def demo(shared_folder: Path) -> Path:
    """The demo's communities as they stand after its story, built once a test run."""
    return demo_store(shared_folder)


@pytest.fixture
def house(demo: Path, tmp_path: Path) -> Iterator[Served]:
    """A console served around a copy of the demo's communities, for one story."""
    with served(demo, tmp_path) as console:
        yield console
