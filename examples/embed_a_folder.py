"""The main face of every picture in a folder as a vector, in one file for NumPy: `vectors` (N, D) and `files` (N,).

    python examples/embed_a_folder.py holiday/ holiday.npz

Vectors have length 1, so `vectors @ vectors.T` are the cosines of all pairs.
"""

import sys
from pathlib import Path

import numpy as np

import facecam

KINDS = {".jpg", ".jpeg", ".png", ".webp"}


def main(folder: str, out: str) -> None:
    files = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in KINDS)
    with facecam.open() as cam:
        faces = cam.embed(files)
    found = [(file, face.embedding) for file, face in zip(files, faces, strict=True) if face is not None]
    np.savez(out, vectors=np.array([vector for _, vector in found]), files=[file.name for file, _ in found])
    print(f"{len(found)} of {len(files)} pictures have a face")


if __name__ == "__main__":
    main(*sys.argv[1:])
