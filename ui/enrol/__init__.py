"""Making somebody known: the sheet over the live picture, and saving samples under a name."""
