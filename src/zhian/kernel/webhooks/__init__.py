"""Other programs hear of chosen steps: number, step and time are posted to their address, signed, until they arrive."""
