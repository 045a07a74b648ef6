"""The table of all numbered rules and what keeps each; ``python -m xiangyue_limits.table``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from xiangyue.plugs import Limit, Words
from xiangyue_limits import LIMITS
from xiangyue_limits.rows import ROWS, Keeper, Row

EXAMPLES = "../tests/flow/limits"
"""Where the failing examples are, seen from the page."""

_HEAD = """# Which rule is kept by what

`python -m xiangyue_limits.table` writes this page from the limits themselves, and a test compares.
Marks in “stands on”: `[L:…]` law, `[S:…]` a published source, `[D]` a project default, `[M]` from
memory. A failing example is a profile or scenario that is refused; tests play every one of them.
A limit that is “firm” is set aside by no mode and by no claim, whatever a profile says. Only one
that is marked “on the spot” may be lifted in a mode that a community begins by itself
(`on_the_spot: true`): its exception protects life. The others wait for a received activation.
"""
_COLUMNS = ("rule", "what it asks for", "kept by", "lifted by", "stands on", "failing example")
_BEYOND = """
## Limits beyond the numbered rules
"""
_BEYOND_COLUMNS = ("kept by", "what it is", "stands on", "failing example")
_KINDS = {"linter": "linter", "signal": "study", "later": "to come"}


def page() -> str:
    """Return the page as Markdown."""
    beyond = [limit for limit in LIMITS if not limit.rules]
    return "\n".join(
        (
            _HEAD,
            *_table(_COLUMNS, [_row(row) for row in ROWS]),
            _BEYOND,
            *_table(_BEYOND_COLUMNS, [_beyond(limit) for limit in beyond]),
            "",
        )
    )


def carriers(number: str) -> list[type[Limit]]:
    """Return the limits that carry a numbered rule."""
    return [limit for limit in LIMITS if number in limit.rules]


def _row(row: Row) -> Sequence[str]:
    limits = carriers(row.number)
    return (
        row.number,
        _both(row.asks),
        "<br>".join([*map(_name, limits), *map(_keeper, row.keepers)]),
        _both(row.lifted),
        "<br>".join([row.basis] * bool(row.basis) + [limit.basis for limit in limits]),
        "<br>".join([*map(_link, limits), *(_fails(row, keeper) for keeper in row.keepers)]),
    )


def _beyond(limit: type[Limit]) -> Sequence[str]:
    spot = " (on the spot 可先期放宽)" if limit.life_safety else ""
    return (f"`{limit.name}`{spot}", _both(limit.title), limit.basis, _link(limit))


def _name(limit: type[Limit]) -> str:
    firm = "" if limit.liftable else " (firm 不可放宽)"
    spot = " (on the spot 可先期放宽)" if limit.life_safety else ""
    return f"`{limit.name}` {limit.title['zh']}{firm}{spot}"


def _link(limit: type[Limit]) -> str:
    return f"[{limit.name}]({EXAMPLES}/{limit.name})"


def _keeper(keeper: Keeper) -> str:
    code = f" `{keeper.code}`" if keeper.code else ""
    return f"{_KINDS[keeper.kind]}{code}: {_both(keeper.what)}"


def _fails(row: Row, keeper: Keeper) -> str:
    words = _both(keeper.fails)
    return f"[{words}]({EXAMPLES}/{row.number})" if keeper.kind == "linter" else words


def _both(words: Words) -> str:

    return f"{words['en']} {words['zh']}"


def _table(columns: Sequence[str], rows: list[Sequence[str]]) -> Iterator[str]:
    yield _line(columns)
    yield _line(["---"] * len(columns))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
