"""The deadlines that the law and the house set for a record: reckoned from its facts, watched, and ticked off."""
