"""Enrol somebody from pictures, then say who is in another picture.

python examples/enrol_and_identify.py people.db "Anna Berg" anna-1.jpg anna-2.jpg -- party.jpg
"""

import sys

import facecam


def main(store: str, name: str, *pictures: str) -> None:
    known, asked = pictures[: pictures.index("--")], pictures[pictures.index("--") + 1 :]
    with facecam.open(store) as cam:
        report = cam.enrol(name, known)
        print(f"{report.name}: {report.accepted} samples")
        for refused in report.refused:
            print(f"  not {refused.source}: {refused.reason}")
        for picture in asked:
            for face in cam.identify(picture):
                x1, y1, _, _ = face.box
                print(f"{picture} at {x1:.0f},{y1:.0f}: {face.name or 'unknown'} ({face.reason})")


if __name__ == "__main__":
    main(*sys.argv[1:])
