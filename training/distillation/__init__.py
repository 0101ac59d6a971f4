"""Knowledge distillation: a student learns to answer as its teachers do (`loop.py`, by the choices of `recipe.py`)."""
