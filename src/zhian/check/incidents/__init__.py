"""Adverse events and near misses: reported by anyone, graded by the quality office, closed when put right."""
