"""Values that a profile leaves to a param: ``params.NAME``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PARAMS = "params."


def with_params(config: Any, params: Mapping[str, Any]) -> Any:
    """Return plain data with each ``params.NAME`` replaced by that param's value."""
    if isinstance(config, dict):
        return {name: with_params(value, params) for name, value in config.items()}
    if isinstance(config, list):
        return [with_params(value, params) for value in config]
    if isinstance(config, str) and config.startswith(_PARAMS):
        return params.get(config[len(_PARAMS) :], config)
    return config
