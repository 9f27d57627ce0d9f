"""The same program at the prompt."""
