"""The people who are known: a list to search, a person's page, renaming, removing and forgetting."""
