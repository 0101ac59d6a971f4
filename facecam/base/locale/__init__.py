"""The translations of what the core says (`facecam.base.messages`), and what keeps them up to date."""
