"""Face detection with five points: MTCNN's three nets on an image pyramid (Zhang et al. 2016), NumPy between them.

P-Net looks at a pyramid of the frame for windows that may hold a face, R-Net throws most of them out, O-Net keeps
the faces, moves their boxes and sets their points. Scales, rounding and calibration are facenet-pytorch's, from
whose weights the nets were taught further. What differs is for speed or for faces at the border, and was measured
(`benchmarks/detector.py`): where pixels come from, which levels are looked at and what the scores must be (`scan`).
A fourth net, the judge, looks at what alignment makes of each face: what it takes for no face or not upright is
none, and beside O-Net's score and the size it says how sure the rest is (`sureness`). Where that leaves a doubt, a
fifth, the context net, looks at the find with what lies around it. A crop that reaches outside
the image is filled with black, as in the paper; facenet-pytorch stretches what is inside, which shifts the points
of faces at the border (by 14 pixels where ours move by 3).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from facecam.base.types import Detection, Image
from facecam.vision.align import align, visible
from facecam.vision.contrast import stretched
from facecam.vision.geometry import Floats, calibrate, squares, suppress, suppress_contained
from facecam.vision.integral import IntegralImage, Ints, part_around
from facecam.vision.pyramid import WINDOW, pyramid
from facecam.vision.scan import LIVE, Scan
from facecam.vision.sessions import Session
from facecam.vision.sureness import Finds, sureness

R_SIDE, O_SIDE, JUDGE_SIDE, CONTEXT_SIDE = 24, 48, 48, 64
"""Side in pixels of what each net looks at."""
CONTEXT = 2.0
"""Sides of a find's square that the context net sees, with the find in the middle."""
P_STRIDE = 2
MOST = 64
"""Windows that R- or O-Net look at in one run: what a run needs is kept by ONNX Runtime, so the memory must not
depend on how many faces a picture has."""
ALONE = 0.7
"""O-Net's score over which a find is a face where there is no judge."""
FOLLOWED = 0.5
"""O-Net's score over which a face is where it was a moment ago."""
HOPELESS, CERTAIN = 0.003, 0.9
"""The sureness between which a find is looked at again, with its surroundings."""
LARGE = 5_000_000
"""Images of more pixels are halved first."""
SMALLEST_FACE = 20


