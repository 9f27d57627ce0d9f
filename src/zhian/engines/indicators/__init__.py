"""Indicators: defined once, reckoned from the same tables of facts on one machine or on a cluster."""
