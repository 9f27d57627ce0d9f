"""Who works here, where, and with which duties."""
