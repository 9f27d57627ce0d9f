"""Which days a hospital works: the State Council's calendar, and the hospital's own exceptions from it."""
