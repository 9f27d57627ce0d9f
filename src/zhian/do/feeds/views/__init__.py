"""The pages of what the hospital did: counts of a month typed in, and files of other systems taken in."""
