"""Limits on digital intervention: installed, set up rightly, and kept by the profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator

from xiangyue.limit import Limit
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import Finding, Severity, locate, with_params
from xiangyue.spelling import shown
from xiangyue.text import Text
from xiangyue.values import NORMAL

MOST = 100
"""Breaches of one limit that are listed; more would help nobody."""


def check_limits(subject: Subject, mode: str = NORMAL) -> Iterator[Finding]:
    """Find limits that nobody has installed, configs that do not fit, and what breaks a limit.

    The document is the one that holds in the mode; a limit that is lifted in it breaks nothing.
    """
    installed = subject.limits
    if installed is None:
        return
    for name, binding in subject.document.get("limits", {}).items():
        path: Steps = ("limits", name)
        plugin = binding.get("limit", name)
        if plugin not in installed:
            at = (*path, "limit") if "limit" in binding else path
            yield subject.error("unknown-limit", *at, **guess(plugin, installed))
            continue
        try:
            yield from _check(subject, installed[plugin], binding, path, mode)
        except Exception as error:
            values = {"limit": plugin, "detail": shown(repr(error))}
            yield subject.about_key("limit-failed", "error", path, **values)


def _check(
    subject: Subject, limit: Limit, binding: Mapping[str, Any], path: Steps, mode: str
) -> Iterator[Finding]:
    defaults = {param.id: param.default for param in subject.profile.params.values()}
    config, stance = with_params(binding.get("config", {}), defaults), binding["stance"]
    wrong = [*islice(Draft202012Validator(limit.config_schema).iter_errors(config), MOST)]
    for error in wrong:
        rule = f"{error.validator}: {shown(error.validator_value)}"
        at = (*path, "config", *error.absolute_path)
        yield subject.error("limit-config", *at, limit=limit.name, rule=rule)
    if wrong or stance == "lifted":
        return
    limit.facts(config)  # where they cannot be told, every review would count as broken
    if mode in binding.get("lifted_in", ()):
        return
    severity: Severity = "error" if stance == "enforce" else "warning"
    breaches = limit.check_profile(subject.profile.document, config)
    for address, sentence, mend in islice(breaches, MOST):
        spot = locate(subject.root, address) or path
        values = {"limit": limit.name, "sentence": _said(sentence), "mend": _said(mend)}
        yield subject.about_key("limit-broken", severity, spot, **values)


def _said(words: Mapping[str, str]) -> Text:
    """Return a plugin's words in both languages; in another where it lacks one."""
    known = Text(words)
    return Text(en=known.of("en"), zh=known.of("zh"))
