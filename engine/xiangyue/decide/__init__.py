"""From a command to its decision, without reading or writing anything: ``story`` tells it whole."""

from xiangyue.decide.story import consider, decide

__all__ = ["consider", "decide"]
