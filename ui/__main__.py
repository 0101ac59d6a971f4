"""Starts the window: `facecam-window [SOURCE]`, and in a checkout `main.py [SOURCE]`."""

from __future__ import annotations

import argparse
import gc
import sys


def main() -> int:
    gc.disable()  # until all is there (`Program`): little to collect, and much to look through again and again
    parser = argparse.ArgumentParser(
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
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read the database's passphrase from this file descriptor, instead of asking for it in the window",
    )
    arguments = parser.parse_args()
    passphrase = None
    if arguments.passphrase_fd is not None:
        from facecam.base.errors import InputError
        from facecam.cli.support.passphrase import read

        try:
            passphrase = read(arguments.passphrase_fd, "--passphrase-fd")
        except InputError as error:
            print(error, file=sys.stderr)
            return 2

    from ui.window.display import trouble  # the libraries of a window may be missing: asked before Qt aborts

    if sentence := trouble():
        print(sentence, file=sys.stderr)
        return 2
    from ui.window.app import run

    return run(arguments.source, arguments.safe_mode, passphrase)


if __name__ == "__main__":
    sys.exit(main())