class Mtcnn:
    """The open detector. `detect` and `follow` may be called from several threads."""

    def __init__(
        self,
        pnet: Session,
        rnet: Session,
        onet: Session,
        judge: Session | None = None,
        context: Session | None = None,
        min_face: int = 40,
        scan: Scan = LIVE,
    ) -> None:
        """`judge`, `context`: None takes every face for an upright one, and for as sure as the first look.
        `min_face`: height in pixels of the smallest face that is looked for, 20 or more. `scan`: how pictures are
        looked at where nothing else is said."""
        self.pnet = pnet
        self.rnet = rnet
        self.onet = onet
        self._judge = judge
        self._context = context
        self._usual = scan
        self.min_face = max(min_face, SMALLEST_FACE)

    def looking(self, scan: Scan, min_face: int) -> Mtcnn:
        """The same nets, looking in another way."""
        return Mtcnn(self.pnet, self.rnet, self.onet, self._judge, self._context, min_face, scan)

    def give_back(self) -> None:
        """Let go of the memory that the largest picture so far needed."""
        for net in (self.pnet, self.rnet, self.onet, self._judge, self._context):
            if net is not None:
                net.give_back()

    def detect(self, image: Image, scan: Scan | None = None) -> list[Detection]:
        """All faces, the surest first.

        An image of over 5 million pixels is halved until it has fewer, and then faces of under 20 pixels in the
        halved one are not looked for. The boxes and points of faces that lie on their side or upside down are in
        the image's own pixels: the points tell which way is up.
        """
        scan = scan or self._usual
        image = stretched(image)
        times = 1
        while image.shape[0] * image.shape[1] > LARGE:
            image = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
            times *= 2
        min_face = max(self.min_face / times, SMALLEST_FACE)
        found = self._scan(image, min_face, scan)
        if not found and scan.turned is not None:
            found = self._turned(image, min_face, replace(scan, sure=scan.turned))
        return [replace(one, box=one.box * times, points=one.points * times) for one in found]

    def follow(self, image: Image, boxes: Floats) -> list[Detection | None]:
        """The faces at `boxes` (N, 4), where they were a moment ago; None where there is none any more.

        O-Net alone looks at each box made square: a tenth of a full scan's cost. None is judged.
        """
        if len(boxes) == 0:
            return []
        places = squares(boxes)
        part, origin = part_around(image, pixels_of(places))
        boxes, scores, points = self.look(IntegralImage(stretched(part), origin), places)
        sure = np.flatnonzero(scores > FOLLOWED)
        followed: list[Detection | None] = [None] * len(places)
        for place in sure:
            followed[place] = _detection(image, boxes[place], points[place], scores[place])
        return followed

    def judge(self, image: Image, points: Floats) -> Floats:
        """(N,): how sure it is, 0..1, that a face lies at the points (N, 5, 2), and is upright."""
        if not len(points) or self._judge is None:
            return np.ones(len(points), np.float32)
        crops = np.stack([align(image, five, JUDGE_SIDE) for five in points])
        return np.concatenate([self._judge.run(crops[at : at + MOST])[0] for at in range(0, len(crops), MOST)])

    def context(self, integral: IntegralImage, boxes: Floats) -> Floats:
        """(N,): how sure it is, 0..1, by what lies around, that upright faces are in the boxes (N, 4)."""
        if not len(boxes) or self._context is None:
            return np.ones(len(boxes), np.float32)
        return in_batches(self._context, integral, squares(boxes, CONTEXT), CONTEXT_SIDE)[0]

    def _scan(self, image: Image, min_face: float, scan: Scan) -> list[Detection]:
        """The upright faces, the surest first."""
        if min(image.shape[:2]) < WINDOW:
            return []
        integral = IntegralImage(image)
        finds = self.finds(image, integral, scan, min_face)
        if self._judge is None:
            sure, enough = finds.scores, finds.scores > ALONE
        else:
            sure = self._again(integral, finds)
            enough = (sure >= scan.sure) | (finds.scores > scan.alone)
        kept = np.flatnonzero(enough & (finds.upright >= scan.upright))
        return [
            _detection(image, finds.boxes[i], finds.points[i], sure[i], finds.upright[i])
            for i in kept[np.argsort(-sure[kept], kind="stable")]
        ]

    def _turned(self, image: Image, min_face: float, scan: Scan) -> list[Detection]:
        """The faces of the quarter turn that shows the surest one."""
        best: list[Detection] = []
        for quarters in (2, 1, 3):
            turned = np.ascontiguousarray(np.rot90(image, quarters))
            found = self._scan(turned, min_face, scan)
            if found and (not best or found[0].score > best[0].score):
                best = [_turned_back(one, quarters, image.shape[1], image.shape[0]) for one in found]
        return best

    def finds(self, image: Image, integral: IntegralImage, scan: Scan, min_face: float) -> Finds:
        """Whatever may be an upright face, the best first; what lies inside another is left out."""
        places = self.refine(integral, self.propose(image, integral, min_face, scan), scan)
        boxes, scores, points = self.look(integral, places)
        likely = scores > scan.thresholds[2]
        boxes, scores, points = boxes[likely], scores[likely], points[likely]
        kept = suppress_contained(boxes, scores, 0.7)
        boxes, scores, points = boxes[kept], scores[kept], points[kept]
        return Finds(boxes, points, scores, self.judge(image, points))

    def _again(self, integral: IntegralImage, finds: Finds) -> Floats:
        """The sureness (N,), with the surroundings of what is doubtful. Little is, so it costs next to nothing."""
        sure = sureness(finds)
        doubtful = np.flatnonzero((sure > HOPELESS) & (sure < CERTAIN))
        if self._context is None or not len(doubtful):
            return sure
        again = sure.copy()
        again[doubtful] = sureness(finds.chosen(doubtful), self.context(integral, finds.boxes[doubtful]))
        return again

    def propose(self, image: Image, integral: IntegralImage, min_face: float, scan: Scan) -> Floats:
        """P-Net on the pyramid: (N, 4) squares that may hold a face."""
        found = []
        for level, scale in pyramid(image, integral, min_face, scan):
            probability, offsets = self.pnet.run(level[None])
            places = np.flatnonzero(probability >= scan.thresholds[0])
            rows, columns = np.divmod(places, probability.shape[2])
            found.append(
                (
                    (np.stack([columns, rows], axis=1) * P_STRIDE + 1 - scan.border) / scale,
                    np.full((len(places), 1), (WINDOW - 1) / scale),
                    probability.take(places),
                    offsets.reshape(4, -1).take(places, axis=1).T,
                )
            )
        if not found:
            return np.empty((0, 4), np.float32)
        corners, sides, scores, moves = (np.concatenate(parts) for parts in zip(*found, strict=True))
        boxes = np.floor(np.concatenate([corners, corners + sides], axis=1)).astype(np.float32)
        kept = suppress(boxes, scores, scan.overlaps[0])
        return squares(calibrate(boxes[kept], moves[kept], inclusive=False))

    def refine(self, integral: IntegralImage, windows: Floats, scan: Scan) -> Floats:
        """R-Net on all windows: the squares (N, 4) that look like a face."""
        if len(windows) == 0:
            return windows
        scores, moves = in_batches(self.rnet, integral, windows, R_SIDE)
        likely = scores > scan.thresholds[1]
        boxes, scores, moves = windows[likely], scores[likely], moves[likely]
        kept = suppress(boxes, scores, scan.overlaps[1])
        return squares(calibrate(boxes[kept], moves[kept]))

    def look(self, integral: IntegralImage, places: Floats) -> tuple[Floats, Floats, Floats]:
        """O-Net's answer for each of the squares (N, 4): boxes (N, 4), scores (N,) and points (N, 5, 2)."""
        if len(places) == 0:
            return places, np.empty(0, np.float32), np.empty((0, 5, 2), np.float32)
        scores, moves, parts = in_batches(self.onet, integral, places, O_SIDE)
        sides = (places[:, 2:] - places[:, :2] + 1)[:, None]
        points = parts.reshape(-1, 2, 5).transpose(0, 2, 1) * sides + places[:, None, :2] - 1
        return calibrate(places, moves), scores, points


