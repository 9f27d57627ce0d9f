"""What a person is asked about indicators."""
