"""Profiles: what governs a community, and what holds of one that is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response

import xiangyue
from xiangyue import plugs
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Document, Scenarios
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import finding_json

room = Room("profiles", "Profiles")
_NAME = re.compile(r"^profile:[ ]*([a-z0-9-]{1,60})[ ]*$", re.MULTILINE)
_MARKED = ("states", "actions", "guards", "rows", "limits")


@room.get("/communities/<community>/profile", "profiles:read", answers={200: gives.Profile})
def governing(call: Call, community: str) -> Response:
    """Read the profile that governs a community, as it is in its mode."""
    found = call.engine.intake(community)
    flows = [
        {
            **_titled(flow),
            "states": _named(flow.states.values()),
            "actions": _named(flow.actions.values()),
            "opens_with": [*flow.opening.needs, *flow.opening.asks],
        }
        for flow in found.flows.values()
    ]
    params = [
        {
            **_titled(one),
            "accepts": one.schema,
            "default": one.default,
            "unit": one.unit,
            "basis": one.basis.of(call.language),
        }
        for one in found.params.values()
    ]
    fields = [
        {**_titled(one), "accepts": one.schema, "sensitivity": one.sensitivity}
        for one in found.fields.values()
    ]
    return sent(
        call,
        {
            "profile": found.id,
            "release": found.hash,
            "title": found.title,
            "flows": flows,
            "fields": fields,
            "params": params,
            "categories": _named(found.categories.values()),
            "accounts": _named(found.accounts.values()),
            "lists": _named(found.lists.values()),
            "modes": _named(found.modes.values()),
        },
    )


def _named(many: Iterable[Any]) -> list[dict[str, Any]]:
    return [_titled(one) for one in many]


def _titled(one: Any) -> dict[str, Any]:
    return {"id": one.id, "title": one.title}


@room.post("/profiles/lint", "profiles:write", body=Document, answers={200: gives.Linted})
def linted(call: Call) -> Response:
    """Lint a profile that is sent; nothing is kept.

    Profiles that it extends are those that are installed here.
    """
    with _folder(call.body.profile, None) as folder:
        # By the face: a room of the engine has the name of the function, and is behind the doors.
        findings = xiangyue.lint(xiangyue.load(folder, plugs.packs()), plugs.limits())
    found = [finding_json(one, call.language) for one in findings]
    ok = not any(one["severity"] == "error" for one in found)
    return sent(call, {"ok": ok, "findings": found})


@room.post("/profiles/test", "profiles:write", body=Scenarios, answers={200: gives.Tested})
def tested(call: Call) -> Response:
    """Play the scenarios of a profile that is sent, each in a store of its own; nothing is kept."""
    with _folder(call.body.profile, call.body.scenarios) as folder:
        report = xiangyue.run_scenarios(folder)
        results = [
            {
                "name": one.name,
                "ok": one.ok,
                "said": one.near.text(call.language),
            }
            for one in report.results
        ]
    value = {
        "ok": report.ok,
        "passed": report.passed,
        "failed": report.failed,
        "results": results,
        "findings": [finding_json(one, call.language) for one in report.findings],
        "coverage": {name: str(getattr(report.coverage, name)) for name in _MARKED},
    }
    return sent(call, value)


@contextmanager
def _folder(profile: str, scenarios: str | None) -> Iterator[Path]:
    """Give a folder with these files, and nothing beside it that a profile could extend."""
    with TemporaryDirectory(prefix="xiangyue-") as place:
        called = _NAME.search(profile)
        folder = Path(place) / (called[1] if called else "sent")
        folder.mkdir()
        (folder / "profile.yaml").write_text(profile, "utf-8")
        if scenarios is not None:
            (folder / "scenarios.yaml").write_text(scenarios, "utf-8")
        yield folder


@contextmanager
def sent_profile(text: str | None) -> Iterator[Path | None]:
    """Give the folder of a profile that is sent, if one is."""
    if text is None:
        yield None
        return
    with _folder(text, None) as folder:
        yield folder
