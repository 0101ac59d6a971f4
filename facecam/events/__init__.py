"""What happens at the sources, told to whom it concerns: events, rules, the outbox, and where it is sent."""
