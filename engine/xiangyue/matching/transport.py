"""Linear programs of transport: whole amounts that cost least, with a proof of how little can do.

Each column is a flow from one row to another, or into or out of one. Such a matrix is totally
unimodular, so that the simplex method ends at whole numbers; its prices, rounded, prove a bound in
whole numbers alone. Where something goes whole or not at all, that is not so: that is decided
first, with a bound of the solver's own, and what is left is such a program again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from xiangyue.errors import Misuse

if TYPE_CHECKING:
    import numpy as np
    from highspy import Highs, HighsLp
    from numpy.typing import NDArray

_HARDLY: Final = 1e-6
_WHOLE: Final[dict[str, float]] = {
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # costs are whole: nearer than that is the same
    "mip_feasibility_tolerance": 1e-9,
    "time_limit": 5.0,
}


@dataclass(slots=True)
class Program:
    """Amounts from nothing to ``most`` each, at so much a unit; rows are sums that bound them.

    Columns of ``whole`` are taken or not, and may count in a row with more than 1.
    """

    cost: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    rows: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    limit: list[int] = field(default_factory=list)
    equal: list[bool] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)

    def row(self, limit: int, *, equal: bool = False) -> int:
        """Add a sum that is at most, or just, this; returns its number."""
        self.limit.append(limit)
        self.equal.append(equal)
        return len(self.limit) - 1

    def column(self, cost: int, most: int, rows: Sequence[tuple[int, int]]) -> None:
        """Add an amount that counts in these rows, with 1 or -1, or with as much as goes whole."""
        self.cost.append(cost)
        self.most.append(most)
        for row, sign in rows:
            self.rows.append(row)
            self.signs.append(sign)
        self.starts.append(len(self.rows))


def least(program: Program) -> tuple[list[int], int]:
    """Return the amounts that cost least, and what is proved to be the least they can cost.

    Raises Misuse where the extra ``match`` is missing, or the solver comes to no end.
    """
    try:
        import highspy
        import numpy as np
    except ImportError as error:
        raise Misuse("match-missing") from error
    cost, most, limit, signs = (
        np.array(numbers, dtype=np.int64)
        for numbers in (program.cost, program.most, program.limit, program.signs)
    )
    equal = np.array(program.equal, dtype=bool)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(limit)
    lp.col_cost_, lp.col_upper_ = cost.astype(float), most.astype(float)
    lp.col_lower_ = np.zeros(len(cost))
    lp.row_upper_ = limit.astype(float)
    lp.row_lower_ = np.where(equal, limit, -highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.array(program.starts)
    lp.a_matrix_.index_ = np.array(program.rows)
    lp.a_matrix_.value_ = signs.astype(float)
    if program.whole:
        return _decided(program, lp)
    found = _solved(lp, whole=False).getSolution()
    amounts, duals = (
        np.rint(np.array(numbers)).astype(np.int64) for numbers in (found.col_value, found.row_dual)
    )
    prices = np.where(equal, duals, np.minimum(duals, 0))
    return amounts.tolist(), _proved(program, cost, most, limit, signs, prices)


def _solved(lp: HighsLp, *, whole: bool) -> Highs:
    import highspy

    class Quiet(highspy.Highs):  # it greets on standard output while it is made
        def enableCallbacks(self) -> None:
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver = Quiet()  # type: ignore[no-untyped-call]
    if whole:
        for option, value in _WHOLE.items():
            solver.setOptionValue(option, value)
    else:
        solver.setOptionValue("presolve", "off")  # it takes longer than it saves here
    solver.passModel(lp)
    solver.run()
    status, known = solver.getModelStatus(), highspy.HighsModelStatus
    late = whole and status == known.kTimeLimit and solver.getInfo().primal_solution_status
    if status != known.kOptimal and not late:
        raise Misuse("match-unsolved", status=solver.modelStatusToString(status))
    return solver


def _decided(program: Program, lp: HighsLp) -> tuple[list[int], int]:
    """Decide first what goes whole, then the rest, which then ends at whole numbers."""
    import highspy
    import numpy as np

    kinds = np.full(lp.num_col_, highspy.HighsVarType.kContinuous)
    kinds[program.whole] = highspy.HighsVarType.kInteger
    lp.integrality_ = kinds.tolist()
    solver = _solved(lp, whole=True)
    bound = ceil(solver.getInfo().mip_dual_bound - _HARDLY)
    taken = np.rint(np.array(solver.getSolution().col_value)[program.whole])
    lower, upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
    lower[program.whole] = upper[program.whole] = taken
    lp.col_lower_, lp.col_upper_, lp.integrality_ = lower, upper, []
    found = _solved(lp, whole=False).getSolution()
    return np.rint(np.array(found.col_value)).astype(np.int64).tolist(), bound


def _proved(
    program: Program,
    cost: NDArray[np.int64],
    most: NDArray[np.int64],
    limit: NDArray[np.int64],
    signs: NDArray[np.int64],
    prices: NDArray[np.int64],
) -> int:
    """Return what every solution costs at least, by weak duality: it holds for any prices."""
    import numpy as np

    entries = signs * prices[np.array(program.rows, dtype=np.int64)]
    sums = np.concatenate([[0], np.cumsum(entries)])
    starts = np.array(program.starts)
    reduced = cost - (sums[starts[1:]] - sums[starts[:-1]])
    return int(limit @ prices + most @ np.minimum(reduced, 0))
