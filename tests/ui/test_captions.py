"""The words about a face cover neither a neighbour nor other words, whatever stands where."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from ui.live.captions import SIDES, Wanted, arrange

PICTURE = QRectF(10, 20, 640, 360)
HEIGHT = 28.0


@st.composite
def wishes(draw: st.DrawFn) -> list[Wanted]:
    def one() -> Wanted:
        box = QRectF(
            draw(st.floats(-100, 640)), draw(st.floats(-100, 380)), draw(st.floats(8, 300)), draw(st.floats(8, 300))
        )
        before = draw(st.sampled_from([None, *SIDES]))
        return Wanted(box, draw(st.floats(60, 900)), 60.0, before)

    return [one() for _ in range(draw(st.integers(1, 12)))]


@given(wishes())
@settings(max_examples=400)
def test_words_cover_no_other_face_and_no_other_words(wanted: list[Wanted]) -> None:
    found = arrange(wanted, HEIGHT, PICTURE)
    places = [one.place for one in found if one is not None]
    for at, one in enumerate(found):
        if one is None:
            continue
        assert PICTURE.contains(one.place) and one.place.height() == HEIGHT
        assert 60 <= one.place.width() <= max(wanted[at].width, 60)
        assert not any(one.place.intersects(other.box) for number, other in enumerate(wanted) if number != at)
        assert sum(one.place.intersects(place) for place in places) == 1


@given(st.floats(20, 500), st.floats(30, 250), st.floats(40, 120))
def test_a_face_alone_has_its_words(left: float, top: float, size: float) -> None:
    (found,) = arrange([Wanted(QRectF(left, top, size, size), 120, 60)], HEIGHT, PICTURE)
    assert found is not None and found.place.width() == 120


def test_words_are_below_else_above_else_beside_else_within() -> None:
    def side(box: QRectF, *others: QRectF) -> str | None:
        found = arrange([Wanted(box, 100, 60), *(Wanted(other, 0, 0) for other in others)], HEIGHT, PICTURE)[0]
        return None if found is None else found.side

    face = QRectF(300, 150, 100, 100)
    below, above = QRectF(250, 255, 200, 100), QRectF(250, 40, 200, 105)
    right, left = QRectF(402, 100, 240, 200), QRectF(20, 100, 278, 200)
    assert side(face) == "below"
    assert side(face, below) == "above"
    assert side(face, below, above) == "right"
    assert side(face, below, above, right) == "left"
    assert side(face, below, above, right, left) == "inside"
    assert side(face, face.translated(1, 1), below, above, right, left) is None, "rather none than on a face"


def test_a_long_name_is_shortened_beside_neighbours() -> None:
    row = [QRectF(40 + 120 * at, 250, 100, 100) for at in range(5)]
    found = arrange([Wanted(box, 400, 60) for box in row], HEIGHT, PICTURE)
    assert all(one is not None for one in found)
    assert min(one.place.width() for one in found if one is not None) < 400


def test_words_stay_where_they_were_while_they_can() -> None:
    box = QRectF(300, 150, 100, 100)
    (found,) = arrange([Wanted(box, 100, 60, "above")], HEIGHT, PICTURE)
    assert found is not None and found.side == "above"
    high = box.translated(0, -125)
    (found,) = arrange([Wanted(high, 100, 60, "above")], HEIGHT, PICTURE)
    assert found is not None and found.side == "below"
