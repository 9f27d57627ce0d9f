"""The lake: what a hospital did, as typed Parquet files by table, hospital and month, changed at once or not at all."""

from .errors import LakeBusy, LakeError, LakeNewer
from .places import Lake
from .snapshots import Place, Snapshot
from .verdicts import Merged
from .writing import Writing

__all__ = ["Lake", "LakeBusy", "LakeError", "LakeNewer", "Merged", "Place", "Snapshot", "Writing"]
