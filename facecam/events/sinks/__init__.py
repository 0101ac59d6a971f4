"""What sends a notification to its target: one file a kind."""
