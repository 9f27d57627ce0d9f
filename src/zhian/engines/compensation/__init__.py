"""The law of compensation as code: one rule source, for one case with its explanation or for columns of cases."""
