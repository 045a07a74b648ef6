"""The worker: fires what is due and sends what waits, beside as many others as there are."""

from xiangyue.worker.carrying import Channels
from xiangyue.worker.counts import Counts
from xiangyue.worker.jobs import JobSettings
from xiangyue.worker.parcel import Carrier, Outcome, Parcel
from xiangyue.worker.worker import Worker

__all__ = ["Carrier", "Channels", "Counts", "JobSettings", "Outcome", "Parcel", "Worker"]
