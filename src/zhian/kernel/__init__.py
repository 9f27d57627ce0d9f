"""What every module uses, and what knows no module."""
