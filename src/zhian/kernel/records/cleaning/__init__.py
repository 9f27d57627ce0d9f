"""What the child process does: finds out what a file is, and makes it harmless and anonymous. It knows no Django."""
