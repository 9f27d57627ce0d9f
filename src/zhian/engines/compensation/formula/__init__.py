"""A rule read once on names gives its formula: run on numbers or columns, and read aloud. No law in here."""