def in_batches(net: Session, integral: IntegralImage, windows: Floats, side: int) -> list[Floats]:
    """The net's outputs for all windows (N, 4), N > 0, at no more than `MOST` a run."""
    pixels = pixels_of(windows)
    runs = [net.run(integral.crops(pixels[start : start + MOST], side)) for start in range(0, len(pixels), MOST)]
    return [np.concatenate(parts) for parts in zip(*runs, strict=True)]


def pixels_of(boxes: Floats) -> Ints:
    """The whole pixels under boxes: first and last plus one. The original counts pixels from 1."""
    pixels: Ints = np.trunc(boxes).astype(np.int64) - np.array([1, 1, 0, 0])
    return pixels


def _detection(
    image: Image, box: Floats, points: Floats, score: np.float32, upright: np.float32 | float = 1.0
) -> Detection:
    height, width = image.shape[:2]
    x1, y1, x2, y2 = box.tolist()
    room = max(x2 - x1, y2 - y1) / 2  # the skin lies about the box: with so much around it, all of it is there
    far = room < x1 and room < y1 and x2 < width - room and y2 < height - room
    return Detection(box, points, float(score), float(upright), 1.0 if far else visible(points, width, height))


def _turned_back(found: Detection, quarters: int, width: int, height: int) -> Detection:
    """A face found in `np.rot90(image, quarters)`, in pixels of the image of that width and height."""
    places = np.concatenate([found.points, found.box.reshape(2, 2)])
    for done in range(quarters, 0, -1):
        across = width if done % 2 else height
        places = np.stack([across - places[:, 1], places[:, 0]], axis=1)
    corners = places[5:]
    box = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    return replace(found, box=box, points=places[:5])
