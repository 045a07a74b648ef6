"""What an office works with beside the engine: drawings of flows.

This is the door for a console; ``xiangyue`` itself is the face.
"""

from xiangyue.graph import svg

__all__ = ["svg"]
