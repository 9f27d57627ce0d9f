"""Who may do what: worked out from the rules, written into docs/reference, and tried with real requests."""
