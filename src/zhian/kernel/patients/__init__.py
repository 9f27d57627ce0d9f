"""Whom a record is about: references only; name and identity number are encrypted at rest."""
