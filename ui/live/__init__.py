"""The first page: the live picture, who is in it, and why facecam thinks so."""
