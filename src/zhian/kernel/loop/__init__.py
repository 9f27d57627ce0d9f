"""The closed loop: something is found, put right, and shown to have worked. Every source calls it; it knows none."""
