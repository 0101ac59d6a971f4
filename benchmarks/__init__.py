"""facecam beside its peers: ratios measured in one run, on the same frames, with the same threads.

`python -m benchmarks` prints the table.
"""
