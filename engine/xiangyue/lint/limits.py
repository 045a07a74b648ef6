"""Limits on digital intervention: installed, set up rightly, and kept by the profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator

from xiangyue.flow import PARAMS
from xiangyue.frozen import frozen
from xiangyue.limit import Limit
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import Finding, Profile, Severity, locate, with_params
from xiangyue.spelling import shown
from xiangyue.text import Text
from xiangyue.values import NORMAL

MOST = 100
"""Breaches of one limit that are listed; more would help nobody."""

_STRICTER = ("lifted", "audit", "warn", "enforce")


def check_limits(
    subject: Subject, mode: str = NORMAL, normal: Profile | None = None
) -> Iterator[Finding]:
    """Find limits that are not installed, configs that do not fit, and what breaks or lifts limits.

    The document is the one that holds in the mode, ``normal`` the profile without the mode. A limit
    that is lifted in the mode breaks nothing.
    """
    installed = subject.limits
    if installed is None:
        return
    if normal is not None:
        yield from _check_kept(subject, installed, normal)
    document = frozen(subject.profile.document)
    for name, binding in subject.document.get("limits", {}).items():
        path: Steps = ("limits", name)
        plugin = binding.get("limit", name)
        if plugin not in installed:
            at = (*path, "limit") if "limit" in binding else path
            yield subject.error("unknown-limit", *at, **guess(plugin, installed))
            continue
        try:
            yield from _check(subject, document, installed[plugin], binding, path, mode)
        except Exception as error:
            values = {"limit": plugin, "detail": shown(repr(error))}
            yield subject.about_key("limit-failed", "error", path, **values)


def _check_kept(
    subject: Subject, installed: Mapping[str, Limit], normal: Profile
) -> Iterator[Finding]:
    """Find limits that cannot be lifted, and hold less in the mode than without it."""
    for name, binding in normal.limits.items():
        limit, now = installed.get(binding.limit), subject.profile.limits.get(name)
        if limit is None or limit.liftable:
            continue
        if (
            now is None
            or now.limit != binding.limit
            or _STRICTER.index(now.stance) < _STRICTER.index(binding.stance)
        ):
            yield subject.error("limit-not-liftable", "limits", name, "stance", limit=limit.name)


def _check(
    subject: Subject,
    document: Mapping[str, Any],
    limit: Limit,
    binding: Mapping[str, Any],
    path: Steps,
    mode: str,
) -> Iterator[Finding]:
    params = subject.profile.params
    written, stance = binding.get("config", {}), binding["stance"]
    if not limit.liftable:
        for key in ("lifted_in", "claim"):
            if binding.get(key):
                yield subject.error("limit-not-liftable", *path, key, limit=limit.name)
    borrowed = [*_borrowed(written, (*path, "config"))]
    unfound = [f for name, at in borrowed for f in unknown(subject, "param", [name], params, *at)]
    yield from unfound
    if unfound:
        return
    defaults = {param.id: param.default for param in params.values()}
    config = with_params(written, defaults)
    validator = Draft202012Validator(limit.config_schema)
    wrong = [*islice(validator.iter_errors(config), MOST)]
    for error in wrong:
        rule = f"{error.validator}: {shown(error.validator_value)}"
        at = (*path, "config", *error.absolute_path)
        yield subject.error("limit-config", *at, limit=limit.name, rule=rule)
    if wrong:
        return
    for name, at in borrowed:
        for value in _extremes(params[name].schema):
            if not validator.is_valid(with_params(written, {**defaults, name: value})):
                tuned = {"limit": limit.name, "param": name, "value": shown(value)}
                yield subject.error("limit-param", *at, **tuned)
                break
    if stance == "lifted":
        return
    limit.facts(config)  # where they cannot be told, every review would count as broken
    if limit.liftable and mode in binding.get("lifted_in", ()):
        return
    severity: Severity = "error" if stance == "enforce" else "warning"
    breaches = limit.check_profile(document, frozen(config))
    for address, sentence, mend in islice(breaches, MOST):
        spot = locate(subject.root, address) or path
        values = {"limit": limit.name, "sentence": _said(sentence), "mend": _said(mend)}
        yield subject.about_key("limit-broken", severity, spot, **values)


def _borrowed(config: Any, path: Steps) -> Iterator[tuple[str, Steps]]:
    """Yield the params that a config names, each with where it does."""
    if isinstance(config, str) and config.startswith(PARAMS):
        yield config.removeprefix(PARAMS), path
    elif isinstance(config, (dict, list)):
        parts = config.items() if isinstance(config, dict) else enumerate(config)
        for key, part in parts:
            yield from _borrowed(part, (*path, key))


def _extremes(schema: Mapping[str, Any]) -> Iterable[Any]:
    """Return the values farthest from each other to which a param may be tuned."""
    return schema.get("enum") or [schema[key] for key in ("minimum", "maximum") if key in schema]


def _said(words: Mapping[str, str]) -> Text:
    """Return a plugin's words in both languages; in another where it lacks one."""
    known = Text(words)
    return Text(en=known.of("en"), zh=known.of("zh"))
