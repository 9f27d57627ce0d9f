"""The law of compensation beside OpenFisca: the same rules on the same cases, in one run."""
