"""Teaches the embedder: faces and teachers in, one ONNX file with its calibration out.

Read `distillation/loop.py` (how a student learns), `recipes/` (with which choices) and `release/export.py` (what
the app gets). torch lives in this package alone; a room imports from those below it alone (`pyproject.toml`).
"""
