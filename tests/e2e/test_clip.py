"""The whole walk on a real clip: shown for a second, known for the rest of it, and nobody else gets the name."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.terminal import Facecam

pytestmark = pytest.mark.usefixtures("embedder")


def test_shown_for_a_second_she_is_known_in_the_clip_and_nobody_else_is(facecam: Facecam, media: Path) -> None:
    clip = media / "WolfgangLanger_Pexels.mp4"
    answer = facecam("enrol", "Anna", clip, "--end", "1", "--json").json
    assert answer["accepted"] >= 1

    *frames, _ = facecam("watch", clip, "--json").lines
    assert len(frames) == 472
    found = [frame for frame in frames if frame["faces"]]
    assert len(found) > 450
    named = [frame for frame in found if [face["name"] for face in frame["faces"]] == ["Anna"]]
    assert len(named) >= 0.95 * len(found)

    for others in ("multi_face.jpg", "single_face.jpg", "15-f13-anc-ph.jpg", "single_face.mp4"):
        *frames, _ = facecam("watch", media / others, "--json").lines
        faces = [face for frame in frames for face in frame["faces"]]
        assert faces
        assert {face["name"] for face in faces} == {None}, others
