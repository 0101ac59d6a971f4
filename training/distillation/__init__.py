"""A student learns to answer as its teachers do. `loop.py` is how, `recipe.py` what of."""
