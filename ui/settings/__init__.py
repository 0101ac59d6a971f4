"""The settings: everything acts at once and is saved."""
