"""The window's language: its words, numbers and dates, and what the core says in it."""
