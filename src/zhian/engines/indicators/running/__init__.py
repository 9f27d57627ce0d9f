"""The engines that measure: DuckDB on one machine, Spark on a cluster, the same definitions over the same files."""

from .duckdb import DuckDB
from .engine import Engine
from .held import Held
from .spark import NoSpark, Spark

__all__ = ["DuckDB", "Engine", "Held", "NoSpark", "Spark"]
