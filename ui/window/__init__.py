"""The window itself: its start, sidebar, toasts, status bar, shortcuts, look; what all pages may ask for."""
