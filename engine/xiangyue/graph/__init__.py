"""How a flow looks: as Mermaid text, and as SVG where the layout program is installed."""

from xiangyue.graph.mermaid import mermaid
from xiangyue.graph.svg import svg

__all__ = ["mermaid", "svg"]
