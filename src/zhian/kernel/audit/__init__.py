"""Who did what, when, and which fields changed: one entry for each change, sealed into a tamper-evident log."""
