"""What the hospital did: discharges, bed-days, visits by department and month, which rates are counted by."""
