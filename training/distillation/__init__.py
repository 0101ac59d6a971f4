"""Knowledge distillation: a student learns to answer as its teachers do.

Read `loop.py` (how) and `recipe.py` (from which choices).
"""
