"""The least that Django can do to write the same rows: no login, no permission, no form, no middleware."""
