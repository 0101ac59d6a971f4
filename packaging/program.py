"""The frozen program, window and command line in one: where a verb of `facecam` is among the words, that is run,
else the window opens with what is named. It is also the process that reads clips (`facecam.capture.clip`)."""

from __future__ import annotations

import sys

VERBS = {
    *("watch", "detect", "enrol", "identify", "verify", "people", "history", "consent", "encrypt", "decrypt"),
    *("enrol-many", "blur", "embed", "events", "serve", "keys", "doctor", "bench"),
}
"""Those of `facecam.cli.app`, which takes longer to load than to ask here."""


def main(words: list[str]) -> int:
    if words == ["--read-clip"]:
        from facecam.capture import clip_reader

        return clip_reader.main()
    if words[:1] in (["--help"], ["--version"]) or VERBS & set(words):
        from facecam.cli import main as command_line

        return command_line()
    from ui.__main__ import main as window

    return window()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
