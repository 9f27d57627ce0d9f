"""Reports without a name."""
