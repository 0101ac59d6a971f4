"""A source's frames on their way to names: `recognizer` says what happens to a frame (read it first), `engine` when."""
