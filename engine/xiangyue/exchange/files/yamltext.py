"""A document in YAML that reads back as it was, whatever its texts look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

MOST_BYTES: Final = 1_900_000  # a profile's file may have 2,000,000
MOST_VALUES: Final = 95_000  # and 100,000 values

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*", re.ASCII)
_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):  # type: ignore[misc]
    """Writes each value where it stands, and in quotes whatever could be read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what is there twice two times."""
        return True


def _text(dumper: Any, text: str) -> Any:
    style = None if _BARE.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(document: Mapping[str, Any]) -> str:
    """Write a document of dicts, lists and scalars; what holds no other is on one line."""
    return str(
        yaml.dump(
            document,
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=1 << 20,
        )
    )


def count_values(value: Any) -> int:
    """Return how many values there are, names not counted."""
    count, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        count += 1
        waiting += (
            part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        )
    return count
