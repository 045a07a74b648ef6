"""Simulation: made-up communities under a real profile, with a clock of their own."""

from xiangyue.study.simulate.fitting import Fitted, fit_journal
from xiangyue.study.simulate.model import Model, Shock
from xiangyue.study.simulate.reading import read_model, read_shocks, simulation_schema
from xiangyue.study.simulate.simulated import Compared, Simulated
from xiangyue.study.simulate.simulating import Options, compare, simulate
from xiangyue.study.simulate.writing import model_text

__all__ = [
    "Compared",
    "Fitted",
    "Model",
    "Options",
    "Shock",
    "Simulated",
    "compare",
    "fit_journal",
    "model_text",
    "read_model",
    "read_shocks",
    "simulate",
    "simulation_schema",
]
