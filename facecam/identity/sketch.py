"""Very many vectors in whole numbers, a byte each: who can be among the likeliest, without a look at the rest.

A product of whole numbers passes over a quarter of the memory, and ends with a score that is wrong by no more than
a margin that is known. With S the steps of the dimensions, a column v is S c and a remainder, a face p multiplied
by S is s f and a remainder; c and f are whole, and (Cauchy, Schwarz)

    |p·v - s f·c| <= |p| |v - S c| + |S p - s f| |c|

So once the exact scores of some are known, whoever is below them by more than the margin need not be looked at: a
sketch decides nothing, it only leaves out, and never anybody who matters.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.identity.template_matrix import TemplateMatrix

_LARGEST = 127
"""Of a column's whole numbers."""
_HALF = 63
"""Of a face's: with these and the zero at 64, two products fit into the 16 bits in which processors with AVX2 and
no VNNI add them up."""
_ZERO = 64

_ROUNDING = 1e-5
"""Of a score: more than single precision makes of it."""

_SPAN = 250
"""Columns of which the likeliest is looked for together."""

_SLACK = 0.003
"""Of a score: what exact scores are hardly ever below those of a sketch, whose margin is what they cannot be."""

_PRODUCT = (
    b'\x08\x08:b\n\x18\n\x01a\n\x01b\x12\x01y"\rMatMulInteger\x12\x01gZ\x15\n\x01a\x12\x10\n\x0e\x08\x02\x12\n\n\x03\x12\x01m'
    b"\n\x03\x12\x01dZ\x15\n\x01b\x12\x10\n\x0e\x08\x03\x12\n\n\x03\x12\x01d\n\x03\x12\x01wb\x15\n\x01y\x12\x10\n\x0e\x08\x06"
    b"\x12\n\n\x03\x12\x01m\n\x03\x12\x01wB\x04\n\x00\x10\r"
)
"""An ONNX model of one node: y = MatMulInteger(a, b), a (m, d) unsigned and b (d, w) signed bytes, y (m, w) of 32
bits. NumPy's own product of whole numbers is slower than that of floats."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some ten thousand columns, with steps of their own."""

    owners: NDArray[np.int64]
    """(W,): whose each column is."""
    taken: NDArray[np.float32]
    """(W,): what is taken off the products with each."""
    codes: NDArray[np.int8]
    """(D, W): the columns, in steps."""
    sums: NDArray[np.int32]
    """(W,): what the face's zero adds to the products with each."""
    steps: NDArray[np.float32]
    """(D,)"""
    bounds: NDArray[np.float32]
    """(2,): how far a column is from what its codes say, and how long the codes are; of all the largest."""

    @classmethod
    def of(cls, matrix: TemplateMatrix) -> Block:
        steps = np.abs(matrix.columns).max(axis=1) / np.float32(_LARGEST)
        steps[steps == 0] = 1
        codes = np.rint(matrix.columns / steps[:, None]).astype(np.int8)
        rest = matrix.columns - codes * steps[:, None]
        bounds = [np.linalg.norm(which, axis=0).max() for which in (rest, codes.astype(np.float32))]
        sums = _ZERO * codes.sum(axis=0, dtype=np.int32)
        owners = np.repeat(matrix.people, matrix.counts + matrix.means)
        return cls(owners, matrix.taken, codes, sums, steps, np.array(bounds, np.float32))

    def without(self, people: NDArray[np.int64]) -> Block:
        kept = ~np.isin(self.owners, people)
        if kept.all():
            return self
        codes = np.ascontiguousarray(self.codes[:, kept])
        return Block(self.owners[kept], self.taken[kept], codes, self.sums[kept], self.steps, self.bounds)

    def scores(self, vector: NDArray[np.float32]) -> tuple[NDArray[np.float32], np.float32]:
        """(W,) scores of one face, without what is taken off for its own place, and how wrong they may be."""
        scaled = vector.astype(np.float64) * self.steps
        step = float(np.abs(scaled).max()) / _HALF or 1.0
        whole = np.rint(scaled / step)
        distance, length = self.bounds.tolist()
        off = np.linalg.norm(vector) * distance + np.linalg.norm(scaled - whole * step) * length
        products = _multiplied((whole + _ZERO).astype(np.uint8), self.codes)
        products -= self.sums
        scores = products.astype(np.float32)  # exact, for they have less than 24 bits
        scores *= np.float32(step)
        scores -= self.taken
        return scores, np.float32(off + _ROUNDING)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Immutable."""

    blocks: tuple[Block, ...]

    def seen(self, vector: NDArray[np.float32]) -> Likeness:
        """How alike everybody is to one face (D,)."""
        parts = []
        for block in self.blocks:
            scores, off = block.scores(vector)
            likeliest = np.maximum.reduceat(scores, np.arange(0, len(scores), _SPAN))
            parts.append((block.owners, scores, likeliest, off))
        return Likeness(parts)

    def replaced(self, people: NDArray[np.int64], new: TemplateMatrix) -> Sketch:
        """Without the columns that `people` have here, and with all of `new`, who are some of `people`."""
        left = [block.without(people) for block in self.blocks]
        added = [Block.of(new)] if len(new.people) else []
        return Sketch(tuple(block for block in (*left, *added) if len(block.owners)))


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Of one face to the columns of each block: whose they are, scores, those of the likeliest of
    each span, and how wrong scores may be."""

    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], np.float32]]

    def reaching(self, score: float) -> NDArray[np.int64]:
        """All people whose exact score may be as high; without what is taken off for the face's own place."""
        found = [np.empty(0, np.int64)]
        for owners, scores, likeliest, off in self.parts:
            for start in (np.flatnonzero(likeliest >= score - off) * _SPAN).tolist():
                span = slice(start, start + _SPAN)
                found.append(owners[span][scores[span] >= score - off])
        return np.unique(np.concatenate(found))

    def guessed(self, most: int) -> NDArray[np.int64]:
        """Probably all who may be among the `most` likeliest; at least so many, where there are as many."""
        tops = np.sort(np.concatenate([np.empty(0, np.float32), *(part[2] for part in self.parts)]))[::-1]
        at = most
        while at <= len(tops):
            found = self.reaching(tops[at - 1] - _SLACK)
            if len(found) >= most:
                return found
            at *= 2
        return self.reaching(-np.inf)


def _multiplied(face: NDArray[np.uint8], codes: NDArray[np.int8]) -> NDArray[np.int32]:
    """(D,) and (D, W) -> (W,), exact."""
    products: NDArray[np.int32] = _session().run(None, {"a": face[None], "b": codes})[0][0]
    return products


@functools.cache
def _session() -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_PRODUCT, options, providers=["CPUExecutionProvider"])
