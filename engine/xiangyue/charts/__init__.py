"""Charts as SVG: bars, lines with a band, how evenly something is spread."""

from xiangyue.charts.axes import Axis, hours_axis, time_axis
from xiangyue.charts.bars import bars
from xiangyue.charts.lines import Band, Series, lines, lorenz_chart

__all__ = [
    "Axis",
    "Band",
    "Series",
    "bars",
    "hours_axis",
    "lines",
    "lorenz_chart",
    "time_axis",
]
