"""facecam sees faces, knows the people it was shown, and says "unknown" to everyone else.

Read `recognizer.py` (what happens to a frame), `engine.py` (when) and `types.py` (with what).
"""

import os

# Since 1.29 ONNX Runtime reports the machine and the models it runs to its makers. Nothing leaves this machine, so
# it is told not to before anything can load it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def __getattr__(name: str) -> str:
    """`__version__`, from the package's own metadata: `pyproject.toml` is the one place that has it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("facecam")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
