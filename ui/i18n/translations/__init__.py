"""What the window says in other languages than English, and English plurals."""
