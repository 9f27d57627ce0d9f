"""What is owed after a patient was harmed, and who bears it: what each law supports, head by head."""
