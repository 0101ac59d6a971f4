"""Measures of an embedder: verification, identification among strangers, bad pictures, groups of people.

`run.evaluate` is the way in. LFW is for measuring only: no model, threshold or recipe is chosen by its figures.
Some celebrities of the training sets are also in it, as is usual in this field, and every figure says so.
"""
