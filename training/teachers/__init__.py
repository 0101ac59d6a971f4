"""Embedders whose answers are asked for: ONNX files, checkpoints, and several teachers as one."""
