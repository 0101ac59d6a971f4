"""A closed set's classifier names the same faces as the gallery does, on real pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from helpers import closed_set
from helpers.terminal import Facecam

import facecam as front
from facecam.base.errors import InputError

pytestmark = pytest.mark.usefixtures("embedder")

FACE, GROUP, NO_FACE = "single_face.jpg", "multi_face.jpg", "free-mountain-vector-01.jpg"


@pytest.fixture(autouse=True)
def lights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_set.offered(tmp_path / "models", monkeypatch)


def test_both_name_the_same_faces(media: Path, tmp_path: Path) -> None:
    with front.open(tmp_path / "people.db", gpu="off") as cam:
        cam.enrol("Anna", media / FACE)
        (one,) = cam.classify(media / FACE, closed_set.NAME)
        assert one.gallery.name == "Anna"
        assert [guess.name for guess in one.guesses] == ["Light", "Dark"]
        sure = one.guesses[0].confidence
        assert sure > 0.9 and sum(guess.confidence for guess in one.guesses) == pytest.approx(1)
        assert one.name(0.5) == "Light" and one.name(1.01) is None
        assert one.crop.shape == (closed_set.SIDE, closed_set.SIDE, 3)
        five = cam.classify(media / GROUP, closed_set.NAME, top=1)
        assert len(five) == 5 and all(len(face.guesses) == 1 for face in five)
        assert cam.classify(media / NO_FACE, closed_set.NAME) == []
        with pytest.raises(InputError, match=f"Use one of: {closed_set.NAME}"):
            cam.classify(media / FACE, "others")


def test_identify_asks_the_classifier_too(facecam: Facecam, media: Path) -> None:
    run = facecam("identify", media / FACE, "--classifier", closed_set.NAME, "--json")
    assert run.code == 0
    (face,) = run.lines[0]["faces"]
    assert (face["name"], face["state"], face["gallery"]["name"]) == ("Light", "known", None)
    assert [set(one) for one in face["candidates"]] == [{"name", "probability"}] * 2
    assert [one["name"] for one in face["candidates"]] == ["Light", "Dark"]
    careful = facecam("identify", media / FACE, "--classifier", closed_set.NAME, "--confidence", "1.0", "--json")
    assert (careful.code, careful.lines[0]["faces"][0]["name"]) == (1, None)
    assert "gallery" not in facecam("identify", media / FACE, "--json").lines[0]["faces"][0]
    wrong = facecam("identify", media / FACE, "--classifier", "others")
    assert wrong.code == 2 and "There is no classifier named" in wrong.err
