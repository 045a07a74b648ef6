"""What the pages of work show of a task, and how what is written there is sent to the engine."""

from xiangyue_admin.tasking.acts import Act, Tried, prepare, send
from xiangyue_admin.tasking.page import TaskPage, look_at

__all__ = ["Act", "TaskPage", "Tried", "look_at", "prepare", "send"]
