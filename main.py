"""Starts the window: `main.py [SOURCE]`."""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="facecam sees faces, knows the people it was shown, and says unknown to everyone else. "
        "Without a window: `facecam --help`.",
    )
    parser.add_argument(
        "source",
        nargs="?",
        default="",
        metavar="SOURCE",
        help="a camera (0, its name or path), a video, an image, a folder of images, an RTSP or HTTP address, or "
        "`demo`; without it the source of last time, else the first camera",
    )
    parser.add_argument(
        "--safe-mode",
        action="store_true",
        help="start with default settings, without a source and without a GPU, and change neither settings nor "
        "people",
    )
    arguments = parser.parse_args()

    from ui.display import trouble  # the libraries of a window may be missing: asked before Qt aborts

    if sentence := trouble():
        print(sentence, file=sys.stderr)
        return 2
    from ui.app import run

    return run(arguments.source, arguments.safe_mode)


if __name__ == "__main__":
    sys.exit(main())
