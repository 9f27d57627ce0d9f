"""Puts the parts together: settings, addresses, my work, the demo hospital."""
