"""The importer ``digit``: from a file of workflow configurations to a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from xiangyue.exchange.digit.drafting import draft
from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.reading import read_configuration
from xiangyue.exchange.files.jsonfile import read_json
from xiangyue.exchange.files.yamltext import MOST_BYTES, MOST_VALUES, count_values, to_yaml
from xiangyue.exchange.names import profile_id
from xiangyue.importer import Imported, Incoming

MOST: Final = 16 << 20  # bytes; a profile of it has at most two million


def take(incoming: Incoming) -> Imported:
    """Make a profile of a file, with a flow for each workflow that is in it.

    Raises BadInput, with its place, for what is no JSON, holds no workflow, has an action without
    a next state, or is too much for one profile.
    """
    files = [read_json(incoming.path, incoming.progress, MOST)]
    more: Any = incoming.options.get("escalation", ())
    files += [read_json(Path(name), None, MOST) for name in more]
    ledger = Ledger(*files)
    found = read_configuration(files, ledger, incoming.options.get("service", ""))
    name = incoming.name or incoming.path.stem
    document = draft(found, profile_id(name, "workflows"), name, ledger)
    text = to_yaml(document) if count_values(document) <= MOST_VALUES else None
    if text is None or len(text.encode()) > MOST_BYTES:
        raise ledger.fail((0,), "digit-too-much", count=len(found.services))
    return ledger.imported(text)
