"""The window itself: its start, sidebar, toasts, status bar and what goes on around the pages."""
