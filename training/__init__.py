"""Teaches the embedder: faces and teachers in, one ONNX file with its calibration out.

Read `distil.py` (how a student learns), `recipes/` (with which choices) and `export.py` (what the app gets).
torch lives in this package alone.
"""
