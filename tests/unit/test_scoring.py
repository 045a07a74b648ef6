"""From points to hundredths: as people round on paper, whatever binary fractions make of it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.scoring import hundredths


@pytest.mark.parametrize(
    ("points", "worth"),
    [(9.75 * 0.7, 683), (-9.75 * 0.7, -683), (0.1 + 0.2, 30), (0.005, 1), (1.005, 101), (2, 200)],
)
def test_halves_go_away_from_zero(points: float, worth: int) -> None:
    """A half that binary arithmetic makes a trifle smaller is still a half."""
    assert hundredths(points) == worth


@given(
    value=st.decimals(0, 1000, places=2),
    share=st.decimals(0, 2, places=2),
    sign=st.sampled_from([1, -1]),
)
def test_a_product_is_rounded_as_on_paper(value: Decimal, share: Decimal, sign: int) -> None:
    """What two written numbers make is what a person works out."""
    exact = (value * share * 100 * sign).quantize(Decimal(1), ROUND_HALF_UP)
    assert hundredths(float(value) * float(share) * sign) == int(exact)
