"""A look that scored low becomes a sample; an outlier, a poor picture and somebody else's face do not."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.base.errors import FacecamError, InputError, NotFoundError
from facecam.base.types import Detection, Face, Quality
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import Database
from facecam.tasks.confirmation import OUTLIER_FMR, confirm, outlier

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
ANNA, BO = 3, 7
D = 6


def look(anna: float, bo: float = 0.0, *, upright: float = 1.0, sharpness: float = 0.9) -> Face:
    """A face so much like the two."""
    vector = np.zeros(D, np.float32)
    vector[[0, 1, 2]] = anna, bo, np.sqrt(1 - anna**2 - bo**2)
    quality = Quality(0.8, 1.0, sharpness, 0.9, 0.9, 0.0, 0.0, 0.0, upright)
    detection = Detection(np.array([10, 10, 110, 130], np.float32), np.zeros((5, 2), np.float32), 1.0)
    return Face(detection, quality, vector, np.full((112, 112, 3), 90, np.uint8))


@pytest.fixture
def matcher() -> Matcher:
    axes = np.eye(2, D, dtype=np.float32)
    return Matcher(Gallery(axes, np.array([ANNA, BO]), {ANNA: "Anna", BO: "Bo"}, "space"), CURVE, 1e-3)


def test_a_look_too_low_for_a_name_is_taken(matcher: Matcher) -> None:
    face = look(0.2)
    assert face.embedding is not None and matcher.decide([Evidence(face.embedding)])[0].person is None
    taken = confirm(matcher, face, ANNA, "hat.jpg")
    assert taken.vector is face.embedding and taken.source == "hat.jpg"


@pytest.mark.parametrize(
    ("face", "person", "error", "words"),
    [
        (look(CURVE.score(OUTLIER_FMR) - 0.01), ANNA, InputError, "hardly like Anna's samples"),
        (look(0.2, 0.6), ANNA, InputError, "This face is Bo's, as far as can be told, and not Anna's"),
        (look(0.9, upright=0.0), ANNA, InputError, "no upright face"),
        (look(0.9, sharpness=0.0), ANNA, InputError, "the picture is blurred"),
        (look(0.9), 5, NotFoundError, "Person 5 has no sample"),
        (look(0.9), 9, NotFoundError, "Person 9 has no sample"),
    ],
)
def test_what_would_do_harm_is_refused(
    matcher: Matcher, face: Face, person: int, error: type[FacecamError], words: str
) -> None:
    with pytest.raises(error, match=words):
        confirm(matcher, face, person, "hat.jpg")


def test_of_two_it_may_be_the_less_likely_while_neither_is_named(matcher: Matcher) -> None:
    assert confirm(matcher, look(0.2, 0.25), ANNA, "hat.jpg").source == "hat.jpg"


@pytest.mark.parametrize(("moved", "odd"), [((2,), True), ((2, 3), False), ((1, 2, 3), False)])
def test_samples_that_somebody_got_are_all_outliers_or_none_is(
    matcher: Matcher, db: Database, moved: tuple[int, ...], odd: bool
) -> None:
    """Whose all samples are new has none that they could be unlike."""
    looks = [look(1.0), look(0.1, 0.99), look(0.2, -0.97)]
    samples = tuple(Sample(one.embedding, 0.8, "x") for one in looks if one.embedding is not None)
    assert apply(db, Enrol("Anna", samples, "space")).samples == (1, 2, 3)
    found = outlier(db, matcher, moved)
    other = outlier(db, Matcher(Gallery.empty("other", D), CURVE, 1e-3), moved)
    assert other is None, "of another model no curve is known"
    assert (found is not None) is odd
    if found is not None:
        assert (found.name, found.samples) == ("Anna", 1) and found.score < CURVE.score(OUTLIER_FMR)
