"""The face of the engine: one object, one store."""

from xiangyue.engine.engine import Engine

__all__ = ["Engine"]
