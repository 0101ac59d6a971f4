"""How good vectors are: verification, true accept rates, and how sure a figure is. Nothing here opens a model."""
