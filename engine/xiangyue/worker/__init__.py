"""The worker: fires what is due and sends what waits, beside as many others as there are."""

from xiangyue.worker.carrying import Channels
from xiangyue.worker.parcel import Carrier, Outcome, Parcel
from xiangyue.worker.worker import Counts, Worker

__all__ = ["Carrier", "Channels", "Counts", "Outcome", "Parcel", "Worker"]
