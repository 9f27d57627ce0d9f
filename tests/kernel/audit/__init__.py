"""Who did what, and that nobody changed it afterwards."""
