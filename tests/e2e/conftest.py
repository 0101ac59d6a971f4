"""The command line, to be run by tests: see `terminal.py`."""

from helpers.terminal import embedder, facecam, logging_as_before

__all__ = ["embedder", "facecam", "logging_as_before"]
