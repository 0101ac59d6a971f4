"""Are two pictures of one person? The exit code is the answer: 0 yes, 1 no, 2 one of them has no face.

python examples/verify_two_pictures.py passport.jpg today.jpg
"""

import sys

import facecam


def main(first: str, second: str) -> int:
    with facecam.open() as cam:
        answer = cam.verify(first, second)
    if answer.same is None:
        print("one of the pictures has no face")
        return 2
    print(
        "one person" if answer.same else "two people",
        f"(cosine {answer.score:.2f}, from {answer.threshold:.2f} on)",
    )
    return 0 if answer.same else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
