"""Bystanders on a picture made unrecognisable: everybody whose name is not known."""

from __future__ import annotations

from facecam.types import Image, State
from ui.live.motion import Motion


def cover(image: Image, motion: Motion, captured: float) -> Image:
    """A copy of a picture taken then, (H, W, 3) BGR; all of it is blurred while nobody has looked for faces."""
    from facecam.vision.blur import blur_all, blur_faces  # loads OpenCV: not with the window

    if not motion.knows(captured):
        return blur_all(image)
    return blur_faces(image, [one.box for one in motion.at(captured) if one.decision.state is not State.KNOWN])
