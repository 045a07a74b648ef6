"""First-party channels; they come through the same door as a stranger's."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.plugs import Channel, hookimpl
from xiangyue_channels.by_apprise import Apprise
from xiangyue_channels.printed import Board, Door, Loudspeaker, Sheet
from xiangyue_channels.voice import Gateway, Voice

__all__ = ["CHANNELS", "Gateway", "Voice", "xiangyue_channels"]

CHANNELS: tuple[type[Channel], ...] = (Apprise, Voice, Loudspeaker, Board, Sheet, Door)


@hookimpl
def xiangyue_channels() -> Sequence[Channel]:
    """Bring the channels of this package."""
    return tuple(channel() for channel in CHANNELS)
