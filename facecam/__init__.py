"""facecam sees faces, knows the people it was shown, and says "unknown" to everyone else.

Read `recognizer.py` (what happens to a frame), `engine.py` (when) and `types.py` (with what).
"""

__version__ = "0.1.0"
