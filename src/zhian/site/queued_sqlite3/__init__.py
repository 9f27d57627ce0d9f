"""SQLite as Django has it, with a queue before the one who writes."""
