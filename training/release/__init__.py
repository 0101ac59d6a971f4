"""From a checkpoint to what the app gets: the ONNX file, its calibration, its smaller variants and its card."""
