"""What the worker does for the log."""

from datetime import timedelta

from zhian.kernel.modules import Schedule

from .sealing import seal

SCHEDULES = [Schedule("audit.seal", seal, every=timedelta(seconds=30))]
