"""facecam beside its peers: ratios measured in one run, on the same frames, with the same threads.

`python -m benchmarks` prints the table.
"""

import facecam  # noqa: F401  before ONNX Runtime, which it keeps from reporting to its makers
