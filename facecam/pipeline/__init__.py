"""From a frame to names: read `recognizer` (what happens to a frame) first, then `engine` (when)."""
