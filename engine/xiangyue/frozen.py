"""Plain data that nobody can change: what plugins are given."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

_MANY = (dict, list, tuple)


def frozen(value: Any) -> Any:
    """Return plain data as mappings and tuples that cannot be changed."""
    # A scalar is taken as it stands: a call for each would take most of the time.
    if isinstance(value, dict):
        return MappingProxyType(
            {
                name: frozen(item) if isinstance(item, _MANY) else item
                for name, item in value.items()
            }
        )
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    return value
