"""Strangers who were seen, one card each: named with one key, or ignored."""
