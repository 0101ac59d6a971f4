"""The trainer on labels: triplets, pairs, class centres or a classifier, as one recipe a system says.

Read `loop.py` (how a network learns) and `recipe.py` (from which choices); `recipes/supervised/` has the recipes.
"""
