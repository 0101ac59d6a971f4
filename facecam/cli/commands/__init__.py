"""One file a command, each a thin caller of the chain."""
