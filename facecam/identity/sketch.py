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
    b'\x08\x08:\x96\x01\n7\n\x01f\n\x01c\n\x01s\n\x01u\n\x01z\x12\x01y"\x14MatMulIntegerToFloat:\rcom.microsoft\x12\x01g*'
    b"\r\x08\x01\x10\x01B\x01uJ\x04\x00\x00\x80?*\n\x08\x01\x10\x02B\x01zJ\x01@Z\x15\n\x01f\x12\x10\n\x0e\x08\x02\x12\n\n\x03"
    b"\x12\x01m\n\x03\x12\x01dZ\x0f\n\x01s\x12\n\n\x08\x08\x01\x12\x04\n\x02\x08\x01b\x15\n\x01y\x12\x10\n\x0e\x08\x01\x12\n"
    b"\n\x03\x12\x01m\n\x03\x12\x01wB\x04\n\x00\x10\rB\x11\n\rcom.microsoft\x10\x01"
)
"""An ONNX model of one node: y = s (f - 64) c, of faces f (m, d) in unsigned bytes, their step s, and codes c that
`_product` adds. NumPy's own product of whole numbers is slower than that of floats."""

_INT8 = 3
"""In an ONNX model."""


@dataclass(frozen=True, eq=False)
class Block:
    """At most some hundred thousand columns, with steps of their own."""

    owners: NDArray[np.int64]
    """(W,): whose each column is."""
    taken: NDArray[np.float32]
    """(W,): what is taken off the products with each."""
    codes: NDArray[np.int8]
    """(D, W): the columns, in steps."""
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
        owners = np.repeat(matrix.people, matrix.counts + matrix.means)
        return cls(owners, matrix.taken, codes, steps, np.array(bounds, np.float32))

    def without(self, people: NDArray[np.int64]) -> Block:
        kept = ~np.isin(self.owners, people)
        if kept.all():
            return self
        codes = np.ascontiguousarray(self.codes[:, kept])
        return Block(self.owners[kept], self.taken[kept], codes, self.steps, self.bounds)

    @functools.cached_property
    def product(self) -> Any:
        """What multiplies faces with the codes, of which it has a copy in the order that suits the processor."""
        return _product(self.codes)

    def scores(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(F, D) -> (F, W) scores, without what is taken off for a face's own place, and (F,) how wrong they may
        be."""
        scaled = vectors.astype(np.float64) * self.steps
        step = float(np.abs(scaled).max(initial=0)) / _HALF or 1.0
        whole = np.rint(scaled / step)
        distance, length = self.bounds.tolist()
        off = np.linalg.norm(vectors, axis=1) * distance + np.linalg.norm(scaled - whole * step, axis=1) * length
        given = {"f": (whole + _ZERO).astype(np.uint8), "s": np.array([step], np.float32)}
        scores: NDArray[np.float32] = self.product.run(None, given)[0]
        scores -= self.taken
        return scores, (off + _ROUNDING).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Immutable."""

    blocks: tuple[Block, ...]

    def prepare(self) -> None:
        """What the first faces would wait for."""
        for block in self.blocks:
            block.product  # noqa: B018

    def seen(self, vectors: NDArray[np.float32]) -> list[Likeness]:
        """How alike everybody is to each face (F, D): of several the codes are gone through once."""
        parts: list[list[_Part]] = [[] for _ in vectors]
        for block in self.blocks:
            scores, off = block.scores(vectors)
            likeliest = np.maximum.reduceat(scores, np.arange(0, len(block.owners), _SPAN), axis=1)
            for at, theirs in enumerate(parts):
                theirs.append((block.owners, scores[at], likeliest[at], off[at]))
        return [Likeness(theirs) for theirs in parts]

    def replaced(self, people: NDArray[np.int64], new: TemplateMatrix) -> Sketch:
        """Without the columns that `people` have here, and with all of `new`, who are some of `people`."""
        left = [block.without(people) for block in self.blocks]
        added = [Block.of(new)] if len(new.people) else []
        return Sketch(tuple(block for block in (*left, *added) if len(block.owners)))


_Part = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], np.float32]
"""Of a block: whose its columns are, scores, those of the likeliest of each span, and how wrong scores may be."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Of one face to the columns of each block."""

    parts: Sequence[_Part]

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


def _product(codes: NDArray[np.int8]) -> Any:
    """A session that has packed the codes (D, W). Where they come with each question ONNX Runtime packs them each
    time on some processors (those with AMX), for each face."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep room for what was packed as often again
    here = onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(codes))
    options.add_external_initializers(["c"], [here])
    # A TensorProto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that says its numbers lie elsewhere.
    dims = b"".join(b"\x08" + _varint(number) for number in codes.shape)
    elsewhere = _field(13, _field(1, b"location") + _field(2, b"memory")) + b"\x70\x01"
    tensor = dims + b"\x10" + _varint(_INT8) + _field(8, b"c") + elsewhere
    model = _PRODUCT + _field(7, _field(5, tensor))  # which adds an initializer to the graph
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _field(number: int, content: bytes) -> bytes:
    """Of a message of Protocol Buffers."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])
