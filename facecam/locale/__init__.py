"""The translations of what the core says (`facecam.messages`), and what keeps them up to date."""
