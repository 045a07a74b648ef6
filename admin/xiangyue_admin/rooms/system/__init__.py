"""Those who run the system: who may sign in, what programs hold, what is told, and how it is."""

from xiangyue_admin.rooms.system import acts, health, hooks, plugins, tokens, users
from xiangyue_admin.rooms.system.door import blueprint

__all__ = ["acts", "blueprint", "health", "hooks", "plugins", "tokens", "users"]
