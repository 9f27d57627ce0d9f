"""What can be done with the log: seal it, prove it, and hand its head to somebody else."""

from .heads import export_head
from .sealing import seal
from .verification import Report, verify

__all__ = ["Report", "export_head", "seal", "verify"]
