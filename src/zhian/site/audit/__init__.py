"""Looking back: the audit log for the audit administrator, and who read a confidential record. Nothing here changes."""
