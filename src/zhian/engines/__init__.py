"""Plain Python, useful on its own: no engine knows Django, the program, or another engine."""
