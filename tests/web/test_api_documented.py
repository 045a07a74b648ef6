"""The OpenAPI document, and whether the API keeps to it, on the store of the demo."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from xiangyue import Engine
from xiangyue_admin import ApiSettings, api_blueprint
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES
from xiangyue_admin.api.document import described, document
from xiangyue_admin.api.routes import all_operations

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted(one.name for one in all_operations())
FEW = 20
PROFILE = settings.get_profile(settings.get_current_profile_name())
PACK = Path(__file__).parents[1] / "flow" / "profiles"
TEMPLATE = files("xiangyue.cli") / "template"

# What exists in the demo: without it, fuzz would be told again and again that nothing is there.
KNOWN: dict[str, list[Any]] = {
    "community": ["xinqi", "lvyuan", "jinxiu", "laojie", "qinghe", "fair"],
    "unit": ["anhe", "qinghe", "xinqi", "xinqi-grid"],
    "task": [f"_{number}" for number in range(2, 40)],
    "member": ["li", "wang", "mei", "bo"],
    "account": ["points", "household"],
    "number": ["10.0", "13.0", "1.0"],
    "name": ["needs", "resources"],
    "flow": ["village_task", "need", "resource", "callout", "complaint", "rules"],
    "category": ["need", "complaint", "proposal"],
    "action": ["convert", "assign", "finish", "confirm", "accept", "verify", "serve", "open"],
    "on_behalf_of": ["wang", "mei", None],
    "assignee": ["wang", "mei"],
    "state": ["received", "valued", "listed"],
    "month": ["2026-06"],
    "types": ["task", "task.refused,points"],
    "data": [{}, {"urgency": "soon", "task_class": "routine", "difficulty": "normal"}],
    "profile": [(TEMPLATE / "profile.yaml").read_text("utf-8"), "profile: x"],
    "scenarios": [(TEMPLATE / "scenarios.yaml").read_text("utf-8"), "scenarios: []"],
    "params": [{"longest": 3}, {}, None],
}
OFTEN = 0.85


@pytest.fixture(scope="module")
def played(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Somebody's application with the API around what the demo leaves behind, and a market."""
    file = tmp_path_factory.mktemp("played") / "demo.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}", profiles=[PACK]) as engine:
        app = Flask("played")
        generous = ApiSettings(per_minute=10**9)
        _, app.config["TOKEN"] = Accounts(engine).new_token(
            "fuzz", member="li", unit="*", scopes=SCOPES, by="root"
        )
        app.config["ENGINE"] = engine
        engine.install(PACK / "market", "fair")
        engine.register("he", roles={"clerk": "fair"})
        assert engine.draft("fair", by="he", reason="to see", params={"longest": 7})
        app.register_blueprint(api_blueprint(engine, generous), url_prefix="/api/v1")
        yield app
        assert engine.verify().ok


@pytest.fixture(scope="module")
def schema() -> Any:
    """The document, as schemathesis reads it."""
    return schemathesis.openapi.from_dict({**described(), "servers": [{"url": "/api/v1"}]})


def steered(case: Case[Any], pick: Any, refs: list[str]) -> Case[Any]:
    """Return a case in which much of what is named exists."""
    for part in (case.path_parameters, case.query, case.body):
        _steer(part, pick)
    place = case.path_parameters
    if {"community", "task"} <= place.keys() and pick.random() < OFTEN:
        place["community"], _, place["task"] = pick.choice(refs).partition("/")
    return case


def refs_of(name: str, engine: Engine) -> list[str]:
    """Return tasks that an operation is about."""
    if name == "tasks_rollup":
        return ["qinghe/_5"]
    about = {"call_outs": "callout", "drafts": "rules"}
    flow = next((flow for room, flow in about.items() if name.startswith(room)), None)
    return [task.ref for task in engine.tasks(flow=flow).tasks]


def _steer(part: Any, pick: Any) -> None:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in KNOWN and pick.random() < OFTEN:
                part[name] = pick.choice(KNOWN[name])
            else:
                _steer(value, pick)
    elif isinstance(part, list):
        for one in part[:20]:
            _steer(one, pick)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_documented(
    name: str, played: Flask, schema: Any, record_property: Any
) -> None:
    """Whatever is sent: no fault, and status, type, headers and form are as they are described."""
    operation = schema.find_operation_by_id(name)
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    strategy = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
    seen: Counter[int] = Counter()

    @settings(
        max_examples=max(FEW, PROFILE.max_examples // 5),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, pick=st.randoms(use_true_random=False))
    def check(case: Case[Any], pick: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        response = steered(case, pick, refs).call(app=played, headers=headers)
        seen[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    token, refs = played.config["TOKEN"], refs_of(name, played.config["ENGINE"])
    check()
    record_property("faults", f"API {name}: {dict(sorted(seen.items()))}")


def test_the_document_is_whole() -> None:
    """It is OpenAPI 3.1, every reference leads somewhere, and each operation says what it needs."""
    text, spec = document().decode(), described()
    assert spec["openapi"] == "3.1.0"
    models = spec["components"]["schemas"]
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert used <= models.keys()
    assert models.keys() - used == set()
    said = {one["operationId"]: one for path in spec["paths"].values() for one in path.values()}
    assert set(said) == set(OPERATIONS)
    for operation in all_operations():
        for scope in operation.scopes:
            assert f"`{scope}`" in said[operation.name]["description"]
    assert not re.findall(r"https?://", text)


def test_the_documentation_needs_no_outside_host(played: Flask) -> None:
    """Pages, styles and scripts come from here, no script or style stands in a page."""
    client = played.test_client()
    for page in ("/api/v1/docs", "/api/v1/docs/try"):
        answer = client.get(page)
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        linked = re.findall(r'(?:src|href)="([^"#]+)"', answer.text)
        for link in linked:
            if not link.startswith("data:"):
                assert not re.match(r"\w+:|//", link)
                found = client.get(urljoin(page, link))
                assert found.status_code == 200, link
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", answer.text)
    reference = client.get("/api/v1/docs").text
    for name in OPERATIONS:
        assert f'id="{name}"' in reference
    assert reference.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', reference)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', reference)) <= set(ids)
