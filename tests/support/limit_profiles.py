"""A small village under one limit: what differs is written as YAML and laid over it.

broken(tmp_path, "no_ranking", "flows: {work: {title: {en: Ranking, zh: 排名}}}")
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xiangyue import Finding, lint, load
from xiangyue.plugs import limits
from xiangyue.profile.source import parse

VILLAGE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
roles:
  officer: {title: {en: Officer, zh: 乡镇干部}, at: township}
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
fields:
  matter:
    title: {en: Matter, zh: 事项}
    schema: {enum: [road, water, census]}
    purpose: {en: Says what it is about, zh: 说明事项}
    keep: 1y
flows:
  work:
    title: {en: Work, zh: 工作}
    offline: {en: At the village office, zh: 在村委会办理}
    start: new
    due: 10wd
    open:
      by: [officer, secretary]
      asks: [matter]
      does: [{message: {to: secretary, say: {en: New work, zh: 新工作}}}]
    states:
      new: {title: {en: New, zh: 新建}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      finish: {title: {en: Finish, zh: 完成}, from: new, to: done, by: secretary}
"""


def findings(
    folder: Path, limit: str, changes: str = "", config: str = "{}", stance: str = "enforce"
) -> list[Finding]:
    """Return what the linter says of the village with these changes and this one limit.

    Mappings are merged; ``null`` takes something away.
    """
    document = plain(VILLAGE)
    bound = {"limits": {limit: {"stance": stance, "config": plain(config)}}}
    for change in (bound, plain(changes or "{}")):
        _merge(document, change)
    home = folder / "village"
    home.mkdir(exist_ok=True)
    (home / "profile.yaml").write_text(json.dumps(document), encoding="utf-8")
    return [*lint(load(home), limits())]


def broken(
    folder: Path, limit: str, changes: str = "", config: str = "{}", stance: str = "enforce"
) -> list[str]:
    """Return where the village breaks the limit; nothing else may be wrong with it."""
    found = findings(folder, limit, changes, config, stance)
    others = [str(one) for one in found if one.code != "limit-broken" and one.severity == "error"]
    assert not others, others
    severity = "error" if stance == "enforce" else "warning"
    assert all(one.severity == severity for one in found if one.code == "limit-broken")
    return [one.address for one in found if one.code == "limit-broken"]


def config_refused(folder: Path, limit: str, config: str) -> bool:
    """Tell whether the limit does not take this config."""
    return any(one.code == "limit-config" for one in findings(folder, limit, "", config))


def plain(text: str) -> dict[str, Any]:
    """Return YAML as plain data, read as profiles are: ``on`` is a name and no truth value."""
    document: dict[str, Any] = parse(text.encode(), "changes").plain()
    return document


def _merge(document: dict[str, Any], change: dict[str, Any]) -> None:
    for name, value in change.items():
        if value is None:
            document.pop(name, None)
        elif isinstance(value, dict) and isinstance(document.get(name), dict):
            _merge(document[name], value)
        else:
            document[name] = value
