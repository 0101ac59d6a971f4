"""facecam sees faces, knows the people it was shown, and says "unknown" to everyone else.

Read `recognizer.py` (what happens to a frame), `engine.py` (when) and `types.py` (with what).
"""

import os

# Since 1.29 ONNX Runtime reports the machine and the models it runs to its makers. Nothing leaves this machine, so
# it is told not to before anything can load it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
