"""Networks from the camera's bytes to the unit sphere: backbones, heads, and what rebuilds them from a file."""
