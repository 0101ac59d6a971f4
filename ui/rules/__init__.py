"""The rules' page: what is told outside the window, and to whom."""
