"""Knowledge distillation: a student learns to answer as its teachers do. `loop.py` says how, `recipe.py` what of."""
