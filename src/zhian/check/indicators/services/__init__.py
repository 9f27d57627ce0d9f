"""What is done with indicators."""
