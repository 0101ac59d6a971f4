"""Who was there, a row a visit."""
