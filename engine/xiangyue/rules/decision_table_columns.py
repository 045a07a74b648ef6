"""One input of a decision table: its domain, its cells, and which rows fit a value.

A column cuts its domain into *classes*: sets of values that no cell tells apart. Sets of rows
are bit masks (bit ``n`` is row ``n``), so that a look-up is one search and one ``&`` a column,
and the proof of a table need only look at one example of each class.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from xiangyue.rules.decision_table_error import TableError
from xiangyue.spelling import shown

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """An input compared for equality: booleans, enums, and strings (an open domain).

    ``classes`` maps every set of rows that one value of the domain can fit to such a value;
    ``others`` are the rows fitting a string that no cell names, None where the domain is closed.
    """

    name: str
    kind: str
    masks: Mapping[Value, int]
    classes: Mapping[int, Value]
    others: int | None

    def fitting(self, value: Any) -> int:
        """Return the rows whose cell fits ``value``; TableError outside a closed domain."""
        try:
            return self.masks[value]
        except (KeyError, TypeError):
            if self.others is None or not isinstance(value, str):
                raise TableError("table-value", input=self.name, value=shown(value)) from None
            return self.others

    def admits(self, value: Any) -> bool:
        """Tell whether the value lies in the domain."""
        return self.others is not None or value in self.masks


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A numeric input, cut at every bound that a cell or the domain names.

    Step ``2n + 1`` is bound ``n`` itself, even steps are the spaces between; ``examples`` holds
    a number of the domain for each step, None where there is none.
    """

    name: str
    kind: str
    plain: type[int] | type[float]
    bounds: tuple[float, ...]
    masks: tuple[int, ...]
    examples: tuple[float | None, ...]
    classes: Mapping[int, Value]

    def fitting(self, value: Any) -> int:
        """Return the rows whose cell fits ``value``; TableError unless it is such a number."""
        if type(value) is not self.plain:
            value = self._converted(value)
        if value != value:
            self._refuse(value)
        return self.masks[bisect_left(self.bounds, value) + bisect_right(self.bounds, value)]

    def admits(self, value: Any) -> bool:
        """Tell whether the number lies in the domain."""
        step = bisect_left(self.bounds, value) + bisect_right(self.bounds, value)
        return self.examples[step] is not None

    def _converted(self, value: Any) -> float:
        """Read 3.0 as 3, or 3 as 3.0: a column's numbers are of one type."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
            self._refuse(value)
        try:
            number = self.plain(value)
        except (ValueError, OverflowError):
            self._refuse(value)
        if self.plain is int and number != value:
            self._refuse(value)
        return number

    def _refuse(self, value: Any) -> NoReturn:
        raise TableError("table-value", input=self.name, value=shown(value))


Column = ChoiceColumn | LineColumn
