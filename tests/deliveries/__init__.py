"""A second, tiny source of findings: a delivery that is refused. It proves that the loop knows none of its sources."""
