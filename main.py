"""Starts the window in a checkout: `main.py [SOURCE]`."""

from __future__ import annotations

import sys

from ui.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
